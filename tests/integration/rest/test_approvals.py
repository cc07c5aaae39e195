"""What programs read of an approval, ask about it, and meet when data changed under a document."""

import copy
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.integration.core.installation import Installation

Headers = dict[str, str]
Tree = dict[str, Any]


@pytest.fixture
def contract(
    client: FlaskClient, machine: Headers, manager: Headers, deal: Tree, installation: Installation
) -> str:
    """Where a contract is whose PDF has been made."""
    deal_id = client.post("/api/v1/deals", json=deal, headers=machine).json["id"]
    sent = {"deal_id": deal_id, "kind": "contract"}
    where: str = client.post("/api/v1/documents", json=sent, headers=manager).headers["Location"]
    installation.run_jobs()
    return where


def test_a_changed_deal_stops_submitting_until_that_is_accepted_with_a_reason(
    client: FlaskClient, machine: Headers, manager: Headers, deal: Tree, contract: str
) -> None:
    changed = copy.deepcopy(deal)
    changed["company"]["kpp"] = "772801999"
    client.post("/api/v1/deals", json=changed, headers=machine)
    refused = client.post(f"{contract}/submit", json={}, headers=manager)
    assert (refused.status_code, refused.json["code"]) == (409, "facts-drifted")
    assert refused.json["differences"] == [
        {"label": "КПП клиента", "before": "772801001", "now": "772801999"}
    ]
    accept = {"digest": refused.json["digest"], "reason": "КПП старый до января"}
    taken = client.post(f"{contract}/submit", json={"accept": accept}, headers=manager)
    assert taken.json["state"] == "in_approval"
    _questions(client, manager, contract)


def _questions(client: FlaskClient, manager: Headers, contract: str) -> None:
    asked = {"to_email": "lawyer@polaris.example", "text": "Успеете сегодня?", "page": 1}
    made = client.post(f"{contract}/questions", json=asked, headers=manager)
    assert (made.status_code, made.json["to"]) == (201, "Смирнова Анна Андреевна")
    answered = client.post(
        f"{contract}/questions/{made.json['id']}/answers", json={"text": "Да"}, headers=manager
    )
    assert [each["text"] for each in answered.json["answers"]] == ["Да"]
    refused = client.post(f"{contract}/questions", json=asked | {"to_email": "nobody@x.ru"}, headers=manager)
    assert refused.status_code == 422
    told = client.get(f"{contract}/approval", headers=manager).json
    assert (told["state"], told["initiator"]) == ("running", "Кузнецова Елена Павловна")
    assert [stage["state"] for stage in told["stages"]] == ["open", "waiting"]
    assert [each["text"] for each in told["remarks"]] == ["Успеете сегодня?"]
