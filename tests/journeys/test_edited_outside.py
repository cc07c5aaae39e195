"""A draft goes out to Word, comes back with another sum, and its approval goes on."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph
from playwright.sync_api import expect

from tests.journeys.office import Deal, Office
from tests.journeys.screen import Screen
from tests.journeys.steps import document_id, find_in_inbox, submit

pytestmark = pytest.mark.needs("soffice")

COMMENT = "Клиент попросил скидку, сумма согласована с финансовым директором"
NEW = "1\u00a0000\u00a0000,00"


def make_in_word(manager: Screen, deal: Deal) -> str:
    """Make a contract by the shipped Word template, chosen by hand."""
    manager.open(f"/deals/{deal.id}")
    manager.touch(manager.page.get_by_label("Выбрать шаблон: Договор", exact=True))
    manager.touch(manager.page.get_by_role("button", name="Договор оказания услуг Word", exact=True))
    expect(manager.page.locator(".standing")).to_contain_text("Черновик")
    manager.sees_the_document()
    return document_id(manager)


def download(manager: Screen, folder: Path) -> Path:
    with manager.page.expect_download() as begun:
        manager.press("Скачать Word")
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def every_paragraph(document: Document) -> Iterator[Paragraph]:
    for element in document.element.body.iter("{*}p"):
        yield Paragraph(element, document)


def rewrite(path: Path, old: str, new: str) -> None:
    """Change the first place where a text stands, and leave the others as they are."""
    document = docx.Document(str(path))
    paragraph = next(each for each in every_paragraph(document) if old in each.text)
    text = paragraph.text.replace(old, new)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text
    document.save(str(path))


def amount_of(office: Office, document: str) -> str:
    """Return the document's amount as it is printed, without the kopecks of a round sum being dropped."""
    amount = Decimal(str(office.crm._request("GET", f"/documents/{document}")["amount"]))
    return f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",")


def test_a_draft_is_edited_in_word_and_its_approval_goes_on(
    manager: Screen, lawyer: Screen, office: Office, tmp_path: Path
) -> None:
    contract = make_in_word(manager, office.deal())
    manager.touch(manager.page.get_by_label("Другие действия"))
    manager.press("Поправить в Word")
    manager.look("edit")
    path = download(manager, tmp_path)
    rewrite(path, amount_of(office, contract), NEW)
    manager.page.get_by_label("Файл Word").set_input_files(path)
    manager.page.get_by_label("Что изменилось и почему").fill(COMMENT)
    manager.press("Проверить правку")

    expect(manager.heading()).to_contain_text("Проверка правки")
    amount = manager.page.get_by_role("group", name="Сумма:")
    expect(amount).to_contain_text(NEW)
    expect(manager.page.locator(".compare")).to_contain_text(NEW)
    manager.look("edit-check", dark=True)
    for tick in manager.page.get_by_label("Подтверждаю: изменено намеренно").all():
        manager.touch(tick)
    manager.press("Сохранить новую версию")
    expect(manager.text("Правка стала новой версией")).to_be_visible()
    manager.sees_the_document()
    submit(manager, state="На согласовании")

    manager.open(f"/documents/{contract}/changes")
    expect(manager.page.locator(".compare")).to_contain_text(NEW)
    manager.look("changes", dark=True)
    with manager.page.expect_download() as begun:
        manager.press("Word с исправлениями")
    assert docx.Document(str(begun.value.path())).element.body.xpath(".//w:ins")

    find_in_inbox(lawyer, office.number(contract))
    lawyer.sees_the_document()
    lawyer.press("Согласовать")
    expect(lawyer.text("Согласовано.")).to_be_visible()
    assert office.happened(contract, "document.edited") == 1


def test_a_file_that_lost_its_place_to_sign_is_refused_with_how_to_mend_it(
    manager: Screen, office: Office, tmp_path: Path
) -> None:
    contract = make_in_word(manager, office.deal())
    manager.open(f"/documents/{contract}/edit")
    path = download(manager, tmp_path)
    document = docx.Document(str(path))
    for mark in document.element.body.xpath(".//w:bookmarkStart[@w:name='sigclient']"):
        mark.getparent().remove(mark)
    document.save(str(path))
    manager.page.get_by_label("Файл Word").set_input_files(path)
    manager.page.get_by_label("Что изменилось и почему").fill(COMMENT)
    manager.expects(422)
    manager.press("Проверить правку")
    expect(manager.page.get_by_role("alert")).to_contain_text("Пропало место подписи клиента")
    manager.look("edit-refused")
