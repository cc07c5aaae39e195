"""The document's sum where a template computes one of its own: a discount, an advance."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import jinja2

from templates.bind import bind
from templates.errors import BadTemplate, RenderFailed
from templates.language import BadExpression
from templates.language.parser import parse
from templates.language.write import Writer
from templates.money import round_money
from templates.phrase import Phrase, phrase_of
from templates.run import Run, current
from templates.sandbox import Sandbox
from templates.source import Source

_FAILURES = (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError)


def declared_amount(source: Source, facts: Mapping[str, Any]) -> str | None:
    """Compute what a template declares as the document's amount, over complete facts; None where it does not.

    The amount is rounded to kopecks («85000.85»). Raises RenderFailed where it cannot be computed.
    """
    if source.fields.amount is None:
        return None
    token = current.set(Run())
    try:
        module = _compiled(source.fields.amount).make_module(bind(facts, source.fields))
        return f"{_money(getattr(module, 'amount', None)):.2f}"
    except _FAILURES as error:
        reason = Phrase(
            "сумма документа (%(amount)s) не считается: %(reason)s",
            amount=source.fields.amount,
            reason=phrase_of(str(error)),
        )
        raise RenderFailed("fields.yaml, amount", reason) from error
    finally:
        current.reset(token)


def check_amount(expression: str) -> None:
    """Raise BadTemplate where an expression cannot be a document's sum."""
    try:
        _compiled(expression)
    except jinja2.TemplateSyntaxError as error:
        raise BadTemplate(Phrase("сумма документа не читается: %(reason)s", reason=error.message)) from error


def _money(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError("получается не число")
    return round_money(Decimal(value))


@lru_cache(maxsize=64)
def _compiled(expression: str) -> jinja2.Template:
    """Read an expression in either spelling: `DEAL.AMOUNT * 0.85` or Jinja's."""
    try:
        written = Writer().value(parse(expression))
    except BadExpression:
        written = expression
    return Sandbox().from_string("{% set amount = (" + written + ") %}")
