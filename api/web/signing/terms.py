"""The key terms of a document, from its Facts: what somebody looks for before reading it all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from flask_babel import gettext

from api.web.signing.words import day, money
from docsvc.model import Kind

_LINE = 48


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the card: what it is, its value, and a smaller remark."""

    label: str
    value: str
    remark: str = ""

    @property
    def long(self) -> bool:
        """Tell whether the value is a sentence, which takes a line of its own."""
        return len(self.value) > _LINE


class Shown(Protocol):
    """A document as somebody is shown it: `facts` is the frozen record that its template saw."""

    @property
    def kind(self) -> Kind:
        """Return what kind of document it is."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Return its Facts."""


def key_terms(view: Shown) -> tuple[Term, ...]:
    """Return the terms to show, most asked for first; what the Facts do not say is left out."""
    return tuple(_terms(view))


def _terms(view: Shown) -> Iterator[Term]:
    facts = view.facts
    deal, document = _part(facts, "deal"), _part(facts, "document")
    if amount := _amount(facts):
        yield Term(gettext("Сумма"), money(amount, deal.get("currency", "RUB")), _vat(facts))
    if seller := _name(facts, "seller"):
        yield Term(_side(facts, gettext("Исполнитель")), seller, _inn(facts, "seller"))
    if company := _name(facts, "company"):
        yield Term(_side(facts, gettext("Заказчик")), company, _inn(facts, "company"))
    if document.get("date"):
        yield Term(gettext("Дата документа"), day(document["date"]))
    if document.get("valid_until"):
        yield Term(_valid_label(view.kind), day(document["valid_until"]))
    if deal.get("deadline") and view.kind is not Kind.INVOICE:
        yield Term(gettext("Срок исполнения"), day(deal["deadline"]))
    if terms := deal.get("payment_terms"):
        yield Term(gettext("Оплата"), str(terms))


def _valid_label(kind: Kind) -> str:
    return str(gettext("Оплатить до") if kind is Kind.INVOICE else gettext("Действует до"))


def _amount(facts: Mapping[str, Any]) -> str:
    """Return the sum; of an uploaded PDF whose sum nobody gave, none: zero would be a term of its own."""
    deal, said = _part(facts, "deal"), _part(facts, "document").get("amount")
    amount = said or deal.get("amount_with_vat") or deal.get("amount") or ""
    return "" if amount and _uploaded(facts) and Decimal(amount) == 0 else str(amount)


def _uploaded(facts: Mapping[str, Any]) -> bool:
    """Tell whether the text came as a finished PDF: who supplies whom, and the tax, stand there alone."""
    return "upload" in facts


def _side(facts: Mapping[str, Any], role: str) -> str:
    return str(gettext("Сторона")) if _uploaded(facts) else role


def _vat(facts: Mapping[str, Any]) -> str:
    if _uploaded(facts):
        return ""
    deal = _part(facts, "deal")
    vat = deal.get("vat")
    if not vat or Decimal(vat) == 0:
        return str(gettext("без НДС"))
    return str(gettext("в т. ч. НДС %(vat)s", vat=money(vat, deal.get("currency", "RUB"))))


def _part(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = facts.get(name)
    return part if isinstance(part, dict) else {}


def _name(facts: Mapping[str, Any], name: str) -> str:
    part = _part(facts, name)
    return str(part.get("name") or part.get("full_name") or "")


def _inn(facts: Mapping[str, Any], name: str) -> str:
    inn = _part(facts, name).get("inn")
    return str(gettext("ИНН %(inn)s", inn=inn)) if inn else ""
