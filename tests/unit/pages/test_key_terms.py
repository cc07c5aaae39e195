"""The card of key terms says what the record says, and claims nothing of a text that came finished."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from api.web.signing.terms import key_terms
from docsvc.model import Kind

DEAL = {"amount": "1200.00", "amount_with_vat": "1200.00", "vat": "200.00", "currency": "RUB"}
SIDES = {"seller": {"name": "ООО «Мы»"}, "company": {"name": "ООО «Они»"}}


@dataclass(frozen=True)
class Sheet:
    facts: dict[str, Any] = field(default_factory=dict)
    kind: Kind = Kind.CONTRACT


@pytest.fixture(autouse=True)
def request_() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app, default_locale="ru")
    with app.test_request_context():
        yield


def card(facts: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(term.label, term.value.replace("\xa0", " "), term.remark) for term in key_terms(Sheet(facts))]


def test_a_document_of_ours_tells_who_does_what_for_how_much() -> None:
    sum_, *sides = card({"deal": DEAL, "document": {}, **SIDES})
    assert sum_[:2] == ("Сумма", "1 200,00 ₽")
    assert "НДС" in sum_[2]
    assert [side[0] for side in sides] == ["Исполнитель", "Заказчик"]


def test_of_an_uploaded_pdf_neither_tax_nor_roles_are_claimed() -> None:
    told = card({"deal": DEAL, "document": {"amount": "150000.50"}, "upload": {}, **SIDES})
    assert told == [
        ("Сумма", "150 000,50 ₽", ""),
        ("Сторона", "ООО «Мы»", ""),
        ("Сторона", "ООО «Они»", ""),
    ]


def test_an_uploaded_pdf_without_a_sum_is_not_called_free() -> None:
    deal = DEAL | {"amount": "0.00", "amount_with_vat": "0.00", "vat": "0.00"}
    assert [label for label, *_ in card({"deal": deal, "document": {"amount": None}, "upload": {}})] == []
