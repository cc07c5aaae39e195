"""Read one value from outside into its canonical JSON form, or say what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from templates.errors import Problem
from templates.phrase import Phrase
from templates.shape import NUMBERS, Kind
from templates.text import illegal_character

_MAX_DEPTH = 12
_WHOLE = Decimal(100)
_LIMIT = Decimal(10) ** 15
_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?")
_PLACES = {Kind.MONEY: 2, Kind.PRICE: 4, Kind.QUANTITY: 6, Kind.PERCENT: 4, Kind.RATE: 2}
_ADVICE = {
    Kind.RATE: "; ставку пишут числом, 20, а без НДС — null",
    Kind.PERCENT: "; проценты пишут числом, 15",
}
_LONG = re.compile(r"-?\d{16,60}(?:\.\d{1,18})?")
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT")
_RUSSIAN_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


class Unreadable(ValueError):
    """A value that cannot be read: `message` with `values` in it says why, in any language."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values)
        self.message = message
        self.values = values


class Reader:
    """Reads values one by one and keeps what is wrong with them, so that all of it is told at once.

    Sums that do not agree go to `notes` where they are given, else they are problems too.
    """

    def __init__(self, notes: list[Problem] | None = None) -> None:
        self.problems: list[Problem] = []
        self._notes = notes

    def refuse(self, path: str, message: str) -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(path, message))

    def disagree(self, path: str, message: str) -> bool:
        """Note a sum that differs from the computed one; tell whether it stands all the same."""
        (self.problems if self._notes is None else self._notes).append(Problem(path, message))
        return self._notes is not None

    def value(self, raw: object, kind: Kind, *, path: str) -> str | None:
        """Read one value of a known kind: a string in canonical form, or None where empty or refused."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        read: str | None = self._try(path, lambda: _read(raw, kind))
        return read

    def tree(self, raw: object, *, path: str, depth: int = 0) -> Any:
        """Copy anything JSON-like, numbers with a fraction as decimal strings."""
        if depth > _MAX_DEPTH:
            self.refuse(path, Phrase("вложенность больше %(most)s", most=_MAX_DEPTH))
        elif isinstance(raw, Mapping):
            return {
                name: self.tree(item, path=f"{path}.{name}" if path else name, depth=depth + 1)
                for name, item in raw.items()
                if self._name(name, path)
            }
        elif isinstance(raw, list | tuple):
            return [self.tree(item, path=f"{path}[{n}]", depth=depth + 1) for n, item in enumerate(raw)]
        else:
            return self._try(path, lambda: _scalar(raw))
        return None

    def _name(self, name: object, path: str) -> bool:
        if isinstance(name, str) and name and not illegal_character(name):
            return True
        self.refuse(path, Phrase("недопустимое имя поля: %(name)s", name=f"{name!a}"))
        return False

    def _try(self, path: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except ValueError as error:
            self.refuse(path, str(error))
            return None


def canonical(number: Decimal, kind: Kind) -> str:
    """Write a number into the facts: money with two decimals, the rest as short as it goes."""
    short = f"{number.normalize():f}"
    two = kind is Kind.MONEY or (kind is Kind.PRICE and len(short.partition(".")[2]) < _PLACES[Kind.MONEY])
    return f"{number:.2f}" if two else short


def _scalar(raw: object) -> str | int | bool | None:
    match raw:
        case None | bool() | int():
            return raw
        case str():
            return read_text(raw)
        case float() | Decimal():
            return f"{read_number(raw):f}"
        case date():
            return raw.isoformat()
    raise ValueError(Phrase("значение вида %(name)s не поддерживается", name=type(raw).__name__))


def _read(raw: object, kind: Kind) -> str:
    if kind in NUMBERS:
        try:
            number = read_number(raw)
        except Unreadable as error:
            raise Unreadable(error.message + _ADVICE.get(kind, ""), **error.values) from None
        return canonical(_figure(number, kind), kind)
    return read_date(raw).isoformat() if kind is Kind.DATE else read_text(raw)


def read_text(raw: object) -> str:
    """Read a string; a whole number is one too. Raises ValueError that names an illegal character."""
    text = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
    if not isinstance(text, str):
        raise ValueError("нужна строка")  # noqa: TRY004 - every refusal of a value is one ValueError
    if code := illegal_character(text):
        raise Unreadable("недопустимый символ %(code)s: такой не может стоять в документе", code=code)
    return text.strip()


def read_number(raw: object) -> Decimal:
    """Read an int, float, Decimal or plain decimal string. Raises ValueError."""
    text = repr(raw) if isinstance(raw, float) else str(raw).strip()
    if isinstance(raw, float | Decimal) and "E" in text.upper():
        text = f"{Decimal(text):f}"
    plain = isinstance(raw, str | int | float | Decimal) and not isinstance(raw, bool)
    if plain and _LONG.fullmatch(text):
        raise Unreadable("число слишком большое")
    if not plain or not _NUMBER.fullmatch(text):
        raise Unreadable("нужно число, как 1234.50, а не «%(given)s»", given=_shown(text))
    number = Decimal(text)
    if not -_LIMIT < number < _LIMIT:
        raise ValueError("число слишком большое")
    return number


def read_date(raw: object) -> date:
    """Read a date, an ISO date or time, or «21.11.2026». Raises ValueError."""
    text = raw.isoformat() if isinstance(raw, date) else str(raw).strip()
    if russian := _RUSSIAN_DATE.fullmatch(text):
        text = "-".join(reversed(russian.groups()))
    try:
        return datetime.fromisoformat(text).date() if _ISO_TIME.match(text) else date.fromisoformat(text)
    except ValueError:
        raise Unreadable("нужна дата, как 2026-11-21, а не «%(given)s»", given=_shown(text)) from None


def _figure(number: Decimal, kind: Kind) -> Decimal:
    places = _PLACES[kind]
    if number < 0:
        raise ValueError("не может быть меньше нуля")
    if kind in {Kind.PERCENT, Kind.RATE} and number > _WHOLE:
        raise ValueError("не может быть больше 100 %")
    if number != round(number, places):
        raise ValueError(Phrase("не больше %(places)s знаков после запятой", places=places))
    return number


def _shown(text: str) -> str:
    """Shorten what was sent for a message, without characters that no message can carry."""
    return text[:40].encode("ascii" if illegal_character(text) else "utf-8", "backslashreplace").decode()
