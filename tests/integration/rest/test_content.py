"""Blocks, products and what changed between versions, for programs."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from docsvc.actions.keep_block import add_block
from docsvc.actions.revise_document import revise_document
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model import Kind
from docsvc.model.content_input import BlockInput
from docsvc.model.deal_input import DealInput
from tests.integration.core import story
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation
from tests.integration.rest.conftest import Headers, MakeKey, bearer

PRODUCT = {"sku": "A-1", "name": "Камера", "price": "12500.50", "vat_rate": "22"}


@pytest.fixture
def deal_id(installation: Installation) -> str:
    with installation.tools.work() as work:
        deal = DealInput.model_validate(DEAL)
        return upsert_deal(work, deal, actor=installation.people["manager"]).id


def test_a_program_keeps_the_catalogue(client: FlaskClient, machine: Headers) -> None:
    for answer in ({"added": 1, "replaced": 0}, {"added": 0, "replaced": 1}):
        sent = client.post("/api/v1/products", json={"products": [PRODUCT]}, headers=machine)
        assert (sent.status_code, sent.json) == (200, answer)
    found = client.get("/api/v1/products?search=камера", headers=machine).json
    assert [(item["sku"], item["price"]) for item in found["items"]] == [("A-1", "12500.5")]


def test_every_wrong_product_is_named(client: FlaskClient, machine: Headers) -> None:
    wrong: list[dict[str, Any]] = [PRODUCT | {"price": "-1"}, PRODUCT | {"vat_rate": "17"}]
    answer = client.post("/api/v1/products", json={"products": wrong}, headers=machine)
    assert answer.status_code == 422
    assert [each["path"] for each in answer.json["errors"]] == ["products[0].price", "products[1].vat_rate"]


def test_a_program_reads_the_library(
    client: FlaskClient, installation: Installation, make_key: MakeKey
) -> None:
    given = BlockInput(name="privacy", title="Тайна", tags="право", text="Стороны хранят тайну.")
    with installation.tools.work() as work:
        add_block(work, given, actor=installation.people["lawyer"])
    headers = bearer(make_key("documents:read", person="manager"))
    found = client.get("/api/v1/blocks?tag=право", headers=headers).json
    assert [(item["name"], item["version"]) for item in found["items"]] == [("privacy", "1.0")]


def test_two_versions_are_compared(
    client: FlaskClient, installation: Installation, make_key: MakeKey, deal_id: str
) -> None:
    quote = story.make(installation, deal_id, Kind.QUOTE)
    headers = bearer(make_key("documents:read", person="manager"))
    alone = client.get(f"/api/v1/documents/{quote}/changes", headers=headers)
    assert (alone.status_code, alone.json["code"]) == (409, "not-comparable")
    with installation.tools.work() as work:
        manager = installation.people["manager"]
        filled = {"deal.payment_terms": "Отсрочка 14 дней"}
        revise_document(work, quote, actor=manager, comment="Отсрочка", filled=filled)
    found = client.get(f"/api/v1/documents/{quote}/changes?before=1.0&after=1.1", headers=headers).json
    assert (found["before"], found["after"], found["comment"]) == ("1.0", "1.1", "Отсрочка")
    assert [each["path"] for each in found["facts"]] == ["deal.payment_terms"]
    assert any("Отсрочка 14 дней" in each["after"] for each in found["text"])


def test_versions_of_a_colleagues_document_are_not_there(
    client: FlaskClient, installation: Installation, make_key: MakeKey, deal_id: str
) -> None:
    quote = story.make(installation, deal_id, Kind.QUOTE)
    headers = bearer(make_key("documents:read", person="outsider"))
    assert client.get(f"/api/v1/documents/{quote}/changes", headers=headers).status_code == 404
