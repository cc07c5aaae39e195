"""Every refusal is a problem that says what and where, in one shape."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.integration.core.installation import Installation
from tests.integration.rest.conftest import MakeKey, bearer

Headers = dict[str, str]
Tree = dict[str, Any]
ABSENT = "0190a6f1-0000-7000-8000-000000000000"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Refusals come before the database, so one of them is enough."""
    return sqlite_url


@pytest.fixture
def director(make_key: MakeKey) -> Headers:
    return bearer(make_key("documents:read", person="director"))


def assert_problem(answer: Any, status: int, code: str) -> Tree:
    assert answer.status_code == status, answer.data
    assert answer.mimetype == "application/problem+json"
    about: Tree = answer.json
    assert about["status"] == status
    assert about["code"] == code
    assert about["type"] == f"urn:docsvc:problem:{code}"
    assert about["detail"]
    return about


def post(client: FlaskClient, raw: bytes, headers: Headers, path: str = "/api/v1/deals") -> Any:
    return client.post(path, data=raw, headers=headers, content_type="application/json")


def paths(about: Tree) -> list[str]:
    return [each["path"] for each in about["errors"]]


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"{", "$"),
        (b"[]", "$"),
        (b"\xff", "$"),
        (b'{"title": "a", "title": "b"}', "title"),
        (rb'{"company": {"name": "\ud800"}}', "company.name"),
        (rb'{"lines": [{"name": "\u0000"}]}', "lines[0].name"),
        (b'{"amount": NaN}', "amount"),
        (b'{"custom": ' + b"[" * 40 + b"]" * 40 + b"}", "custom" + "[0]" * 31),
        (b"[" * 100_000, "$"),
    ],
)
def test_hostile_json_is_refused_by_its_place(
    client: FlaskClient, machine: Headers, raw: bytes, path: str
) -> None:
    assert path in paths(assert_problem(post(client, raw, machine), 422, "invalid"))


def test_every_bad_field_of_a_deal_is_named_at_once(
    client: FlaskClient, machine: Headers, deal: Tree
) -> None:
    deal["lines"][2]["price"] = -5
    deal["company"]["nmae"] = "?"
    answer = client.post("/api/v1/deals", json=deal | {"currency": "XXX", "amount": "1.001"}, headers=machine)
    about = assert_problem(answer, 422, "invalid")
    assert set(paths(about)) == {"lines[2].price", "company.nmae", "currency", "amount"}
    assert "Строка 3: цена не может быть меньше нуля" in {each["detail"] for each in about["errors"]}


def test_an_amount_that_differs_from_its_lines_is_told_with_both_figures(
    client: FlaskClient, machine: Headers, deal: Tree
) -> None:
    answer = client.post("/api/v1/deals", json=deal | {"amount": 636000}, headers=machine)
    about = assert_problem(answer, 422, "invalid")
    words = about["errors"][0]["detail"].replace("\u00a0", " ")
    assert "636 000,00 ₽" in words
    assert "636 005,00 ₽" in words


def test_more_lines_than_a_document_holds_name_the_limit(
    client: FlaskClient, machine: Headers, deal: Tree
) -> None:
    deal["lines"] = [{"name": "x", "quantity": 1, "price": 1}] * 1001
    about = assert_problem(client.post("/api/v1/deals", json=deal, headers=machine), 422, "invalid")
    assert "1000" in about["detail"]


def test_a_body_over_the_limit_is_not_read(client: FlaskClient, machine: Headers) -> None:
    answer = post(client, b" " * (1024 * 1024 + 1), machine)
    assert_problem(answer, 413, answer.json["code"])


def test_a_body_that_is_not_json_is_refused(client: FlaskClient, machine: Headers) -> None:
    answer = client.post("/api/v1/deals", data={"a": "b"}, headers=machine)
    assert_problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", f"/api/v1/deals/{ABSENT}", "/api/v1/deals/1", "/api/v1/deals/%00"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, machine: Headers, path: str) -> None:
    assert_problem(client.get(path, headers=machine), 404, "not-found")


