"""What a signer fills in beside the signature: read, checked, and written in one way."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Final

from docsvc.errors.phrase import Phrase
from docsvc.model.places import Place, kind_of, name_of
from signing.values import clean

LONGEST: Final = 300
TICKED: Final = "yes"
_DATES: Final = ("%d.%m.%Y", "%Y-%m-%d")
_TICKS: Final = frozenset({TICKED, "on", "true", "1"})

Problems = list[tuple[str, str]]


def read_values(places: Iterable[Place], given: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """Return what was filled in, by the field's name; what is missing or wrong is added to `problems`.

    Dates become `22.11.2026`, a ticked box `yes`; what was left empty, or is none of these fields, is left
    out.
    """
    values: dict[str, str] = {}
    for place in places:
        name = name_of(place)
        try:
            value = _READ.get(kind_of(place), _text)(given.get(name, ""))
        except ValueError as error:
            problems.append((name, error.args[0]))
            continue
        if value:
            values[name] = value
        elif place.get("required"):
            problems.append((name, _MISSING.get(kind_of(place), "заполните это поле")))
    return values


def _text(given: str) -> str:
    text = clean(given)
    if len(text) > LONGEST:
        raise ValueError(Phrase("не больше %(most)s знаков", most=LONGEST))
    return text


def _date(given: str) -> str:
    text = clean(given)
    return f"{_day(text):%d.%m.%Y}" if text else ""


def _day(text: str) -> date:
    for pattern in _DATES:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day of the calendar has no zone
        except ValueError:
            continue
    raise ValueError("напишите дату как 22.11.2026")


def _tick(given: str) -> str:
    return TICKED if given.strip().lower() in _TICKS else ""


_READ: Final[dict[str, Callable[[str], str]]] = {"date": _date, "checkbox": _tick}
_MISSING: Final = {"checkbox": "поставьте отметку", "date": "укажите дату"}
