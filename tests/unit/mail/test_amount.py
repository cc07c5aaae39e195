"""What a letter says of a document's sum."""

from datetime import date
from decimal import Decimal

from docsvc.mail.compose import _document
from docsvc.mail.letter import Subject
from docsvc.model import Kind


def told(amount: str) -> str:
    about = Subject("1", Kind.QUOTE, "КП-1", date(2026, 11, 22), "ООО «Ромашка»", Decimal(amount), "RUB")
    return _document(about, "ru")["amount"].replace("\xa0", " ")


def test_a_sum_is_written_as_money() -> None:
    assert told("1200.50") == "1 200,50 ₽"


def test_a_sum_that_nobody_gave_is_not_called_zero() -> None:
    assert told("0") == ""
