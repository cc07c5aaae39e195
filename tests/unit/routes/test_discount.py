"""The discount that routes ask about: what a deal declares, or what its lines come to."""

from typing import Any

import pytest

from docsvc.queries.approval_facts import with_terms


def line(price: str, discount: str | None, quantity: str = "1", **more: Any) -> dict[str, Any]:
    return {"price": price, "discount": discount, "quantity": quantity} | more


def seen(declared: str | None, *lines: dict[str, Any]) -> Any:
    """Return the discount that conditions see."""
    facts = {"deal": {"discount": declared, "amount": "5", "products": list(lines)}, "document": {}}
    return with_terms(facts, template={}, initiator={})["deal"]["discount"]


@pytest.mark.parametrize(
    ("declared", "lines", "discount"),
    [
        ("20", [], "20"),
        ("0", [line("100", "40")], "40"),
        ("20", [line("100", "10")], "20"),
        ("0", [line("100", "50"), line("300", "0")], "12.5"),
        ("0", [line("100", "50", quantity="3"), line("100", None)], "37.5"),
        ("0", [line("33.33", "15"), line("0.07", "15", quantity="1.3333")], "15"),
        ("0", [line("100", "15.01")], "15.01"),
        ("0", [line("100", "0"), line("900", "90", optional=True)], "0"),
        ("0", [line("0", "100")], "0"),
        (None, [line("100", "30")], "30"),
        (None, [line("100", "0")], None),
        (None, [], None),
    ],
)
def test_a_discount_given_line_by_line_is_a_discount(
    declared: str | None, lines: list[dict[str, Any]], discount: str | None
) -> None:
    assert seen(declared, *lines) == discount


def test_facts_without_lines_are_left_as_they_are() -> None:
    facts = {"deal": {"amount": "5"}, "document": {}}
    assert "discount" not in with_terms(facts, template={}, initiator={})["deal"]
    assert facts == {"deal": {"amount": "5"}, "document": {}}
