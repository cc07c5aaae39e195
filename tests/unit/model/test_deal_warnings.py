"""Requisites, rates and dates worth a second look are told, and never stop a deal."""

from typing import Any

import pytest

from docsvc.model.deal_input import DealInput
from docsvc.model.deal_warnings import account_key_matches, deal_warnings


def warned(company: dict[str, Any] | None = None, **changes: Any) -> dict[str, str]:
    line = {"name": "Работы", "quantity": 1, "price": 1, "vat_rate": changes.pop("vat_rate", "none")}
    about = {"source": "crm", "external_id": "1", "title": "Работы", "date": "2026-11-21"}
    deal = about | {"company": {"name": "Ромашка"} | (company or {}), "lines": [line]} | changes
    return dict(deal_warnings(DealInput.model_validate(deal)))


def test_right_requisites_are_not_remarked_on() -> None:
    sberbank = {
        "inn": "7707083893",
        "kpp": "773601001",
        "ogrn": "1027700132195",
        "bik": "044525225",
        "corr_account": "30101810400000000225",
        "account": "40702810438000060473",
    }
    assert warned(sberbank) == {}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("inn", "7707083894", "контрольная цифра не сходится"),
        ("inn", "0000000000", "одни нули"),
        ("inn", "770708389", "10 цифр"),
        ("inn", "77070838٩3", "10 цифр"),
        ("kpp", "12345", "девять знаков"),
        ("kpp", "000000000", "одни нули"),
        ("ogrn", "1027700132196", "контрольная цифра не сходится"),
        ("ogrn", "10277001321", "13 цифр"),
        ("bik", "04452522", "девять цифр"),
        ("account", "4070281093800000004", "20 цифр"),
    ],
)
def test_a_wrong_requisite_is_a_warning_with_its_reason(field: str, value: str, reason: str) -> None:
    assert reason in warned({field: value})[f"company.{field}"]


def test_a_person_in_business_has_twelve_and_fifteen_digits() -> None:
    assert warned({"inn": "500100732259", "ogrn": "304500116000157"}) == {}


def test_the_key_of_an_account_is_checked_against_its_bank() -> None:
    assert account_key_matches("044525225", "30101810400000000225", correspondent=True)
    assert not account_key_matches("044525225", "30101810400000000226", correspondent=True)
    wrong = warned({"bik": "044525225", "corr_account": "30101810400000000226"})
    assert "не сходится с БИК 044525225" in wrong["company.corr_account"]


def test_exactly_one_key_digit_fits_an_account() -> None:
    fitting = [key for key in range(10) if account_key_matches("044525225", f"40702810{key}38000000042")]
    assert len(fitting) == 1


@pytest.mark.parametrize(
    ("rate", "day", "warns"), [(20, "2026-01-01", True), (20, "2025-12-31", False), (22, "2026-01-01", False)]
)
def test_a_rate_that_is_not_in_force_is_remarked_on(rate: int, day: str, warns: bool) -> None:  # noqa: FBT001 -- a column
    assert ("lines[0].vat_rate" in warned(vat_rate=rate, date=day)) is warns


def test_a_deadline_before_the_deal_is_remarked_on() -> None:
    assert set(warned(deadline="2026-11-01", valid_until="20.11.2026")) == {"deadline", "valid_until"}
