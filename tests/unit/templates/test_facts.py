"""Facts: what is computed, and everything that is refused at once."""

from datetime import date
from typing import Any

import pytest

from templates import MAX_LINES, BadFacts, TooManyLines, complete
from templates.errors import Problem
from tests.unit.templates.kit import FactsOf


def errors(tree: Any) -> dict[str, str]:
    with pytest.raises(BadFacts) as caught:
        complete(tree)
    return dict(caught.value.errors)


def deal(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"deal": {"products": list(lines), "date": "2026-11-21", **more}}


LINE = {"name": "Услуга", "quantity": 2, "price": 61, "vat_rate": 22}


def test_totals_are_computed_from_the_lines() -> None:
    facts = complete(deal(LINE, {**LINE, "vat_rate": None}))["deal"]
    assert facts["products"][0] | {} == {
        "number": "1",
        "name": "Услуга",
        "sku": None,
        "description": None,
        "unit": None,
        "quantity": "2",
        "price": "61.00",
        "discount": "0",
        "vat_rate": "22",
        "total": "122.00",
        "vat": "22.00",
    }
    assert (facts["amount"], facts["total_amount"], facts["vat"]) == ("244.00", "222.00", "22.00")
    assert facts["amount"] == facts["amount_with_vat"]


def test_net_prices_get_vat_on_top() -> None:
    facts = complete(deal(LINE, prices="net"))["deal"]
    assert (facts["products"][0]["total"], facts["vat"], facts["amount"]) == ("122.00", "26.84", "148.84")


def test_an_absent_rate_is_the_standard_one_of_the_date_and_null_is_without_vat() -> None:
    bare = {"name": "У", "quantity": 1, "price": 100}
    assert complete(deal(bare))["deal"]["products"][0]["vat_rate"] == "22"
    assert complete(deal(bare, date="2025-11-21"))["deal"]["products"][0]["vat_rate"] == "20"
    assert complete(deal({**bare, "vat_rate": None}))["deal"]["products"][0]["vat_rate"] is None


def test_completing_facts_again_changes_nothing(facts: FactsOf) -> None:
    once = facts("quote")
    assert complete(once) == once


def test_a_line_without_a_price_leaves_the_sums_open() -> None:
    facts = complete(deal(LINE, {"name": "Без цены", "quantity": 1}))["deal"]
    assert facts["products"][1]["price"] is None
    assert facts["amount"] is None


def test_an_amount_that_differs_from_its_lines_is_told_with_both_figures() -> None:
    problem = errors(deal(LINE, amount="130"))["deal.amount"]
    assert "130,00" in problem
    assert "122,00" in problem


def test_every_problem_is_told_at_once() -> None:
    broken = deal(
        {"name": "\ud83d", "quantity": -1, "price": "12,5", "vat_rate": 22},
        {"name": "x", "quantity": 1, "price": 1, "discount": 150},
        {"name": "y", "quantity": True, "price": "NaN"},
        currency="DOGE",
        prices="maybe",
        deadline="завтра",
    ) | {"company": {"name": "a\x00b"}, "extra": {"deep": [1, "\ufffe"]}, "user": "не объект"}
    assert set(errors(broken)) == {
        "deal.products[0].name",
        "deal.products[0].quantity",
        "deal.products[0].price",
        "deal.products[1].discount",
        "deal.products[2].quantity",
        "deal.products[2].price",
        "deal.currency",
        "deal.prices",
        "deal.deadline",
        "company.name",
        "extra.deep[1]",
        "user",
    }


def test_an_unknown_rate_and_a_zero_quantity_are_refused() -> None:
    found = errors(deal({**LINE, "vat_rate": 19}, {**LINE, "quantity": 0}))
    assert set(found) == {"deal.products[0].vat_rate", "deal.products[1].quantity"}


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\x0b", "\x1f", "\uffff"])
def test_a_character_that_no_document_holds_is_refused_by_name(text: str) -> None:
    problem = errors({"contact": {"name": f"Анна{text}"}})["contact.name"]
    assert f"U+{ord(next(c for c in text if not c.isalpha() or ord(c) > 0xD7FF)):04X}" in problem


def test_a_thousand_lines_are_fine_and_one_more_is_not() -> None:
    assert len(complete(deal(*[LINE] * MAX_LINES))["deal"]["products"]) == MAX_LINES
    with pytest.raises(TooManyLines, match="1000"):
        complete(deal(*[LINE] * (MAX_LINES + 1)))


def test_dates_come_in_several_spellings_and_leave_in_one() -> None:
    facts = complete({"deal": {"deadline": "31.03.2027", "valid_until": "2026-12-05T10:00:00+03:00"}})
    assert (facts["deal"]["deadline"], facts["deal"]["valid_until"]) == ("2027-03-31", "2026-12-05")
    assert facts["document"]["valid_until"] == "2026-12-05"


def test_today_is_given_or_the_clocks() -> None:
    assert complete({}, today=date(2026, 11, 21))["current"]["date"] == "2026-11-21"
    assert complete({})["current"]["date"] >= "2026"


def test_genitives_are_computed_unless_given() -> None:
    facts = complete({"contact": {"name": "Иванов Иван Иванович", "position": "Директор"}})
    assert facts["contact"]["name_genitive"] == "Иванова Ивана Ивановича"
    assert facts["contact"]["position_genitive"] == "Директора"
    own = complete({"contact": {"name": "Иванов Иван", "name_genitive": "Иванова Иоанна"}})
    assert own["contact"]["name_genitive"] == "Иванова Иоанна"


def test_own_fields_pass_and_fractions_become_strings() -> None:
    facts = complete({"deal": {"custom": {"share": 0.1, "n": 3}, "additional_conditions": " да "}})
    assert facts["deal"]["custom"] == {"share": "0.1", "n": 3}
    assert facts["deal"]["additional_conditions"] == "да"


def test_the_basis_answers_to_contract_too() -> None:
    facts = complete({"basis": {"kind": "contract", "number": 45, "date": "2026-11-01"}})
    assert facts["contract"] == facts["basis"] == {"kind": "contract", "number": "45", "date": "2026-11-01"}


def test_only_an_object_is_data() -> None:
    with pytest.raises(BadFacts):
        complete([])  # type: ignore[arg-type]


def test_a_total_that_stands_is_what_the_sums_are_made_of() -> None:
    notes: list[Problem] = []
    facts = complete(deal({**LINE, "total": 999}, LINE), notes=notes)["deal"]
    assert [note.path for note in notes] == ["deal.products[0].total"]
    assert facts["products"][0]["vat"] == "180.15"
    assert (facts["amount"], facts["total_amount"], facts["vat"]) == ("1121.00", "918.85", "202.15")


def test_a_rate_in_words_is_told_how_to_write_it() -> None:
    told = errors(deal({**LINE, "vat_rate": "без НДС"}, {**LINE, "discount": "5%"}))
    assert told["deal.products[0].vat_rate"].endswith("ставку пишут числом, 20, а без НДС — null")
    assert told["deal.products[1].discount"].endswith("проценты пишут числом, 15")
    assert errors({"deal": {"amount": 10**20}}) == {"deal.amount": "число слишком большое"}
    assert set(errors([])) == {"$"}
