"""Who may call what: keys, their scopes and the people they act for."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from api.rest.blueprint import operations
from api.rest.operations import CONVERTERS, Operation
from docsvc.actions.make_api_key import make_api_key
from docsvc.actions.revoke_api_key import revoke_api_key
from docsvc.errors import BadInput, Forbidden
from docsvc.model import ApiKey, User
from docsvc.model.api_scopes import FOR_A_PERSON, ApiScope
from docsvc.queries.history import history
from docsvc.queries.key_actor import key_actor
from docsvc.work import ORGANISATION
from tests.integration.core.installation import Installation
from tests.integration.rest.conftest import MakeKey, bearer

ABSENT = "0190a6f1-0000-7000-8000-000000000000"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Who may call what is decided above the database; the other stories here run on both."""
    return sqlite_url


def call(client: FlaskClient, operation: Operation, headers: dict[str, str]) -> Any:
    ids = dict.fromkeys(CONVERTERS, ABSENT)
    path = operation.path.format_map(ids | {"file": "final", "route_code": "absent"})
    sent = {"json": {}} if operation.body else {}
    return client.open(f"/api/v1{path}", method=operation.method, headers=headers, **sent)


@pytest.mark.parametrize("held", [*ApiScope])
def test_a_scope_opens_its_own_operations_and_no_other(
    client: FlaskClient, make_key: MakeKey, held: ApiScope
) -> None:
    headers = bearer(make_key(held, person="manager"))
    for operation in operations.table:
        answer = call(client, operation, headers)
        refused = answer.status_code == 403 and answer.json["code"] == "scope-missing"
        assert refused is (operation.scope is not held), f"{operation.method} {operation.path}"
        assert answer.status_code < 500


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer dk_unknown"},
        {"Authorization": "Bearer " + "я" * 10},
        {"Authorization": "Basic dXNlcjpwYXNzd29yZA=="},
        {"X-Api-Key": "dk_unknown"},
    ],
)
def test_nobody_gets_in_without_a_key(client: FlaskClient, headers: dict[str, str]) -> None:
    for operation in operations.table:
        answer = call(
            client, operation, {name: value.encode().decode("latin-1") for name, value in headers.items()}
        )
        assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="docsvc"'


def test_an_unknown_a_revoked_and_a_leavers_key_get_the_same_answer(
    client: FlaskClient, make_key: MakeKey, installation: Installation
) -> None:
    revoked, left = make_key("deals:read", name="старый"), make_key("deals:read", person="outsider")
    with installation.tools.work() as work:
        key = work.session.scalars(select(ApiKey).filter_by(name="старый")).one()
        revoke_api_key(work, key.id, actor=installation.people["administrator"])
        work.session.scalars(select(User).filter_by(email="outsider@polaris.example")).one().active = False
    answers = [client.get("/api/v1/deals", headers=bearer(key)) for key in ("dk_unknown", revoked, left)]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.data for answer in answers}) == 1


def test_a_cookie_opens_nothing(client: FlaskClient) -> None:
    client.set_cookie("docsvc", "anything")
    assert client.get("/api/v1/deals").status_code == 401


def test_a_key_for_documents_needs_a_person(installation: Installation) -> None:
    administrator = installation.people["administrator"]
    for scope in FOR_A_PERSON:
        with installation.tools.work() as work, pytest.raises(BadInput):
            make_api_key(work, actor=administrator, name="1С", scopes=[scope])


@pytest.mark.parametrize(
    ("name", "scopes", "email"),
    [("", ["deals:read"], None), ("1С", [], None), ("1С", ["all"], None), ("1С", ["deals:read"], "no@x.ru")],
)
def test_a_key_is_named_scoped_and_for_somebody_who_works_here(
    installation: Installation, name: str, scopes: list[str], email: str | None
) -> None:
    administrator = installation.people["administrator"]
    with installation.tools.work() as work, pytest.raises(BadInput):
        make_api_key(work, actor=administrator, name=name, scopes=scopes, user_email=email)


def test_only_an_administrator_makes_and_revokes_keys(installation: Installation, make_key: MakeKey) -> None:
    make_key("deals:read")
    for person in ("manager", "director", "accountant"):
        actor = installation.people[person]
        with installation.tools.work() as work:
            key = work.session.scalars(select(ApiKey)).one()
            with pytest.raises(Forbidden):
                revoke_api_key(work, key.id, actor=actor)
            with pytest.raises(Forbidden):
                make_api_key(work, actor=actor, name="своя", scopes=["deals:read"])


def test_a_key_is_kept_as_a_hash_and_its_making_is_recorded(
    installation: Installation, make_key: MakeKey
) -> None:
    key = make_key("deals:read", "deals:write")
    assert key.startswith("dk_")
    assert len(key) == 46
    with installation.tools.read() as session:
        row = session.scalars(select(ApiKey)).one()
        assert row.key_hash != key
        assert key not in str(vars(row))
        assert history(session, ORGANISATION)[0].kind == "api_key.made"
        actor = key_actor(session, key)
    assert actor is not None
    assert (actor.scopes, actor.roles) == ({"deals:read", "deals:write"}, frozenset())


def test_use_of_a_key_is_noted_at_most_once_a_minute(
    client: FlaskClient, make_key: MakeKey, installation: Installation
) -> None:
    headers = bearer(make_key("deals:read"))

    def used() -> Any:
        client.get("/api/v1/deals", headers=headers)
        with installation.tools.read() as session:
            return session.scalars(select(ApiKey.used_at)).one()

    first = used()
    assert used() == first
    installation.clock.ahead += timedelta(seconds=61)
    assert used() > first


def test_a_program_may_not_do_with_documents_what_its_person_may_not(
    client: FlaskClient, make_key: MakeKey, machine: dict[str, str], deal: dict[str, Any], app: Flask
) -> None:
    made = client.post("/api/v1/deals", json=deal, headers=machine).json
    asked = {"deal_id": made["id"], "kind": "quote"}
    for person in ("outsider", "accountant"):
        headers = bearer(make_key("documents:write", person=person))
        assert client.post("/api/v1/documents", json=asked, headers=headers).status_code in {403, 404}
    headers = bearer(make_key("documents:write", person="manager"))
    document = client.post("/api/v1/documents", json=asked, headers=headers)
    assert document.status_code == 201
    stranger = bearer(make_key(*ApiScope, person="outsider"))
    where = f"/api/v1/documents/{document.json['id']}"
    assert client.get(where, headers=stranger).status_code == 404
    assert client.get(f"{where}/files/rendered", headers=stranger).status_code == 404
    assert client.get(f"{where}/audit", headers=stranger).status_code == 404
    assert client.post(f"{where}/withdraw", json={}, headers=stranger).status_code == 404
    assert client.post(f"{where}/send", json={}, headers=stranger).status_code == 404
    assert client.get("/api/v1/documents", headers=stranger).json == {"items": [], "next": None}
