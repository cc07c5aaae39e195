"""A contract from the other side: uploaded, fields put on it by dragging, approved, signed by us."""

from pathlib import Path

import pytest
import weasyprint
from playwright.sync_api import expect

from tests.journeys.installation import PEOPLE
from tests.journeys.office import APPROVERS, DIRECTOR, Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import document_id, follow, sign, submit

PAGE = """
<html lang="ru"><style>@page { size: A4; margin: 20mm } p { line-height: 1.6 }</style>
<h1>Договор поставки № 77/2026-К</h1><p>Поставщик передаёт, а Покупатель принимает и оплачивает товар.</p>
<p>Подписи сторон</p></html>
"""


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    path = tmp_path / "договор.pdf"
    path.write_bytes(weasyprint.HTML(string=PAGE).write_pdf())
    return path


def upload(manager: Screen, path: Path, *, number: str) -> None:
    """Fill in the form and go on to the pages."""
    manager.open("/documents")
    manager.press("Загрузить PDF")
    manager.look("upload", dark=True)
    manager.touch(manager.page.get_by_text("Получен от контрагента"))
    manager.page.get_by_label("Файл PDF").set_input_files(path)
    manager.page.get_by_label("О чём он").fill("Поставка стеллажей")
    manager.page.get_by_label("Номер в документе").fill(number)
    manager.page.get_by_label("Сумма").fill("150 000")
    manager.page.get_by_label("Компания").fill("ООО «Стеллаж»")
    manager.press("Загрузить и расставить поля")
    expect(manager.heading()).to_have_text("Поля на страницах")
    manager.sees_the_document()


def place(manager: Screen) -> None:
    """Put our signature and a date on the page: by dragging where there is a mouse."""
    manager.touch(manager.page.get_by_text("Мы", exact=True).first)
    palette = manager.page.locator("[data-palette=signature]")
    if manager.phone:
        palette.tap()
    else:
        palette.drag_to(manager.page.locator(".paper").first, target_position={"x": 220, "y": 420})
    expect(manager.page.locator(".place")).to_have_count(1)
    manager.touch(manager.page.locator("[data-palette=date]"))
    expect(manager.page.locator(".place")).to_have_count(2)
    manager.look("placing", dark=True)
    manager.press("Сохранить поля")
    expect(manager.text("Сохранено 2 п")).to_be_visible()


def test_a_received_contract_is_approved_and_signed_by_our_director(
    manager: Screen, director: Screen, office: Office, theirs: Path
) -> None:
    upload(manager, theirs, number=f"77/{manager.size}")
    place(manager)
    contract = document_id(manager)
    manager.sees_the_document()
    manager.look("received-contract")
    submit(manager, state="На согласовании")
    office.behind.approve(contract, APPROVERS)
    office.behind.send(contract)
    office.crm.wait(contract, "sent")

    follow(director, office.link(PEOPLE["director"], contract))
    sign(director, office, contract, email=PEOPLE["director"], typed=DIRECTOR)
    office.crm.wait(contract, "archived")
    manager.open(f"/documents/{contract}")
    manager.sees_the_document()
    manager.look("received-contract-signed")


@ON_A_PHONE
def test_fields_are_put_by_finger_and_the_contract_submitted(manager: Screen, theirs: Path) -> None:
    upload(manager, theirs, number="79/К")
    place(manager)
    submit(manager, state="На согласовании")


def test_fields_are_put_moved_and_taken_back_by_keyboard_alone(manager: Screen, theirs: Path) -> None:
    upload(manager, theirs, number="78/К")
    keyboard, box = manager.page.keyboard, manager.page.locator(".place")
    manager.tab_to("Подпись")
    keyboard.press("Enter")
    expect(box).to_be_focused()
    left = manager.page.locator("[data-place-rows] [data-of=left]")
    before = float(left.input_value())
    for _ in range(5):
        keyboard.press("ArrowRight")
    assert float(left.input_value()) == pytest.approx(before + 5)
    keyboard.press("Delete")
    expect(box).to_have_count(0)
    keyboard.press("Control+z")
    expect(box).to_have_count(1)
    manager.press("Сохранить поля")
    expect(manager.text("Сохранено 1 п")).to_be_visible()
