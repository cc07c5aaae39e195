"""The lines of a certificate of completion: each event once, repeated looks as one line with their number."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from docsvc.model.event_words import EVENT_WORDS, QUIET
from docsvc.queries.history import HistoryRow

LOOKS = QUIET | {"recipient.opened"}
"""Events that a person can repeat without end: they are counted, or they would bury what was done."""

LINES_MOST = 300
"""Of one list; laying out a line takes some 8 ms."""

FEW = range(2, 5)
TEENS = range(12, 15)


@dataclass(frozen=True, slots=True)
class Journal:
    """The lines to print, oldest first, and how many were left out of their middle."""

    lines: tuple[dict[str, Any], ...]
    left_out: int


def journal(rows: Iterable[HistoryRow], zone: ZoneInfo) -> Journal:
    """Write down events, oldest first. Looks by one person are told where they began."""
    groups: dict[Hashable, list[HistoryRow]] = {}
    for row in rows:
        key = (row.kind, row.actor_id) if row.kind in LOOKS else row.position
        groups.setdefault(key, []).append(row)
    shown = tuple(groups.values())
    left_out = max(len(shown) - LINES_MOST, 0)
    if left_out:
        half = LINES_MOST // 2
        shown = (*shown[:half], *shown[-half:])
    return Journal(tuple(_line(each, zone) for each in shown), left_out)


def in_utc(at: datetime) -> str:
    """Write a time in UTC."""
    return f"{at.astimezone(UTC):%d.%m.%Y %H:%M:%S} UTC"


def in_zone(at: datetime, zone: ZoneInfo) -> str:
    """Write a time where the organisation is, with its offset from UTC."""
    local = at.astimezone(zone)
    offset = local.strftime("%z")
    return f"{local:%d.%m.%Y %H:%M:%S} (UTC{offset[:3]}:{offset[3:]})"


def _line(rows: Sequence[HistoryRow], zone: ZoneInfo) -> dict[str, Any]:
    first, last = rows[0], rows[-1]
    text = _text(first)
    if len(rows) > 1:
        text = f"{text} {_times(len(rows))}, последний раз {in_zone(last.at, zone)}"
    return {
        "at_utc": in_utc(first.at),
        "at_local": in_zone(first.at, zone),
        "actor": first.who if first.actor_kind != "system" else "Система",
        "text": text,
        "address": _addresses(rows),
    }


def _text(row: HistoryRow) -> str:
    """Return what happened; comments are for those who work on the document."""
    detail = row.details.get("stage") or row.details.get("number") or ""
    words = EVENT_WORDS.get(row.kind, row.kind)
    return f"{words}: {detail}" if detail else words


def _addresses(rows: Sequence[HistoryRow]) -> str | None:
    """Return where a recipient acted from; where our people sat is not the reader's business."""
    found = list(dict.fromkeys(row.address for row in rows if row.address and row.actor_kind == "recipient"))
    if not found:
        return None
    return found[0] if len(found) == 1 else f"{found[0]} и ещё {len(found) - 1}"


def _times(count: int) -> str:
    few = count % 10 in FEW and count % 100 not in TEENS
    return f"{count} {'раза' if few else 'раз'}"
