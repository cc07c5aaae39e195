"""Where an address is, by a file that the administrator may lay beside the service: nothing is asked outside.

Any file in MaxMind's format with cities or countries does (GeoLite2, DB-IP, IP2Location's).
"""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

import maxminddb

UNKNOWN: Final = {"ru": "неизвестно", "en": "unknown"}
INSIDE: Final = {"ru": "внутренняя сеть", "en": "internal network"}


def place_of(address: str, file: Path | None, *, language: str = "ru") -> str:
    """Return city and country of an address in the language, or that it is not known."""
    try:
        known = ip_address(address)
    except ValueError:
        return UNKNOWN[language]
    if not known.is_global:
        return INSIDE[language]
    return _looked_up(str(known), file, language) or UNKNOWN[language]


def knows_places(file: Path) -> bool:
    """Tell whether a file is one of places."""
    return _reader(file, _version(file)) is not None


def _looked_up(address: str, file: Path | None, language: str) -> str:
    if file is None or (reader := _reader(file, _version(file))) is None:
        return ""
    try:
        found = reader.get(address)
    except (ValueError, maxminddb.InvalidDatabaseError):
        return ""
    if not isinstance(found, Mapping):
        return ""
    parts = (_name(found.get(part), language) for part in ("city", "country"))
    return ", ".join(part for part in parts if part)


def _name(part: Any, language: str) -> str:
    names = part.get("names", {}) if isinstance(part, Mapping) else part
    if isinstance(names, str):
        return names
    return str(names.get(language) or names.get("en") or "") if isinstance(names, Mapping) else ""


def _version(file: Path) -> float:
    """Tell one state of the file from another: it is replaced every month while we run."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


@lru_cache(maxsize=2)
def _reader(file: Path, version: float) -> maxminddb.Reader | None:
    del version
    try:
        return maxminddb.open_database(str(file), maxminddb.MODE_MMAP)
    except (OSError, ValueError, maxminddb.InvalidDatabaseError):
        return None
