"""Uploading a PDF and putting fields on its pages, as a browser does; the form works without script."""

import io
import re

import pytest
from sqlalchemy import select

from docsvc.model import Document, Origin, State
from tests.integration.web.conftest import browse, built, house
from tests.integration.web.persons import Browse, Browser, House
from tests.unit.incoming.hostile import encrypted, mended, page, scripted

__all__ = ["browse", "built", "house"]

SAID = {
    "from": "us",
    "kind": "contract",
    "title": "Поставка",
    "company": "ООО «Ромашка»",
    "inn": "7707083893",
}
ROW = {"name": "", "kind": "signature", "party": "client", "page": "1", "left": "20", "top": "200,5"}
SIZE = {"width": "75", "height": "25", "label": ""}


@pytest.fixture
def manager(browse: Browse) -> Browser:
    return browse("manager")


def send(browser: Browser, content: bytes, **more: str) -> tuple[int, str, str]:
    answer = browser.post("/documents/upload", file=(io.BytesIO(content), "договор.pdf"), **(SAID | more))
    return answer.status_code, answer.text, answer.headers.get("Location", "")


def newest(house: House) -> Document:
    with house.tools.read() as session:
        found = session.scalars(select(Document).order_by(Document.id.desc()).limit(1)).one()
        assert found.versions
        return found


def row(number: str, **more: str) -> dict[str, str]:
    return {f"{name}.{number}": value for name, value in (ROW | SIZE | more).items()}


def test_an_upload_leads_to_its_pages_and_tells_what_was_changed(house: House, manager: Browser) -> None:
    status, _text, where = send(manager, mended(scripted), amount="1 000,50")
    assert status == 303
    shown = manager.get(where).text
    assert "скрипты и действия убраны" in shown
    assert newest(house).amount_minor == 100_050
    assert where == f"/documents/{newest(house).id}/fields"


def test_a_refused_file_loses_nothing_that_was_typed(house: House, manager: Browser) -> None:
    status, text, _where = send(manager, encrypted(user="x"), number="15/К")
    assert status == 422
    assert "закрыт паролем" in text
    assert 'value="15/К"' in text
    assert 'value="ООО «Ромашка»"' in text


@pytest.mark.parametrize(
    ("wrong", "word"),
    [({"company": "", "inn": ""}, "С кем документ"), ({"amount": "много"}, "умма"), ({"kind": "poem"}, "ид")],
)
def test_a_wrong_field_is_named(manager: Browser, wrong: dict[str, str], word: str) -> None:
    status, text, _where = send(manager, page(), **wrong)
    assert status == 422
    assert word in text


def test_a_deal_is_offered_its_own_client(house: House, manager: Browser) -> None:
    shown = manager.get(f"/documents/upload?deal={house.deal}").text
    assert "Кузнецова Ольга" in shown
    assert 'name="company"' not in shown
    assert send(manager, page(), deal_id=house.deal, company="", inn="")[0] == 303
    assert newest(house).deal_id == house.deal


def test_a_strangers_deal_is_not_there(house: House, browse: Browse) -> None:
    assert browse("outsider").get(f"/documents/upload?deal={house.deal}").status_code == 404


def test_what_was_received_says_so(house: House, manager: Browser) -> None:
    send(manager, page(), **{"from": "client", "number": "7"})
    document = newest(house)
    assert document.version.origin == Origin.RECEIVED
    assert "Получен от контрагента" in manager.get(f"/documents/{document.id}").text


def test_fields_are_put_without_script(house: House, manager: Browser) -> None:
    where = send(manager, page())[2]
    one_more = manager.post(where, add="date", row="a", version=newest(house).version.id, **row("a"))
    assert one_more.text.count("data-place-row data-kind") == 2 + 8  # eight blanks wait in templates
    both = row("a") | row("b", kind="date", top="230", width="30", height="8", label="Дата подписи")
    posted = manager.post(where, row=["a", "b"], version=newest(house).version.id, **both)
    assert posted.status_code == 303
    client, date = newest(house).version.places
    assert client["party"] == "client"
    assert client["box"][0] == pytest.approx(56.69, abs=0.01)
    assert date["name"] == "client.date1"
    assert "Дата подписи" in manager.get(where.removesuffix("/fields")).text


def test_what_is_shown_is_what_is_kept(house: House, manager: Browser) -> None:
    where = send(manager, page())[2]
    manager.post(where, row="a", version=newest(house).version.id, **row("a"))
    shown = manager.get(where).text
    assert re.search(r'name="left\.f0"[^>]* value="20\.00"', shown)
    assert re.search(r'name="top\.f0"[^>]* value="200\.50"', shown)


@pytest.mark.parametrize(
    "wrong", [{"left": "x"}, {"page": "2"}, {"page": ""}, {"width": "500"}, {"left": "nan"}]
)
def test_a_field_that_is_nowhere_is_named_by_its_number(
    house: House, manager: Browser, wrong: dict[str, str]
) -> None:
    where = send(manager, page())[2]
    posted = manager.post(where, row="a", version=newest(house).version.id, **row("a", **wrong))
    assert posted.status_code == 422
    assert "Поле 1" in posted.text
    assert not newest(house).version.places


def test_fields_are_not_moved_once_approvers_look(house: House, manager: Browser) -> None:
    assert manager.get(f"/documents/{house.asked}/fields").status_code == 409


def test_a_made_document_has_its_places_on_the_page_too(house: House, manager: Browser) -> None:
    send(manager, page())
    assert newest(house).state == State.DRAFT
    assert manager.get(f"/documents/{house.draft}/fields").status_code == 200


def test_a_new_version_is_another_pdf(house: House, manager: Browser) -> None:
    document = send(manager, page())[2].removesuffix("/fields")
    assert f"{document}/pdf" in manager.get(document).text
    assert manager.get(f"{document}/pdf").status_code == 200
    refused = manager.post(f"{document}/pdf", file=(io.BytesIO(page("x")), "x.pdf"), comment="")
    assert refused.status_code == 422
    taken = manager.post(
        f"{document}/pdf", file=(io.BytesIO(page("x")), "x.pdf"), comment="Новая цена", amount="5"
    )
    assert taken.status_code == 303
    assert newest(house).version.label == "1.1"
    assert manager.get(f"{document}/changes").status_code == 200


def test_approvers_and_accountants_upload_nothing(browse: Browse) -> None:
    for name in ("lawyer", "accountant", "director"):
        assert browse(name).get("/documents/upload").status_code == 403
