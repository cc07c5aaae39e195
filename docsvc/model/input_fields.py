"""Kinds of field that come from outside: each reads one value or says in Russian what is wrong with it.

A refusal is a phrase that follows the field's name: «цена» + «не может быть меньше нуля».
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from docsvc.errors.phrase import Phrase, phrase_of
from templates.read import Unreadable, read_date, read_number, read_text
from templates.vat import known_rate
from templates.words import CURRENCIES

Value = TypeVar("Value")
Reads = Callable[[object], Value]

MAX_FIGURE = Decimal(10) ** 12
"""The largest quantity, price or amount: scaled by 10,000 it still fits 64 bits."""

PHRASE = "phrase"
REQUIRED = "— обязательное поле"
WITHOUT_VAT = frozenset({"none", "без ндс"})

_HUNDRED = Decimal(100)
_BREAKS = re.compile(r"[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_EMAIL = re.compile(r"[^@\s,;<>\"()]{1,64}@[^@\s,;<>\"()]{1,250}\.[^@\s.,;<>\"()]{2,63}")
_EMAIL_LENGTH = 254


def refusal(phrase: str) -> PydanticCustomError:
    """Return the error that says `phrase` of a field."""
    return PydanticCustomError(PHRASE, "{phrase}", {"phrase": phrase})


def text(*, most: int, required: bool = False) -> Reads[str]:
    """Read one line of text; line breaks become spaces, for names go into headers of mails."""

    def read(raw: object) -> str:
        line = "" if raw is None else _BREAKS.sub(" ", _told(read_text, raw)).strip()
        if required and not line:
            raise refusal(REQUIRED)
        if len(line) > most:
            raise refusal(Phrase("— не больше %(most)s знаков, а здесь %(here)s", most=most, here=len(line)))
        return line

    return read


def number(*, places: int, most: Decimal = MAX_FIGURE, positive: bool = False) -> Reads[Decimal]:
    """Read a number from 0 to `most` with at most `places` digits after the point."""

    def read(raw: object) -> Decimal:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            raise refusal(REQUIRED)
        value = _told(read_number, raw)
        if value < 0:
            raise refusal("не может быть меньше нуля")
        if positive and not value:
            raise refusal("— нужно число больше нуля")
        if value > most:
            raise refusal(Phrase("не может быть больше %(most)s", most=f"{most:,f}".replace(",", "\u00a0")))
        if value != round(value, places):
            raise refusal(Phrase("— не больше %(places)s знаков после запятой", places=places))
        return value

    return read


def optional(read: Reads[Value], default: Value | None = None) -> Reads[Value | None]:
    """Read nothing, null or blanks as `default`."""

    def maybe(raw: object) -> Value | None:
        empty = raw is None or (isinstance(raw, str) and not raw.strip())
        return default if empty else read(raw)

    return maybe


def _told(read: Reads[Value], raw: object) -> Value:
    """Read by a rule of the templates and pass its words on."""
    try:
        return read(raw)
    except Unreadable as error:
        raise refusal(Phrase("— %(why)s", why=Phrase.made(error.message, error.values))) from None
    except ValueError as error:
        raise refusal(Phrase("— %(why)s", why=phrase_of(str(error)))) from None


def _day(raw: object) -> date:
    if raw is None or raw == "":
        raise refusal(REQUIRED)
    return _told(read_date, raw)


def _email(raw: object) -> str:
    address = text(most=_EMAIL_LENGTH)(raw)
    if address and not _EMAIL.fullmatch(address):
        raise refusal(Phrase("— нужен адрес, как ivanov@example.ru"))
    return address


def _currency(raw: object) -> str:
    code = text(most=40)(raw).upper() or "RUB"
    if code not in CURRENCIES:
        known = ", ".join(CURRENCIES)
        raise refusal(Phrase("«%(code)s» не поддерживается; можно: %(known)s", code=code, known=known))
    return code


def _vat_rate(raw: object) -> Decimal | None:
    if raw is None or (isinstance(raw, str) and raw.strip().casefold() in WITHOUT_VAT):
        return None
    rate = number(places=2, most=_HUNDRED)(raw)
    if not known_rate(rate):
        raise refusal(Phrase("— нет такой ставки НДС: %(rate)s %%", rate=f"{rate.normalize():f}"))
    return rate


@dataclass(frozen=True, slots=True)
class Reading:
    """How a field is read, and how the API's description shows it (JSON Schema)."""

    read: Reads[Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate by `read` alone."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe what may be sent."""
        return dict(self.schema)


def _figure(read: Reads[Any], **schema: Any) -> Reading:
    """Return a number that may come as a decimal string, which no program on the way can round."""
    return Reading(read, {"type": ["number", "string"]} | schema)


def _line(read: Reads[str], *others: str, **schema: Any) -> Reading:
    return Reading(read, {"type": ["string", *others] if others else "string"} | schema)


Name = Annotated[str, _line(text(most=500, required=True), minLength=1, maxLength=500)]
Key = Annotated[str, _line(text(most=200, required=True), "integer", maxLength=200)]
Text = Annotated[str, _line(text(most=500), "integer", "null", maxLength=500)]
LongText = Annotated[str, _line(text(most=2000), "null", maxLength=2000)]
Unit = Annotated[str, _line(lambda raw: text(most=40)(raw) or "шт.", "null", maxLength=40)]
Email = Annotated[str, _line(_email, "null", format="email")]
Currency = Annotated[str, _line(_currency, enum=list(CURRENCIES))]
Day = Annotated[date, _line(_day, format="date", examples=["2026-11-21"])]
MaybeDay = Annotated[date | None, _line(optional(_day), "null", format="date")]
MaybeMoney = Annotated[
    Decimal | None, _figure(optional(number(places=2)), examples=["1234.50", None], minimum=0)
]
Price = Annotated[Decimal, _figure(number(places=4), examples=["99.90"], minimum=0)]
Quantity = Annotated[Decimal, _figure(number(places=4, positive=True), examples=["2"], exclusiveMinimum=0)]
Percent = Annotated[
    Decimal,
    _figure(optional(number(places=4, most=_HUNDRED), Decimal(0)), examples=["5"], minimum=0, maximum=100),
]
VatRate = Annotated[Decimal | None, _figure(_vat_rate, examples=["22", "none"])]
