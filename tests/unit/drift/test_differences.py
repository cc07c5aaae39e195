"""How what drifted is told: figures as figures, lines by name, long lists shortly."""

from typing import Any

import pytest

from docsvc.queries.drift_lines import line_differences
from docsvc.queries.drift_words import LINES, Difference, difference, in_words, same_value


def facts(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"deal": {"currency": "RUB", "products": list(lines)}}


def line(name: str, quantity: str = "1", price: str = "10", **more: Any) -> dict[str, Any]:
    return {"name": name, "unit": "шт.", "quantity": quantity, "price": price, "vat_rate": "22"} | more


def told(before: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (
            each.label.removeprefix("Позиция: "),
            each.before.replace("\u00a0", " "),
            each.now.replace("\u00a0", " "),
        )
        for each in line_differences(before, now)
    ]


def test_a_line_is_compared_with_the_one_of_its_name() -> None:
    before, now = facts(line("Стол"), line("Стул", "4")), facts(line("Стул", "6"), line("Стол"))
    assert told(before, now) == [("Стул", "4 шт. × 10,00 ₽, НДС 22 %", "6 шт. × 10,00 ₽, НДС 22 %")]


def test_of_equal_lines_each_counts() -> None:
    before, now = facts(line("Стол"), line("Стол")), facts(line("Стол"))
    assert [(name, after) for name, _before, after in told(before, now)] == [("Стол", "нет")]


def test_tax_discount_and_choice_of_a_line_are_terms_too() -> None:
    before = facts(line("Стол"), line("Стул"), line("Шкаф"))
    now = facts(line("Стол", vat_rate=None), line("Стул", discount="5.50"), line("Шкаф", optional=True))
    assert [after.partition(", ")[2] for _name, _before, after in told(before, now)] == [
        "без НДС",
        "скидка 5,5 %, НДС 22 %",
        "НДС 22 %, по желанию",
    ]


def test_many_changed_lines_are_told_together() -> None:
    many = [Difference(LINES, f"Позиция: {number}", "1", "2") for number in range(30)]
    first = difference("company.inn", "7707083893", "")
    shown = in_words([first, *many])
    assert shown[0] == first
    assert len(shown) == 2
    assert shown[1].now.startswith("изменились 30: 0, 1, ")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("100.00", "100.0", True),
        ("100.00", "100.01", False),
        ("АО  Вектор", "АО Вектор", True),
        ("0770701001", "770701001", False),
        ("", "Устава", False),
        ("NaN", "NaN.", False),
    ],
)
def test_values_are_the_same_or_not(one: str, other: str, *, same: bool) -> None:
    assert same_value(one, other) is same


def test_values_are_told_as_people_write_them() -> None:
    money = difference("deal.amount", "1234567.5", "", currency="RUB")
    assert (money.label, money.before.replace("\u00a0", " "), money.now) == (
        "Сумма сделки",
        "1 234 567,50 ₽",
        "не указано",
    )
    assert difference("deal.deadline", "2027-03-31", "2027-04-01").now == "01.04.2027"
    assert difference("deal.discount", "10", "12.50").now == "12,5"
