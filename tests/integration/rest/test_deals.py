"""Deals come in: once, whoever sends them how often and at how many moments."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from docsvc.model import Company, Contact, Deal, DealLine
from docsvc.queries.history import history
from docsvc.queries.trail import verify_trail
from docsvc.work import ORGANISATION
from tests.integration.core.installation import Installation

Headers = dict[str, str]
Tree = dict[str, Any]
TABLES = (Company, Contact, Deal, DealLine)


def counts(installation: Installation) -> list[int]:
    with installation.tools.read() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def records(installation: Installation) -> list[str]:
    with installation.tools.read() as session:
        return [row.kind for row in history(session, ORGANISATION) if row.kind.startswith("deal.")]


def test_a_new_deal_is_made_and_can_be_read_back(client: FlaskClient, machine: Headers, deal: Tree) -> None:
    made = client.post("/api/v1/deals", json=deal, headers=machine)
    assert (made.status_code, made.json["created"]) == (201, True)
    read = client.get(made.headers["Location"], headers=machine).json
    assert read["id"] == made.json["id"]
    assert read["amount"] == "636005.00"
    assert read["company"]["inn"] == "7728168971"
    assert read["contact"]["authority"] == "Устава"
    assert read["owner_email"] == "manager@polaris.example"
    assert read["custom"] == {"payment_terms": deal["payment_terms"]}
    assert [line["vat_rate"] for line in read["lines"]] == ["22", "22", None]
    assert read["lines"][1]["price"] == "45600.5"


def test_the_same_deal_again_changes_and_records_nothing(
    client: FlaskClient, machine: Headers, deal: Tree, installation: Installation
) -> None:
    first = client.post("/api/v1/deals", json=deal, headers=machine).json
    second = client.post("/api/v1/deals", json=deal, headers=machine)
    assert second.status_code == 200
    assert second.json == first | {"created": False, "changed": False}
    assert counts(installation) == [1, 1, 1, 3]
    assert records(installation) == ["deal.created"]


def test_a_changed_deal_is_replaced(
    client: FlaskClient, machine: Headers, deal: Tree, installation: Installation
) -> None:
    made = client.post("/api/v1/deals", json=deal, headers=machine).json
    deal["lines"] = [deal["lines"][2], {"name": "Доставка", "quantity": 1, "price": 10, "vat_rate": 0}]
    answer = client.post("/api/v1/deals", json=deal | {"deadline": None}, headers=machine)
    assert (answer.status_code, answer.json["changed"]) == (200, True)
    read = client.get(f"/api/v1/deals/{made['id']}", headers=machine).json
    assert [line["name"] for line in read["lines"]] == ["Обучение", "Доставка"]
    assert (read["amount"], read["deadline"]) == ("60010.00", None)
    assert records(installation) == ["deal.updated", "deal.created"]


def test_what_a_later_deal_leaves_out_of_the_company_stays_known(
    client: FlaskClient, machine: Headers, deal: Tree
) -> None:
    client.post("/api/v1/deals", json=deal, headers=machine)
    known = deal["company"]
    deal |= {
        "external_id": "2",
        "company": {key: known[key] for key in ("name", "inn", "kpp")} | {"ogrn": ""},
    }
    made = client.post("/api/v1/deals", json=deal, headers=machine).json
    company = client.get(f"/api/v1/deals/{made['id']}", headers=machine).json["company"]
    assert company["bik"] == known["bik"]
    assert "ogrn" not in company


def test_a_contact_is_known_by_mail_then_by_name(
    client: FlaskClient, machine: Headers, deal: Tree, installation: Installation
) -> None:
    deal["contact"] = {"name": "Иванов Иван Иванович"}
    client.post("/api/v1/deals", json=deal, headers=machine)
    deal["contact"]["email"] = "ivanov@vector.example"
    client.post("/api/v1/deals", json=deal, headers=machine)
    deal["contact"] = {"name": "Иванов И. И.", "email": "IVANOV@vector.example"}
    client.post("/api/v1/deals", json=deal, headers=machine)
    assert counts(installation)[1] == 1
    deal["contact"] = {"name": "Иванов И. И.", "email": "other@vector.example"}
    client.post("/api/v1/deals", json=deal, headers=machine)
    assert counts(installation)[1] == 2


def test_sixteen_at_once_make_one_deal(
    app: Flask, machine: Headers, deal: Tree, installation: Installation
) -> None:
    def send(_number: int) -> int:
        return app.test_client().post("/api/v1/deals", json=deal, headers=machine).status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = sorted(pool.map(send, range(16)))
    assert statuses == [200] * 15 + [201]
    assert counts(installation) == [1, 1, 1, 3]
    assert records(installation) == ["deal.created"]


def test_sixteen_deals_of_one_company_at_once_make_one_company(
    app: Flask, machine: Headers, deal: Tree, installation: Installation
) -> None:
    def send(number: int) -> int:
        sent = deal | {"external_id": str(number)}
        return app.test_client().post("/api/v1/deals", json=sent, headers=machine).status_code

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(send, range(16))) == [201] * 16
    assert counts(installation) == [1, 1, 16, 48]
    with installation.tools.read() as session:
        assert not verify_trail(session).broken


def test_an_unknown_owner_is_refused_and_nothing_is_kept(
    client: FlaskClient, machine: Headers, deal: Tree, installation: Installation
) -> None:
    answer = client.post("/api/v1/deals", json=deal | {"owner_email": "who@polaris.example"}, headers=machine)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["path"] == "owner_email"
    assert "who@polaris.example" in answer.json["errors"][0]["detail"]
    assert counts(installation) == [0, 0, 0, 0]


def test_a_deal_of_nobody_belongs_to_the_person_of_the_key(
    client: FlaskClient, manager: Headers, deal: Tree
) -> None:
    del deal["owner_email"]
    made = client.post("/api/v1/deals", json=deal, headers=manager)
    read = client.get(made.headers["Location"], headers=manager).json
    assert read["owner_email"] == "manager@polaris.example"


def test_a_wrong_inn_is_a_warning_with_its_reason(client: FlaskClient, machine: Headers, deal: Tree) -> None:
    deal["company"]["inn"] = "7728168972"
    made = client.post("/api/v1/deals", json=deal, headers=machine)
    assert made.status_code == 201
    remarks = {each["path"]: each["message"] for each in made.json["warnings"]}
    assert "контрольная цифра" in remarks["company.inn"]


def test_lists_come_in_parts_without_gap_or_repeat(client: FlaskClient, machine: Headers, deal: Tree) -> None:
    made = [
        client.post("/api/v1/deals", json=deal | {"external_id": str(n)}, headers=machine).json["id"]
        for n in range(5)
    ]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(f"/api/v1/deals?limit=2&cursor={cursor}", headers=machine).json
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert seen == made[::-1]
    found = client.get("/api/v1/deals?source=crm&external_id=3", headers=machine).json
    assert [item["id"] for item in found["items"]] == [made[3]]


def test_the_public_part_of_the_record_holds_no_personal_data(
    client: FlaskClient, machine: Headers, deal: Tree, installation: Installation
) -> None:
    client.post("/api/v1/deals", json=deal, headers=machine)
    with installation.tools.read() as session:
        row = history(session, ORGANISATION)[0]
    assert row.kind == "deal.created"
    told = str(row.details)
    assert all(secret not in told for secret in ("Иванов", "vector.example", "manager@", "7728168971"))
