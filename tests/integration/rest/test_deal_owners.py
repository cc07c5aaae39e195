"""A key that acts for a person reaches that person's deals, and no others."""

import pytest
from flask.testing import FlaskClient

from docsvc.model.api_scopes import ApiScope
from tests.integration.core.installation import Installation
from tests.integration.rest.conftest import Headers, MakeKey, bearer
from tests.integration.rest.test_deals import Tree, counts, records


@pytest.fixture
def outsider(make_key: MakeKey) -> Headers:
    """A program that acts for another manager."""
    return bearer(make_key(*ApiScope, person="outsider"))


def test_a_persons_key_takes_nobodys_deal_over(
    client: FlaskClient, machine: Headers, outsider: Headers, deal: Tree, installation: Installation
) -> None:
    made = client.post("/api/v1/deals", json=deal, headers=machine).json
    stolen = deal | {"title": "Моя сделка", "owner_email": "outsider@polaris.example"}
    assert client.post("/api/v1/deals", json=stolen, headers=outsider).status_code == 404
    read = client.get(f"/api/v1/deals/{made['id']}", headers=machine).json
    assert (read["title"], read["owner_email"]) == (deal["title"], "manager@polaris.example")
    assert records(installation) == ["deal.created"]


def test_a_persons_key_takes_no_deal_that_nobody_owns(
    client: FlaskClient, machine: Headers, outsider: Headers, deal: Tree
) -> None:
    del deal["owner_email"]
    client.post("/api/v1/deals", json=deal, headers=machine)
    assert client.post("/api/v1/deals", json=deal, headers=outsider).status_code == 404


@pytest.mark.parametrize("known", [True, False])
def test_a_persons_key_gives_nobody_else_a_deal(
    client: FlaskClient, manager: Headers, deal: Tree, installation: Installation, *, known: bool
) -> None:
    if known:
        client.post("/api/v1/deals", json=deal, headers=manager)
    before = counts(installation)
    given = deal | {"owner_email": "outsider@polaris.example"}
    answer = client.post("/api/v1/deals", json=given, headers=manager)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["path"] == "owner_email"
    assert counts(installation) == before


def test_a_persons_key_keeps_their_own_deal_up_to_date(
    client: FlaskClient, manager: Headers, deal: Tree
) -> None:
    client.post("/api/v1/deals", json=deal, headers=manager)
    answer = client.post("/api/v1/deals", json=deal | {"title": "Новое название"}, headers=manager)
    assert (answer.status_code, answer.json["changed"]) == (200, True)


def test_an_administrators_key_may_move_a_deal(
    client: FlaskClient, machine: Headers, make_key: MakeKey, deal: Tree
) -> None:
    made = client.post("/api/v1/deals", json=deal, headers=machine).json
    moved = deal | {"owner_email": "outsider@polaris.example"}
    key = bearer(make_key(*ApiScope, person="administrator"))
    assert client.post("/api/v1/deals", json=moved, headers=key).status_code == 200
    read = client.get(f"/api/v1/deals/{made['id']}", headers=machine).json
    assert read["owner_email"] == "outsider@polaris.example"


def test_an_integration_key_may_move_a_deal(client: FlaskClient, machine: Headers, deal: Tree) -> None:
    client.post("/api/v1/deals", json=deal, headers=machine)
    moved = deal | {"owner_email": "outsider@polaris.example"}
    assert client.post("/api/v1/deals", json=moved, headers=machine).status_code == 200