def test_a_method_that_is_not_offered_is_refused(client: FlaskClient, machine: Headers) -> None:
    assert_problem(client.delete("/api/v1/deals", headers=machine), 405, "method-not-allowed")


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=много", "limit"),
        ("cursor=1", "cursor"),
        ("cursor=%00", "cursor"),
        ("page=2", "page"),
        ("limit=1&limit=2", "limit"),
        ("kind=letter", "kind"),
        ("state=lost", "state"),
        ("since=вчера", "since"),
    ],
)
def test_a_wrong_parameter_is_named(client: FlaskClient, manager: Headers, query: str, path: str) -> None:
    answer = client.get(f"/api/v1/documents?{query}", headers=manager)
    assert path in paths(assert_problem(answer, 422, "invalid"))


@pytest.mark.parametrize("query", ["route=%00", "department=%00"])
def test_figures_are_asked_by_what_can_be_written(client: FlaskClient, director: Headers, query: str) -> None:
    answer = client.get(f"/api/v1/figures?{query}", headers=director)
    assert_problem(answer, 422, "invalid")


@pytest.mark.parametrize(
    "query", ["since=9999-12-31", "until=0001-01-01", "since=0001-01-01&until=9999-12-31"]
)
def test_a_period_at_the_ends_of_the_calendar_has_no_figures(
    client: FlaskClient, director: Headers, query: str
) -> None:
    answer = client.get(f"/api/v1/figures?{query}", headers=director)
    assert answer.status_code == 200, answer.data


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ({"kind": "quote"}, "deal_id"),
        ({"kind": "quote", "deal_id": ABSENT, "deal": {"source": "crm", "external_id": "1"}}, "deal_id"),
        ({"kind": "quote", "deal": {"source": "crm", "external_id": "1"}}, "deal"),
        ({"kind": "letter", "deal_id": ABSENT}, "kind"),
        ({"kind": "quote", "deal_id": "x"}, "deal_id"),
        ({"kind": "quote", "deal_id": ABSENT, "filled": {"company.inn": 5.5}}, "filled.company.inn"),
    ],
)
def test_a_wrong_request_for_a_document_is_named(
    client: FlaskClient, manager: Headers, sent: Tree, path: str
) -> None:
    answer = client.post("/api/v1/documents", json=sent, headers=manager)
    assert path in paths(assert_problem(answer, 422, "invalid"))


def test_missing_data_of_a_document_is_listed_whole(
    client: FlaskClient, manager: Headers, deal: Tree, installation: Installation
) -> None:
    deal["company"] = {"name": "ООО «Ромашка»"}
    del deal["contact"]
    made = client.post("/api/v1/deals", json=deal, headers=manager).json
    answer = client.post(
        "/api/v1/documents", json={"deal_id": made["id"], "kind": "contract"}, headers=manager
    )
    about = assert_problem(answer, 422, "fields-missing")
    assert len(about["errors"]) > 1
    assert "company.inn" in paths(about)


def test_an_act_out_of_turn_is_a_conflict(client: FlaskClient, manager: Headers, deal: Tree) -> None:
    made = client.post("/api/v1/deals", json=deal, headers=manager).json
    document = client.post(
        "/api/v1/documents", json={"deal_id": made["id"], "kind": "quote"}, headers=manager
    ).json
    where = f"/api/v1/documents/{document['id']}"
    assert_problem(client.post(f"{where}/submit", headers=manager), 409, "not-rendered")
    stale = client.post(f"{where}/submit", json={"seen": document["revision"] + 5}, headers=manager)
    assert_problem(stale, 409, "stale-page")
    assert_problem(client.get(f"{where}/files/rendered", headers=manager), 409, "not-rendered")
    assert_problem(client.get(f"{where}/files/final", headers=manager), 404, "not-found")
    assert_problem(client.get(f"{where}/files/facts", headers=manager), 404, "not-found")


def test_a_refusal_repeats_no_key(client: FlaskClient) -> None:
    answer = client.get("/api/v1/deals", headers={"Authorization": "Bearer dk_very-secret"})
    assert "very-secret" not in json.dumps(answer.json)
