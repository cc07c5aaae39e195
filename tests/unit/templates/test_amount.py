"""A template that computes its own sum declares it, and it is computed as the template would."""

from dataclasses import replace

import pytest

from templates import RenderFailed, Source, complete, library
from templates.amount import declared_amount

FACTS = complete({"deal": {"amount": "100001", "products": []}})


def declaring(amount: str | None) -> Source:
    quote = next(source for source in library() if source.kind == "quote")
    return replace(quote, fields=replace(quote.fields, amount=amount))


@pytest.mark.parametrize(
    ("expression", "amount"),
    [(None, None), ("deal.amount * 0.85", "85000.85"), ("DEAL.AMOUNT * 0.3333", "33330.33")],
)
def test_the_declared_sum_is_computed_and_rounded_to_kopecks(
    expression: str | None, amount: str | None
) -> None:
    assert declared_amount(declaring(expression), FACTS) == amount


@pytest.mark.parametrize("expression", ["deal.amount / 0", "deal.nosuch * 2", "'сто'"])
def test_a_sum_that_cannot_be_computed_is_refused_by_its_expression(expression: str) -> None:
    with pytest.raises(RenderFailed, match="сумма документа"):
        declared_amount(declaring(expression), FACTS)
