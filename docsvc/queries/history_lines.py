"""The history of a document as lines for people: when, what, from where, by which device and proof."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from docsvc.model.devices import device_words
from docsvc.queries.history import HistoryRow
from docsvc.queries.history_words import short, what_happened
from docsvc.queries.whereabouts import place_of

_HASH: Final = 12  # signs of a hash that tell it from another by eye
_WORDS: Final = {
    "ru": {"device": "Устройство", "host": "На устройстве", "hash": "Хэш", "certificate": "Сертификат"},
    "en": {"device": "Device", "host": "On the device of", "hash": "Hash", "certificate": "Certificate"},
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event in words; empty where there is nothing to say. `hash` is whole."""

    at: datetime
    when: str
    what: str
    address: str = ""
    place: str = ""
    device: str = ""
    host: str = ""
    hash: str = ""
    certificate: str = ""
    language: str = "ru"

    def __str__(self) -> str:
        words = _WORDS[self.language]
        parts = [
            self.when,
            self.what,
            f"IP: {self.address}" if self.address else "",
            self.place,
            f"{words['device']}: {self.device}" if self.device else "",
            f"{words['host']}: {self.host}" if self.host else "",
            f"{words['hash']}: {self.hash[:_HASH]}…" if self.hash else "",
            f"{words['certificate']}: № {self.certificate}" if self.certificate else "",
        ]
        return " | ".join(part for part in parts if part)


def history_lines(
    rows: Iterable[HistoryRow], *, zone: ZoneInfo, geoip: Path | None = None, language: str = "ru"
) -> tuple[HistoryLine, ...]:
    """Write each event as one line, in the order of the rows."""
    return tuple(_line(row, zone, geoip, language) for row in rows)


def when_in(at: datetime, zone: ZoneInfo) -> str:
    """Write a time with its offset: «2024-03-15 10:23:15 (UTC+03:00)»."""
    local = at.astimezone(zone)
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC{offset[:3]}:{offset[3:]})"


def _line(row: HistoryRow, zone: ZoneInfo, geoip: Path | None, language: str) -> HistoryLine:
    return HistoryLine(
        at=row.at,
        when=when_in(row.at, zone),
        what=what_happened(row, language=language),
        address=row.address,
        place=place_of(row.address, geoip, language=language) if row.address else "",
        device=device_words(row.device) if row.device else "",
        host=short(row.host),
        hash=str(row.details.get("sha256") or row.details.get("final_sha256") or ""),
        certificate=str(row.details.get("certificate") or row.details.get("serial") or ""),
        language=language,
    )
