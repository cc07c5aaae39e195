"""Routes for programs: what is read can be written back, what cannot work is refused by its places."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.integration.rest.conftest import Headers, MakeKey, bearer

URL = "/api/v1/routes"
ROUTE: dict[str, Any] = {
    "code": "discount",
    "title": "Скидка",
    "kinds": ["quote"],
    "when": "deal.discount > 15",
    "stages": [{"name": "Директор", "approvers": [{"role": "director"}]}],
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What routes do is told elsewhere, on both databases; here it is only spelled as JSON."""
    return sqlite_url


@pytest.fixture
def administrator(make_key: MakeKey) -> Headers:
    return bearer(make_key("routes:read", "routes:write", person="administrator"))


def test_a_route_is_written_read_and_written_back(client: FlaskClient, administrator: Headers) -> None:
    made = client.put(f"{URL}/discount?note=впервые", json=ROUTE, headers=administrator)
    assert made.json == {"code": "discount", "number": 1}
    read = client.get(f"{URL}/discount", headers=administrator).json
    assert (read["number"], read["note"], read["retired"], read["route"]) == (1, "впервые", False, ROUTE)
    again = client.put(f"{URL}/discount", json=read["route"], headers=administrator)
    assert again.json["number"] == 1
    assert [each["code"] for each in client.get(URL, headers=administrator).json["routes"]][-1] == "discount"


def test_what_cannot_work_is_refused_by_its_places(client: FlaskClient, administrator: Headers) -> None:
    wrong = ROUTE | {"when": "deal.discont > 15", "stages": [{"name": "Я", "approvers": [{"role": "board"}]}]}
    refused = client.put(f"{URL}/discount", json=wrong, headers=administrator)
    assert (refused.status_code, refused.json["code"]) == (422, "route-refused")
    assert {each["path"] for each in refused.json["errors"]} == {"when", "stages[0].approvers[0].role"}
    headers = {**administrator, "Accept-Language": "en"}
    english = client.put(f"{URL}/discount", json=wrong, headers=headers).json["errors"]
    assert {each["path"]: each["detail"].partition(".")[0] for each in english} == {
        "when": "unknown field deal",
        "stages[0].approvers[0].role": "nobody has the role «board of directors» (board)",
    }
    for quorum in ({}, [{}], True, "most"):
        stage = ROUTE["stages"][0] | {"quorum": quorum}
        refused = client.put(f"{URL}/discount", json=ROUTE | {"stages": [stage]}, headers=administrator)
        assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, "stages[0].quorum")
    refused = client.put(f"{URL}/discount?note=%00", json=ROUTE, headers=administrator)
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, "note")
    other = client.put(f"{URL}/other", json=ROUTE, headers=administrator)
    assert (other.status_code, other.json["errors"][0]["path"]) == (422, "code")


def test_a_deal_is_tried(
    client: FlaskClient, administrator: Headers, machine: Headers, make_key: MakeKey, deal: dict[str, Any]
) -> None:
    deal_id = client.post("/api/v1/deals", json=deal, headers=machine).json["id"]
    manager = bearer(make_key("routes:read", person="manager"))
    sent = {"deal_id": deal_id, "kind": "contract"}
    told = client.post(f"{URL}/explain", json=sent, headers=manager).json
    assert (told["route"], told["at_once"], told["problem"]) == ("contract", False, "")
    assert [stage["name"] for stage in told["stages"]] == ["Юрист и финансы", "Директор"]
    assert told["stages"][0]["who"] == ["юрист: Смирнова Анна Андреевна", "финансы: Громов Павел Сергеевич"]
    assert [rule["outcome"] for rule in told["rules"]] == ["no", "yes"]
    headers = {**manager, "Accept-Language": "en"}
    english = client.post(f"{URL}/explain", json=sent, headers=headers).json
    assert english["stages"][0]["who"] == [
        "lawyer: Смирнова Анна Андреевна",
        "finance: Громов Павел Сергеевич",
    ]


def test_only_an_administrator_reads_and_writes_the_table(client: FlaskClient, manager: Headers) -> None:
    assert client.get(URL, headers=manager).status_code == 403
    assert client.put(f"{URL}/discount", json=ROUTE, headers=manager).status_code == 403


@pytest.mark.parametrize("code", ["nothing", "%00", "Bad Code", "x" * 41])
def test_a_route_that_is_none_is_not_found(client: FlaskClient, administrator: Headers, code: str) -> None:
    assert client.get(f"{URL}/{code}", headers=administrator).status_code == 404
