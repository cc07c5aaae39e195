"""What a loop of the word user's language goes over."""

from typing import Any

from templates import complete
from templates.fill import fill
from tests.unit.templates.kit import Tiny

LINES = "{FOREACH DEAL.PRODUCTS IF NOT PRODUCT.OPTIONAL}{INDEX}. {PRODUCT.NAME}; {ENDFOREACH}"
CHANGES = "{FOREACH DEAL.CHANGES}{INDEX}. {ITEM | sentence} {ENDFOREACH}"
FIELDS = "{deal.changes: {label: Изменения}}"


def product(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "quantity": 1, "price": 100, **more}


def test_a_condition_after_the_list_leaves_lines_out_and_counts_the_others(tiny: Tiny) -> None:
    lines = [product("Лишнее", optional=True), product("Первое"), product("Второе", optional=False)]
    text, _ = fill(tiny(LINES), complete({"deal": {"products": lines}}))
    assert "1. Первое; 2. Второе;" in text
    assert "Лишнее" not in text


def test_the_lines_of_a_text_are_a_list(tiny: Tiny) -> None:
    for changes in ("Срок — май\n\n  Цена прежняя.\n", ["Срок — май", "Цена прежняя."]):
        text, _ = fill(tiny(CHANGES, fields=FIELDS), complete({"deal": {"changes": changes}}))
        assert "1. Срок — май. 2. Цена прежняя." in text
