"""A request that makes something is sent again with its `Idempotency-Key`: nothing is made twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from docsvc.model import Document, MadeOnce
from tests.integration.core.installation import Installation
from tests.integration.rest.test_uploads import form
from tests.unit.incoming.hostile import page

Headers = dict[str, str]
KEY = {"Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}
PLACE = "/api/v1/documents"


@pytest.fixture
def order(client: FlaskClient, machine: Headers, deal: dict[str, Any]) -> dict[str, Any]:
    """What a program sends to have a quote made."""
    client.post("/api/v1/deals", json=deal, headers=machine)
    return {"kind": "quote", "deal": {"source": deal["source"], "external_id": deal["external_id"]}}


def how_many(installation: Installation) -> int:
    with installation.tools.read() as session:
        return session.scalar(select(func.count()).select_from(Document)) or 0


def test_what_is_sent_again_is_answered_with_what_was_made(
    installation: Installation, client: FlaskClient, manager: Headers, order: dict[str, Any]
) -> None:
    made = client.post(PLACE, json=order, headers=manager | KEY)
    spelt_anew = order | {"filled": {}, "comment": ""}
    again = client.post(
        PLACE, json=spelt_anew, headers=manager | {"Idempotency-Key": f'"{KEY["Idempotency-Key"]}"'}
    )
    assert (made.status_code, again.status_code) == (201, 201)
    assert again.json["id"] == made.json["id"]
    assert again.headers["Location"] == made.headers["Location"]
    assert how_many(installation) == 1
    other = client.post(PLACE, json=order, headers=manager)
    assert other.json["id"] != made.json["id"], "without a key each request makes one"


def test_the_same_request_sixteen_times_at_once_makes_one_document(
    installation: Installation, app: Flask, manager: Headers, order: dict[str, Any]
) -> None:
    def ask(_: int) -> tuple[int, str]:
        answer = app.test_client().post(PLACE, json=order, headers=manager | KEY)
        return answer.status_code, answer.json["id"]

    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(ask, range(16)))
    assert len(answers) == 1
    assert {status for status, _ in answers} == {201}
    assert how_many(installation) == 1


def test_a_key_belongs_to_one_request_and_to_whoever_gave_it(
    client: FlaskClient, manager: Headers, make_key: Any, order: dict[str, Any]
) -> None:
    made = client.post(PLACE, json=order, headers=manager | KEY)
    refused = client.post(PLACE, json=order | {"comment": "другой"}, headers=manager | KEY)
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency-key-reused")
    stranger = {"Authorization": f"Bearer {make_key('documents:read', 'documents:write', person='manager')}"}
    others = client.post(PLACE, json=order, headers=stranger | KEY)
    assert others.json["id"] != made.json["id"]


def test_what_was_refused_is_asked_again_with_the_same_key(
    installation: Installation, client: FlaskClient, manager: Headers, order: dict[str, Any]
) -> None:
    unknown = {"basis_id": "0190d0a0-0000-7000-8000-000000000000"}
    assert client.post(PLACE, json=order | unknown, headers=manager | KEY).status_code == 404
    assert client.post(PLACE, json=order, headers=manager | KEY).status_code == 201
    assert how_many(installation) == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "два слова", "two words"])
def test_a_key_that_is_none_is_told(
    client: FlaskClient, manager: Headers, order: dict[str, Any], key: str
) -> None:
    refused = client.post(PLACE, json=order, headers=manager | {"Idempotency-Key": key})
    assert refused.status_code == 422
    assert [each["path"] for each in refused.json["errors"]] == ["Idempotency-Key"]


def test_an_upload_is_known_by_the_bytes_of_its_file(
    installation: Installation, client: FlaskClient, manager: Headers
) -> None:
    place, file = f"{PLACE}/upload", page()
    made = client.post(place, data=form(file, number="7/К"), headers=manager | KEY)
    again = client.post(place, data=form(file, number="7/К"), headers=manager | KEY)
    assert (again.status_code, again.json["id"]) == (201, made.json["id"])
    assert how_many(installation) == 1
    assert client.post(place, data=form(file + b"%", number="7/К"), headers=manager | KEY).status_code == 422


def test_a_key_is_forgotten_after_a_day(
    installation: Installation, client: FlaskClient, manager: Headers, order: dict[str, Any]
) -> None:
    client.post(PLACE, json=order, headers=manager | KEY)
    installation.clock.ahead = timedelta(days=1, minutes=1)
    client.post(PLACE, json=order, headers=manager | {"Idempotency-Key": "another"})
    with installation.tools.read() as session:
        assert session.scalars(select(MadeOnce.key)).all() == ["another"]


def test_the_description_tells_where_a_key_is_taken(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    taking = {
        path
        for path, methods in paths.items()
        for about in methods.values()
        if any(each["name"] == "Idempotency-Key" for each in about["parameters"])
    }
    assert taking == {
        "/dispatches",
        "/documents",
        "/documents/upload",
        "/documents/{document_id}/mailing",
    }
