"""The lines of a certificate of completion: each event once, repeated looks as one line with their number."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from docsvc.mail.catalogue import catalogue
from docsvc.model.devices import device_words
from docsvc.model.event_words import EVENT_WORDS, INNER, QUIET
from docsvc.queries.completion_words import say
from docsvc.queries.history import HistoryRow
from docsvc.queries.whereabouts import place_of

LOOKS = QUIET | {"recipient.opened"}
"""Events that a person can repeat without end: they are counted, or they would bury what was done."""

LINES_MOST = 300
"""Of one list; laying out a line takes some 8 ms."""

FEW = range(2, 5)
TEENS = range(12, 15)

_SYSTEM: Final = {"ru": "Система", "en": "The service"}
_AND_MORE: Final = {"ru": "{first} и ещё {rest}", "en": "{first} and {rest} more"}
_LAST: Final = {"ru": "{text} {times}, последний раз {at}", "en": "{text} {times}, last {at}"}


@dataclass(frozen=True, slots=True)
class Journal:
    """The lines to print, oldest first, and how many were left out of their middle."""

    lines: tuple[dict[str, Any], ...]
    left_out: int


def journal(
    rows: Iterable[HistoryRow], zone: ZoneInfo, *, language: str = "ru", geoip: Path | None = None
) -> Journal:
    """Write down events but the inner ones, oldest first. Looks by one person are told where they began."""
    groups: dict[Hashable, list[HistoryRow]] = {}
    for row in (each for each in rows if each.kind not in INNER):
        key = (row.kind, row.actor_id) if row.kind in LOOKS else row.position
        groups.setdefault(key, []).append(row)
    shown = tuple(groups.values())
    left_out = max(len(shown) - LINES_MOST, 0)
    if left_out:
        half = LINES_MOST // 2
        shown = (*shown[:half], *shown[-half:])
    return Journal(tuple(_line(each, zone, language, geoip) for each in shown), left_out)


def in_utc(at: datetime) -> str:
    """Write a time in UTC."""
    return f"{at.astimezone(UTC):%d.%m.%Y %H:%M:%S} UTC"


def in_zone(at: datetime, zone: ZoneInfo) -> str:
    """Write a time where the organisation is, with its offset from UTC."""
    local = at.astimezone(zone)
    offset = local.strftime("%z")
    return f"{local:%d.%m.%Y %H:%M:%S} (UTC{offset[:3]}:{offset[3:]})"


def _line(rows: Sequence[HistoryRow], zone: ZoneInfo, language: str, geoip: Path | None) -> dict[str, Any]:
    first, last = rows[0], rows[-1]
    text = _text(first, language)
    if len(rows) > 1:
        times = _times(len(rows), language)
        text = _LAST[language].format(text=text, times=times, at=in_zone(last.at, zone))
    outside = first.actor_kind == "recipient"
    return {
        "at_utc": in_utc(first.at),
        "at_local": in_zone(first.at, zone),
        "actor": first.who if first.actor_kind != "system" else _SYSTEM[language],
        "text": text,
        "address": _addresses(rows, language),
        "place": place_of(first.address, geoip, language=language) if outside and first.address else None,
        "device": _device(first, language) if outside and first.device else None,
    }


def _device(row: HistoryRow, language: str) -> str:
    """Name the device, and whose it was where a host lent it."""
    words = device_words(row.device)
    return f"{words}, {say(language, 'host', name=row.host)}" if row.host else words


def _text(row: HistoryRow, language: str) -> str:
    """Return what happened; comments are for those who work on the document."""
    detail = row.details.get("stage") or row.details.get("number") or ""
    words = catalogue(language).gettext(EVENT_WORDS.get(row.kind, row.kind))
    return f"{words}: {detail}" if detail else words


def _addresses(rows: Sequence[HistoryRow], language: str) -> str | None:
    """Return where a recipient acted from; where our people sat is not the reader's business."""
    found = list(dict.fromkeys(row.address for row in rows if row.address and row.actor_kind == "recipient"))
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    return _AND_MORE[language].format(first=found[0], rest=len(found) - 1)


def _times(count: int, language: str) -> str:
    if language != "ru":
        return f"{count} times"
    few = count % 10 in FEW and count % 100 not in TEENS
    return f"{count} {'раза' if few else 'раз'}"
