"""The product catalogue and the lines that a manager adds to a deal."""

import json
from decimal import Decimal

import pytest

from docsvc.actions.keep_products import import_products, save_product
from docsvc.actions.set_own_lines import add_own_line, choose_own_lines, set_own_lines
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.errors import BadInput, Forbidden, NotFound
from docsvc.model import Document, Kind
from docsvc.model.content_input import OwnLinesInput, ProductInput
from docsvc.model.deal_input import DealInput
from docsvc.model.input_errors import checked
from docsvc.model.products_file import read_products
from docsvc.queries.deals import DealView, one_deal
from docsvc.queries.products import product_list
from tests.integration.core import story
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation
from tests.integration.databases import EACH

CRM_AMOUNT = 63_600_500
CSV = """Артикул;Наименование;Ед.;Цена;НДС;Описание
A-1;Камера уличная;шт.;12 500,50;22 %;IP67
S-1;Выезд инженера;час;3000;без НДС;
"""


def deal_of(installation: Installation, deal_id: str) -> DealView:
    with installation.tools.read() as session:
        return one_deal(session, installation.people["manager"], deal_id)


def load(installation: Installation, text: str = CSV) -> tuple[int, int]:
    with installation.tools.work() as work:
        return import_products(work, read_products(text.encode()), actor=installation.people["manager"])


def add(
    installation: Installation, deal_id: str, sku: str, *, quantity: int = 1, optional: bool = False
) -> None:
    with installation.tools.work() as work:
        manager = installation.people["manager"]
        add_own_line(work, deal_id, sku, actor=manager, quantity=Decimal(quantity), optional=optional)


@EACH
def test_a_price_list_is_taken_whole_and_again_by_sku(installation: Installation) -> None:
    assert load(installation) == (2, 0)
    assert load(installation, CSV.replace("3000", "3500") + "A-2;Кабель;м;45,5;22;\n") == (1, 2)
    with installation.tools.read() as session:
        found = {row.sku: row for row in product_list(session).rows}
    assert found["S-1"].price == Decimal(3500)
    assert found["S-1"].vat is None
    assert found["A-1"].price == Decimal("12500.5")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Название;Цена\nКамера;1\n", "артикул"),
        ("Артикул;Название;Цена\nA-1;Камера;дорого\nA-2;;5\n", "строка 2.*строка 3"),
        ("Артикул;Название;Цена;НДС\nA-1;Камера;5;17\n", "ставки НДС"),
        ("", "артикул"),
    ],
)
def test_a_wrong_price_list_is_refused_with_its_rows(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_products(text.encode())


def test_a_price_list_of_an_old_spreadsheet_is_read_too() -> None:
    assert read_products(CSV.encode("cp1251"))[0].name == "Камера уличная"


@EACH
def test_own_lines_are_in_the_next_document_and_not_in_those_before(
    installation: Installation, deal_id: str
) -> None:
    load(installation)
    before = story.make(installation, deal_id, Kind.QUOTE)
    add(installation, deal_id, "A-1", quantity=2)
    after = story.make(installation, deal_id, Kind.QUOTE)
    deal = deal_of(installation, deal_id)
    assert (deal.amount_minor, deal.total_minor) == (CRM_AMOUNT, CRM_AMOUNT + 2_500_100)
    with installation.tools.read() as session:
        amounts = [session.get_one(Document, each).amount_minor for each in (before, after)]
    assert amounts == [CRM_AMOUNT, CRM_AMOUNT + 2_500_100]


def test_an_optional_line_is_offered_and_counts_only_when_it_is_chosen(
    installation: Installation, deal_id: str
) -> None:
    load(installation)
    add(installation, deal_id, "S-1", optional=True)
    offered = story.make(installation, deal_id, Kind.QUOTE)
    line = deal_of(installation, deal_id).own_lines[0]
    with installation.tools.work() as work:
        choose_own_lines(work, deal_id, [line.id], actor=installation.people["manager"])
    ordered = story.make(installation, deal_id, Kind.QUOTE)
    facts = [
        json.loads(installation.tools.blobs.get(story.version_of(installation, each).facts_blob))
        for each in (offered, ordered)
    ]
    assert [each["deal"]["amount"] for each in facts] == ["636005.00", "639005.00"]
    assert [each["deal"]["products"][-1].get("optional", False) for each in facts] == [True, False]


def test_an_update_from_the_crm_leaves_own_lines_alone(installation: Installation, deal_id: str) -> None:
    load(installation)
    add(installation, deal_id, "A-1")
    fresh = DEAL | {"lines": [{"name": "КАМЕРА уличная", "quantity": 1, "price": "100"}]}
    with installation.tools.work() as work:
        upsert_deal(work, DealInput.model_validate(fresh), actor=installation.people["manager"])
    deal = deal_of(installation, deal_id)
    assert [own.line.name for own in deal.own_lines] == ["Камера уличная"]
    assert deal.own_lines[0].doubled
    assert deal.total_minor == 10_000 + 1_250_050


def test_lines_are_written_by_hand_changed_and_taken_out(installation: Installation, deal_id: str) -> None:
    line = {"name": "Доставка", "quantity": "1", "price": "500", "discount": "10", "vat_rate": "22"}
    for lines, total in (([line, line | {"name": "Подъём"}], 90_000), ([line], 45_000), ([], 0)):
        given = checked(OwnLinesInput, {"lines": lines})
        with installation.tools.work() as work:
            set_own_lines(work, deal_id, given.lines, actor=installation.people["manager"])
        assert deal_of(installation, deal_id).total_minor == CRM_AMOUNT + total


def test_a_price_in_another_currency_is_not_mixed_in(installation: Installation, deal_id: str) -> None:
    foreign = {"sku": "U-1", "name": "Sensor", "price": 10, "currency": "USD", "vat_rate": "22"}
    with installation.tools.work() as work:
        save_product(work, checked(ProductInput, foreign), actor=installation.people["manager"])
    with pytest.raises(BadInput, match="валюте"):
        add(installation, deal_id, "U-1")


def test_a_colleagues_deal_and_the_catalogue_are_for_those_who_make_documents(
    installation: Installation, deal_id: str
) -> None:
    load(installation)
    with installation.tools.work() as work, pytest.raises(NotFound):
        set_own_lines(work, deal_id, (), actor=installation.people["outsider"])
    with installation.tools.work() as work, pytest.raises(Forbidden):
        import_products(work, (), actor=installation.people["lawyer"])
