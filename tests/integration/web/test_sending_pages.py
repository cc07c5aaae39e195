"""The pages of sending: what goes together, to whom, and what may be mended once it is out."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from docsvc.actions.create_document import create_document
from docsvc.actions.submit_document import submit_document
from docsvc.jobs import run_job
from docsvc.model import Dispatch, Document, Kind, OutboxMessage, Recipient, User
from tests.integration.web.persons import Browse, Browser, House, person, render

CLIENT: dict[str, Any] = {"name": "Кузнецова Ольга", "email": "client@client.ru"}


@pytest.fixture
def ndas(house: House) -> list[str]:
    """Two agreements of one deal, approved at once: their kind has no route."""
    manager = person(house.tools, "manager")
    made = []
    for _ in range(2):
        with house.tools.work() as work:
            made.append(create_document(work, house.deal, actor=manager, kind=Kind.NDA))
    render(house.tools)
    for document_id in made:
        with house.tools.work() as work:
            submit_document(work, document_id, actor=manager)
    return made


@pytest.fixture
def manager(browse: Browse) -> Browser:
    return browse("manager")


def people(**client: object) -> dict[str, Any]:
    """Return the fields of the usual two recipients, as the page has them."""
    second = {**CLIENT, **client}
    return {
        "row": ["1", "2"],
        "name": ["Director", second["name"]],
        "email": ["director@sever.ru", second["email"]],
        "act": ["sign", "sign"],
        "order": ["1", "2"],
        "party": ["seller", second.get("party", "client")],
        "group": ["", second.get("group", "")],
    }


def _together(*document_ids: str) -> dict[str, Any]:
    return {"with": list(document_ids)}


def sent(house: House, manager: Browser, *document_ids: str) -> Recipient:
    """Send documents together and return the first recipient, who is invited."""
    first, *others = document_ids
    answer = manager.post(f"/documents/{first}/send", **people(), **_together(*others))
    assert answer.status_code == 303, answer.text
    with house.tools.read() as session:
        row = session.scalars(select(OutboxMessage).where(OutboxMessage.name == "prepare")).one()
    assert run_job(house.tools, row.name, row.payload) == ""
    with house.tools.read() as session:
        return next(iter(session.scalars(select(Dispatch)).one().recipients))


def states(house: House) -> list[str]:
    with house.tools.read() as session:
        return [row.state for row in session.scalars(select(Dispatch)).one().recipients]


def test_the_usual_recipients_are_filled_in_and_the_rest_is_folded(manager: Browser, ndas: list[str]) -> None:
    page = manager.get(f"/documents/{ndas[0]}/send").text
    assert 'value="director@sever.ru"' in page
    assert 'value="client@client.ru"' in page
    assert f'name="with" value="{ndas[1]}"' in page
    assert not re.search(r"<details[^>]*\sopen", page)
    assert "<script>alert" not in page


def test_two_documents_go_out_together_with_their_groups_and_reminders(
    house: House, manager: Browser, ndas: list[str]
) -> None:
    terms: dict[str, Any] = {
        "title": "Пакет",
        "first": "4",
        "every": "0",
        "most": "1",
        "shares_copies": "yes",
    }
    ticks: dict[str, Any] = {"with": ndas[1], "may_delegate": "2", "individual": "2"}
    answer = manager.post(f"/documents/{ndas[0]}/send", **people(), **terms, **ticks)
    assert answer.status_code == 303
    with house.tools.read() as session:
        dispatch = session.scalars(select(Dispatch)).one()
        ours, client = dispatch.recipients
    assert [each.document_id for each in dispatch.documents] == ndas
    assert dispatch.reminders == {"first": 4, "every": 0, "most": 1}
    assert (dispatch.title, dispatch.shares_copies) == ("Пакет", True)
    assert (client.may_delegate, client.individual) == (True, True)
    assert (ours.may_delegate, ours.individual) == (False, False)


def test_a_refused_form_gives_back_what_was_typed(house: House, manager: Browser, ndas: list[str]) -> None:
    fields: dict[str, Any] = people(party="seller") | {
        "with": ndas[1],
        "message": "Здравствуйте!",
        "title": "Пакет",
    }
    answer = manager.post(f"/documents/{ndas[0]}/send", **fields)
    assert answer.status_code == 422
    for kept in ("Здравствуйте!", 'value="Пакет"', "client@client.ru", f'value="{ndas[1]}" checked'):
        assert kept in answer.text
    with house.tools.read() as session:
        assert session.scalar(select(Dispatch)) is None


def test_a_document_of_another_deal_or_owner_cannot_be_slipped_in(
    manager: Browser, house: House, ndas: list[str]
) -> None:
    assert manager.post(f"/documents/{ndas[0]}/send", **people(), **_together(house.draft)).status_code >= 400
    with house.tools.read() as session:
        assert session.get_one(Document, ndas[0]).state == "approved"


def test_a_document_that_was_never_sent_has_an_empty_page(manager: Browser, ndas: list[str]) -> None:
    assert "ещё не отправляли" in manager.get(f"/documents/{ndas[0]}/sending").text


def test_a_sending_is_looked_at_and_mended(house: House, manager: Browser, ndas: list[str]) -> None:
    director = sent(house, manager, *ndas)
    where = f"/documents/{ndas[0]}/sending"
    page = manager.get(where).text
    assert "Приглашён" in page
    assert ndas[1] in page
    assert "Изменить отправку" in manager.get(f"/documents/{ndas[1]}").text
    fields: dict[str, Any] = {
        "dispatch": director.dispatch_id,
        "message": "Скорее",
        "first": "1",
        "every": "1",
        "most": "1",
    }
    assert manager.post(f"{where}/correct", **fields, expires_on="2020-01-01").status_code == 422
    assert manager.post(f"{where}/correct", **fields, expires_on="2099-01-01").status_code == 303
    copy: dict[str, Any] = {"dispatch": director.dispatch_id, "name": "Архив", "act": "copy"}
    assert manager.post(f"{where}/copies", **copy, email="нет").status_code == 422
    assert manager.post(f"{where}/copies", **copy, email="a@client.ru").status_code == 303
    assert manager.post(f"{where}/recipients/{director.id}/resend").status_code == 303
    assert manager.post(f"{where}/recipients/{director.id}/link").status_code == 303
    assert manager.post(f"{where}/recipients/{director.id}/remind").status_code == 429
    assert manager.post(f"{where}/recipients/{director.id}/unknown").status_code == 404
    assert sorted(states(house)) == ["invited", "invited", "waiting"]


def test_a_recipient_is_replaced_on_the_page_and_a_refusal_keeps_what_was_typed(
    house: House, manager: Browser, ndas: list[str]
) -> None:
    director = sent(house, manager, ndas[0])
    with house.tools.read() as session:
        client = session.scalars(select(Recipient).where(Recipient.email == CLIENT["email"])).one()
    where = f"/documents/{ndas[0]}/sending/recipients"
    stranger: dict[str, Any] = {"name": "Чужой", "email": "stranger@client.ru"}
    refused = manager.post(f"{where}/{director.id}/instead", **stranger)
    assert refused.status_code == 422
    assert "stranger@client.ru" in refused.text
    assert manager.post(f"{where}/{client.id}/instead", **stranger, reason="в отпуске").status_code == 303
    assert sorted(states(house)) == ["invited", "replaced", "waiting"]


def test_only_who_may_send_it_may_change_a_sending(
    house: House, manager: Browser, browse: Browse, ndas: list[str]
) -> None:
    director = sent(house, manager, ndas[0])
    where = f"/documents/{ndas[0]}"
    fields: dict[str, Any] = {"dispatch": director.dispatch_id, "message": "нет", "reason": "нет", **CLIENT}
    posts = [
        f"{where}/sending/correct",
        f"{where}/sending/copies",
        f"{where}/sending/recipients/{director.id}/instead",
        f"{where}/sending/recipients/{director.id}/link",
        f"{where}/void",
    ]
    outsider, lawyer = browse("outsider"), browse("lawyer")
    for path in posts:
        assert outsider.post(path, **fields).status_code == 404, path
        assert lawyer.post(path, **fields).status_code in {403, 404}, path


def test_what_is_not_completed_cannot_be_void(manager: Browser, ndas: list[str]) -> None:
    assert manager.post(f"/documents/{ndas[0]}/void", reason="рано").status_code == 409
    assert manager.post(f"/documents/{ndas[0]}/void", reason="").status_code in {409, 422}


def test_whoever_left_is_told_of_first_and_the_form_says_who_may_sign_instead(
    house: House, manager: Browser, browse: Browse, ndas: list[str]
) -> None:
    director = sent(house, manager, ndas[0])
    where = f"/documents/{ndas[0]}"
    assert "попросите другого" not in manager.get(where).text
    with house.tools.work() as work:
        work.get(User, house.actor("director").id).active = False
    page = manager.get(where).text
    told = page.index('role="alert"')
    assert "попросите другого" in page[told : page.index('class="desk"')]
    assert f"{where}/sending?instead={director.id}#instead-{director.id}" in page
    nobody = manager.get(f"{where}/sending").text
    assert re.search(rf'id="instead-{director.id}" open', nobody)
    assert "Сейчас за нас подписать некому" in nobody
    with house.tools.work() as work:
        work.get(User, house.actor("board").id).name = "Громов Павел"
    assert "Громов Павел, board@sever.ru" in manager.get(f"{where}/sending").text
    assert "попросите другого" not in browse("lawyer").get(where).text
    mine, _others = manager.get("/").text.split("Ждём других")
    assert "Нужен другой подписант вместо:" in mine


def test_an_access_code_that_is_too_short_is_refused_by_name(
    house: House, manager: Browser, ndas: list[str]
) -> None:
    director = sent(house, manager, ndas[0])
    fields = {"name": "Director", "email": "director@sever.ru", "access_code": "12"}
    where = f"/documents/{ndas[0]}/sending/recipients/{director.id}/instead"
    refused = manager.post(where, **fields)
    assert refused.status_code == 422
    assert "код доступа: нужно от 6 до 64 знаков" in refused.text
