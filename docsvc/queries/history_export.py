"""The history of a document as a file: every event a line, as a court or an auditor reads it."""

from dataclasses import replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from docsvc.mail.catalogue import catalogue
from docsvc.model import Document, Kind
from docsvc.model.event_words import INNER
from docsvc.model.kinds import KINDS
from docsvc.queries.history import HistoryRow, history
from docsvc.queries.history_lines import history_lines

_HEAD: Final = {
    "ru": ("Документ: {kind} № {number}", "Последняя запись: {position}, SHA-256 {hash}"),
    "en": ("Document: {kind} No. {number}", "Last entry: {position}, SHA-256 {hash}"),
}


def history_text(
    session: Session,
    document: Document,
    *,
    zone: ZoneInfo,
    geoip: Path | None = None,
    language: str = "ru",
    inner: bool = True,
) -> str:
    """Write the whole history, oldest first; without what colleagues do among themselves if not `inner`."""
    rows = tuple(reversed(history(session, document.id, most=None)))
    shown = [row if inner else _outer(row) for row in rows if inner or row.kind not in INNER]
    kind = catalogue(language).gettext(KINDS[Kind(document.kind)].name)
    about = {"kind": kind, "number": document.number, "position": rows[-1].position, "hash": rows[-1].hash}
    first, last = (line.format(**about) for line in _HEAD[language])
    lines = history_lines(shown, zone=zone, geoip=geoip, language=language)
    return "\n".join((first, "", *map(str, lines), "", last)) + "\n"


def _outer(row: HistoryRow) -> HistoryRow:
    """Leave out where our people sat."""
    return row if row.actor_kind == "recipient" else replace(row, address="", device="")
