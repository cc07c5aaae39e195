"""Programs send envelopes, look how far they are, and mend them; no answer holds a link or a code."""

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from docsvc.actions.make_api_key import make_api_key
from docsvc.model.api_scopes import ApiScope
from signing import token
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.sending import post

Ask = Callable[..., Any]
NEWCOMER: dict[str, Any] = {"name": "Петрова Анна", "email": "petrova@vector.example", "reason": "в отпуске"}


@pytest.fixture
def client(installation: Installation) -> FlaskClient:
    return create_app(installation.tools).test_client()


@pytest.fixture
def ask(client: FlaskClient, installation: Installation) -> Ask:
    """Ask as a program that acts for the manager, or for somebody else."""

    def asked(method: str, path: str, *, person: str = "manager", **body: object) -> Any:
        with installation.tools.work() as work:
            key = make_api_key(
                work,
                actor=installation.people["administrator"],
                name=person,
                scopes=[*ApiScope],
                user_email=f"{person}@polaris.example",
            )
        sent: dict[str, Any] = {"json": body} if method == "POST" else {}
        return client.open(
            f"/api/v1{path}", method=method, headers={"Authorization": f"Bearer {key}"}, **sent
        )

    return asked


@pytest.fixture
def envelope(installation: Installation, deal_id: str) -> list[str]:
    return [post.nda(installation, deal_id), post.nda(installation, deal_id)]


def test_an_envelope_is_sent_to_the_usual_recipients_and_its_state_is_read(
    ask: Ask, installation: Installation, envelope: list[str]
) -> None:
    made = ask("POST", "/dispatches", documents=[{"id": each} for each in envelope], title="Пакет")
    assert made.status_code == 201, made.text
    assert made.headers["Location"].endswith(f"/dispatches/{made.json['id']}")
    installation.run_jobs()
    found = ask("GET", f"/dispatches/{made.json['id']}").json
    assert [each["id"] for each in found["documents"]] == envelope
    assert [(each["email"], each["state"]) for each in found["recipients"]] == [
        (post.DIRECTOR, "invited"),
        (post.CLIENT, "waiting"),
    ]
    assert found["open"] is True
    assert found["reminders"] == {"first": 3, "every": 2, "most": 5}


def test_no_answer_holds_a_link_or_an_access_code(
    ask: Ask, installation: Installation, envelope: list[str]
) -> None:
    people = [
        {"name": "Соколов", "email": post.DIRECTOR, "act": "sign", "party": "seller"},
        {
            "name": "Иванов",
            "email": post.CLIENT,
            "act": "sign",
            "party": "client",
            "order": 2,
            "access_code": "полярная-7",
        },
    ]
    made = ask("POST", "/dispatches", documents=[{"id": envelope[0]}], recipients=people)
    installation.run_jobs()
    found = ask("GET", f"/dispatches/{made.json['id']}")
    secrets = installation.tools.secrets.tokens
    links = [token(secrets, each["id"], 1) for each in found.json["recipients"]]
    for answer in (made, found):
        assert not any(link in answer.text for link in links)
        assert "полярная" not in answer.text
        assert "hash" not in answer.text


def test_a_sending_is_reminded_of_replaced_corrected_and_withdrawn(
    ask: Ask, installation: Installation, envelope: list[str]
) -> None:
    dispatch = post.send(installation, *envelope)
    director, client = (each.id for each in post.recipients(installation.tools, dispatch))
    assert ask("POST", f"/dispatches/{dispatch}/recipients/{director}/remind").status_code == 429
    installation.clock.ahead += timedelta(hours=2)
    for what in ("remind", "resend", "link"):
        answer = ask("POST", f"/dispatches/{dispatch}/recipients/{director}/{what}")
        assert answer.status_code == 200, answer.text
    replaced = ask("POST", f"/dispatches/{dispatch}/recipients/{client}/replace", **NEWCOMER).json
    assert [each["state"] for each in replaced["recipients"]] == ["invited", "replaced", "waiting"]
    assert ask("POST", f"/dispatches/{dispatch}/recipients/{client}/remind").status_code == 409
    copies = [{"name": "Архив", "email": "a@vector.example", "at_once": True}]
    terms: dict[str, Any] = {"message": "Скорее!", "reminders": {"first": 1}, "copies": copies}
    corrected = ask("POST", f"/dispatches/{dispatch}/correct", **terms).json
    assert (corrected["message"], corrected["reminders"]["first"]) == ("Скорее!", 1)
    assert corrected["recipients"][-1]["act"] in {"copy", "sign"}
    withdrawn = ask("POST", f"/dispatches/{dispatch}/withdraw", reason="передумали").json
    assert {each["state"] for each in withdrawn["documents"]} == {"withdrawn"}
    assert ask("POST", f"/dispatches/{dispatch}/withdraw", reason="ещё раз").status_code == 409


def test_a_completed_document_is_declared_void(ask: Ask, installation: Installation, deal_id: str) -> None:
    document_id = post.nda(installation, deal_id)
    post.send(installation, document_id)
    assert ask("POST", f"/documents/{document_id}/void", reason="рано").status_code == 409
    story.sign(installation, document_id, post.DIRECTOR, typed="Соколов Андрей Викторович")
    story.sign(installation, document_id, post.CLIENT, typed="Иванов Иван Иванович")
    assert ask("POST", f"/documents/{document_id}/void").status_code == 422
    assert ask("POST", f"/documents/{document_id}/void", reason="ошибка").json["state"] == "voided"


def test_a_stranger_learns_nothing_of_a_sending(
    ask: Ask, installation: Installation, envelope: list[str]
) -> None:
    dispatch = post.send(installation, *envelope)
    recipient = post.recipients(installation.tools, dispatch)[0].id
    paths: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", f"/dispatches/{dispatch}", {}),
        ("POST", f"/dispatches/{dispatch}/correct", {"message": "нет"}),
        ("POST", f"/dispatches/{dispatch}/withdraw", {"reason": "нет"}),
        ("POST", f"/dispatches/{dispatch}/recipients/{recipient}/remind", {}),
        ("POST", f"/dispatches/{dispatch}/recipients/{recipient}/replace", copy.copy(NEWCOMER)),
        ("POST", f"/documents/{envelope[0]}/void", {"reason": "нет"}),
        ("POST", "/dispatches", {"documents": [{"id": envelope[0]}]}),
    ]
    for method, path, body in paths:
        assert ask(method, path, person="outsider", **body).status_code == 404, path


def test_a_recipient_of_another_sending_is_not_found(
    ask: Ask, installation: Installation, envelope: list[str]
) -> None:
    first, second = (post.send(installation, each) for each in envelope)
    stranger = post.recipients(installation.tools, second)[0].id
    assert ask("POST", f"/dispatches/{first}/recipients/{stranger}/resend").status_code == 404
