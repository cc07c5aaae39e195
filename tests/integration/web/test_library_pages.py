"""The content library, the product catalogue and own lines of a deal, on their pages."""

import io
import re

from api.web.words import KINDS
from docsvc.model import Kind
from tests.integration.web.persons import Browse, House

CSV = "Артикул;Название;Ед.;Цена;НДС\nA-1;Камера;шт.;12000;22\nS-1;Выезд;час;3000;без НДС\n"


def test_a_lawyer_adds_a_text_finds_it_and_makes_its_next_version(browse: Browse) -> None:
    lawyer = browse("lawyer")
    given = {"name": "oplata", "language": "ru", "title": "Оплата", "tags": "деньги", "text": "За 5 дней."}
    made = lawyer.post("/blocks/new", **given)
    assert made.status_code == 303
    page = made.headers["Location"]
    assert "{BLOCK:oplata}" in lawyer.get(page).text
    assert "Оплата" in lawyer.get("/blocks?q=ДНЕЙ&tag=деньги").text
    refused = lawyer.post(page, **given | {"text": "За 14 дней."})
    assert refused.status_code == 422
    assert "За 14 дней." in refused.text
    assert lawyer.post(page, **given | {"text": "За 14 дней.", "note": "Просил клиент"}).status_code == 303
    shown = lawyer.get(page).text
    assert "<del>5</del><ins>14</ins>" in shown
    assert lawyer.post(f"{page}/retire").status_code == 303
    assert "Оплата" not in lawyer.get("/blocks").text
    assert "Оплата" in lawyer.get("/blocks?retired=1").text


def test_a_text_with_a_broken_tag_is_given_back_with_the_reason(browse: Browse) -> None:
    given = {"name": "bad", "language": "ru", "title": "Плохой", "text": "{DEAL.AMOUNT | nosuch}"}
    answer = browse("lawyer").post("/blocks/new", **given)
    assert answer.status_code == 422
    assert "nosuch" in answer.text


def test_a_manager_loads_a_price_list_and_mends_a_price(browse: Browse) -> None:
    manager = browse("manager")
    assert manager.post("/products", file=(io.BytesIO(CSV.encode()), "прайс.csv")).status_code == 303
    page = manager.get("/products/product?sku=A-1").text
    assert 'value="12000"' in page
    mended = {"sku": "A-1", "name": "Камера", "price": "12 500,5", "vat_rate": "22", "active": "on"}
    assert manager.post("/products/product", **mended | {"price": "дорого"}).status_code == 422
    assert manager.post("/products/product", **mended).status_code == 303
    assert "12\u00a0500,50" in manager.get("/products?q=камера").text


def test_a_wrong_price_list_is_refused_whole(browse: Browse) -> None:
    manager = browse("manager")
    answer = manager.post("/products", file=(io.BytesIO((CSV + "B-1;;5;5;22\n").encode()), "прайс.csv"))
    assert answer.status_code == 422
    assert "строка 4" in answer.text
    assert "Каталог пока пуст" in manager.get("/products").text


def test_own_lines_are_added_offered_and_ticked_on_the_deal(house: House, browse: Browse) -> None:
    manager = browse("manager")
    manager.post("/products", file=(io.BytesIO(CSV.encode()), "прайс.csv"))
    lines = f"/deals/{house.deal}/lines"
    assert manager.post(f"{lines}/add", sku="A-1").status_code == 303
    assert manager.post(f"{lines}/add", sku="S-1", optional="1").status_code == 303
    assert manager.post(f"{lines}/add", sku="нет такого").status_code == 404
    deal = manager.get(f"/deals/{house.deal}").text
    assert "1\u00a0246\u00a0567,89" in deal
    offered = re.search(r'name="chosen" value="([0-9a-f-]{36})"', deal)
    assert offered
    assert manager.post(f"{lines}/choose", chosen=offered[1]).status_code == 303
    assert "1\u00a0249\u00a0567,89" in manager.get(f"/deals/{house.deal}").text


def test_lines_typed_by_hand_come_back_with_what_is_wrong(house: House, browse: Browse) -> None:
    manager, lines = browse("manager"), f"/deals/{house.deal}/lines"
    row = {"line": "0", "line.0.name": "Доставка", "line.0.quantity": "1", "line.0.unit": "рейс"}
    row |= {"line.0.price": "дорого", "line.0.discount": "0", "line.0.vat_rate": "22", "line.0.chosen": "on"}
    refused = manager.post(lines, **row)
    assert refused.status_code == 422
    assert "дорого" in refused.text
    assert manager.post(lines, **row | {"line.0.price": "1 500,50"}).status_code == 303
    assert "1\u00a0236\u00a0068,39" in manager.get(f"/deals/{house.deal}").text


def test_lines_that_are_typed_are_kept_when_one_is_added_from_the_catalogue(
    house: House, browse: Browse
) -> None:
    manager, lines = browse("manager"), f"/deals/{house.deal}/lines"
    manager.post("/products", file=(io.BytesIO(CSV.encode()), "прайс.csv"))
    row = {"line": "0", "line.0.name": "Доставка", "line.0.quantity": "1", "line.0.unit": "рейс"}
    row |= {"line.0.price": "1500", "line.0.discount": "0", "line.0.vat_rate": "22", "line.0.chosen": "on"}
    refused = manager.post(f"{lines}/add", sku="A-1", **row | {"line.0.price": "дорого"})
    assert refused.status_code == 422
    assert "дорого" in refused.text
    assert manager.post(f"{lines}/add?optional=1", sku="A-1", **row).status_code == 303
    page = manager.get(lines).text
    assert 'value="Доставка"' in page
    assert 'value="Камера"' in page
    assert "1\u00a0236\u00a0067,89" in manager.get(f"/deals/{house.deal}").text


def test_every_kind_that_has_a_template_can_be_made(house: House, browse: Browse) -> None:
    page = browse("manager").get(f"/deals/{house.deal}").text
    assert all(str(KINDS[kind].word) in page for kind in Kind)
