"""A document's life as a program leads it, and what it can fetch."""

import hashlib
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from audit import verify_evidence
from docsvc.queries.history import history
from tests.integration.core.installation import Installation
from tests.integration.core.story import decide
from tests.integration.rest.conftest import MakeKey, bearer

Headers = dict[str, str]
Tree = dict[str, Any]


@pytest.fixture
def deal_id(client: FlaskClient, machine: Headers, deal: Tree) -> str:
    made: str = client.post("/api/v1/deals", json=deal, headers=machine).json["id"]
    return made


@pytest.fixture
def quote(client: FlaskClient, manager: Headers, deal_id: str, installation: Installation) -> str:
    """Where a quote is whose PDF has been made."""
    made = client.post("/api/v1/documents", json={"deal_id": deal_id, "kind": "quote"}, headers=manager)
    assert made.status_code == 201
    installation.run_jobs()
    where: str = made.headers["Location"]
    return where


def test_a_document_is_made_by_the_code_of_the_deal_in_its_source(
    client: FlaskClient, manager: Headers, deal_id: str
) -> None:
    sent = {"deal": {"source": "crm", "external_id": "12345"}, "kind": "quote"}
    made = client.post("/api/v1/documents", json=sent, headers=manager)
    assert made.status_code == 201
    assert made.json["deal_id"] == deal_id
    assert (made.json["state"], made.json["version"], made.json["amount"]) == ("draft", "1.0", "636005.00")
    assert made.json["owner_email"] == "manager@polaris.example"
    assert client.get(made.headers["Location"], headers=manager).json["number"] == made.json["number"]


def test_data_that_a_deal_lacks_can_be_filled_in(client: FlaskClient, manager: Headers, deal: Tree) -> None:
    deal["company"]["address"] = ""
    deal_id = client.post("/api/v1/deals", json=deal, headers=manager).json["id"]
    sent: Tree = {"deal_id": deal_id, "kind": "contract"}
    refused = client.post("/api/v1/documents", json=sent, headers=manager)
    assert refused.json["code"] == "fields-missing"
    paths = [each["path"] for each in refused.json["errors"]]
    made = client.post(
        "/api/v1/documents", json=sent | {"filled": dict.fromkeys(paths, "Москва")}, headers=manager
    )
    assert made.status_code == 201


def test_the_pdf_is_fetched_with_its_hash_and_a_name_people_read(
    client: FlaskClient, manager: Headers, quote: str, installation: Installation
) -> None:
    document = client.get(quote, headers=manager).json
    ((name, sha256),) = [(each["name"], each["sha256"]) for each in document["files"]]
    answer = client.get(f"{quote}/files/{name}", headers=manager)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert hashlib.sha256(answer.data).hexdigest() == sha256
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    with installation.tools.read() as session:
        last = history(session, document["id"])[0]
    assert (last.kind, last.details["file"]) == ("document.downloaded", "rendered")


def test_the_audit_trail_is_evidence_that_checks(client: FlaskClient, manager: Headers, quote: str) -> None:
    answer = client.get(f"{quote}/audit", headers=manager)
    assert answer.mimetype == "application/json"
    assert verify_evidence(answer.data).subject == quote.rpartition("/")[2]


def test_a_quote_is_submitted_sent_and_withdrawn_and_no_link_is_told(
    client: FlaskClient, manager: Headers, quote: str, installation: Installation
) -> None:
    revision = client.get(quote, headers=manager).json["revision"]
    submitted = client.post(f"{quote}/submit", json={"seen": revision}, headers=manager)
    assert (submitted.status_code, submitted.json["state"]) == (200, "approved")
    sent = client.post(f"{quote}/send", json={"message": "Здравствуйте!"}, headers=manager)
    assert sent.json["state"] == "preparing"
    installation.run_jobs()
    assert client.get(quote, headers=manager).json["state"] == "sent"
    assert client.get(f"{quote}/files/sent", headers=manager).data.startswith(b"%PDF")
    told = (
        json.dumps(client.get(quote, headers=manager).json)
        + client.get(f"{quote}/audit", headers=manager).text
    )
    assert "/s/" not in told
    assert "token" not in told
    withdrawn = client.post(f"{quote}/withdraw", json={"reason": "Ошибка в цене"}, headers=manager)
    assert withdrawn.json["state"] == "withdrawn"


def test_a_contract_waits_for_its_approvers(
    client: FlaskClient, manager: Headers, deal_id: str, installation: Installation
) -> None:
    made = client.post("/api/v1/documents", json={"deal_id": deal_id, "kind": "contract"}, headers=manager)
    installation.run_jobs()
    where = made.headers["Location"]
    assert client.post(f"{where}/submit", headers=manager).json["state"] == "in_approval"
    early = client.post(f"{where}/send", headers=manager)
    assert (early.status_code, early.json["code"]) == (409, "wrong-state")
    for person in ("lawyer", "finance", "director"):
        decide(installation, made.json["id"], person)
    assert client.get(where, headers=manager).json["state"] == "approved"


def test_an_invoice_is_issued_on_its_basis_and_its_package_pulled(
    client: FlaskClient,
    manager: Headers,
    quote: str,
    deal_id: str,
    installation: Installation,
    make_key: MakeKey,
) -> None:
    basis = quote.rpartition("/")[2]
    sent = {"deal_id": deal_id, "kind": "invoice", "basis_id": basis}
    made = client.post("/api/v1/documents", json=sent, headers=manager)
    assert made.json["basis_id"] == basis
    where = made.headers["Location"]
    installation.run_jobs()
    client.post(f"{where}/submit", headers=manager)
    issued = client.post(f"{where}/issue", headers=manager)
    assert issued.json["state"] == "sealing"
    installation.run_jobs()
    accountant = bearer(make_key("documents:read", "archive:read", person="accountant"))
    seen = client.get(where, headers=accountant).json
    assert seen["state"] == "archived"
    named = {
        each["name"]: client.get(f"{where}/files/{each['name']}", headers=accountant)
        for each in seen["files"]
    }
    assert {each.status_code for each in named.values()} == {200}
    assert named.keys() == {"final", "certificate", "package"}
    package = client.get(f"{where}/files/package", headers=accountant)
    assert (package.status_code, package.mimetype) == (200, "application/zip")
    assert client.get(f"{where}/files/package", headers=accountant).data == package.data
    assert client.get(quote, headers=accountant).status_code == 404


def test_lists_are_narrowed_and_come_in_parts(client: FlaskClient, manager: Headers, deal_id: str) -> None:
    made = [
        client.post("/api/v1/documents", json={"deal_id": deal_id, "kind": kind}, headers=manager).json
        for kind in ("quote", "invoice", "quote")
    ]

    def found(query: str) -> Tree:
        page: Tree = client.get(f"/api/v1/documents?{query}", headers=manager).json
        return page

    assert [item["id"] for item in found("kind=quote")["items"]] == [made[2]["id"], made[0]["id"]]
    assert [item["id"] for item in found(f"number={made[1]['number']}")["items"]] == [made[1]["id"]]
    assert found("state=archived")["items"] == []
    assert found("until=2020-01-01")["items"] == []
    first = found(f"deal_id={deal_id}&limit=2")
    assert first["next"] == first["items"][-1]["id"] == made[1]["id"]
    assert found(f"limit=2&cursor={first['next']}") == {"items": [found("")["items"][2]], "next": None}
