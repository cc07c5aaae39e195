"""What is missing is told in one go, and a preview names each gap in its place."""

from typing import Any

import pytest

from templates import Source, complete, library, missing
from templates.preview import preview_text, with_gaps

OURS: dict[str, Any] = {"document": {"number": "КП-1"}, "seller": {"name": "ООО «Север»"}}


@pytest.fixture(scope="module")
def quote() -> Source:
    return next(source for source in library() if source.code == "quote")


def test_the_six_required_fields_of_a_quote_are_told_at_once(quote: Source) -> None:
    """Source: the business rules, «Валидация данных»."""
    nothing = [each.label for each in missing(quote, complete(OURS))]
    assert nothing == [
        "Название компании клиента",
        "ИНН клиента",
        "Контактное лицо",
        "Список товаров и услуг",
        "Срок действия предложения",
    ]
    unpriced = OURS | {"deal": {"products": [{"name": "Монтаж", "quantity": 1}]}}
    assert "Цена в строке 1" in [each.label for each in missing(quote, complete(unpriced))]


def test_each_gap_stands_in_the_preview_by_its_name(quote: Source) -> None:
    deal = {"products": [{"name": "Монтаж", "quantity": 1, "price": 100}]}
    facts = complete(OURS | {"deal": deal, "company": {"name": "ООО «Ромашка»"}})
    text = "\n".join(preview_text(quote, facts))
    assert "[ИНН клиента]" in text
    assert "[Контактное лицо]" in text
    assert "ООО «Ромашка»" in text


def test_a_missing_date_is_todays_and_the_facts_stay_as_they_are(quote: Source) -> None:
    facts = complete(OURS)
    filled, lacking = with_gaps(quote, facts)
    assert filled["deal"]["valid_until"] == facts["current"]["date"]
    assert facts["deal"]["valid_until"] is None
    assert len(lacking) == 5
