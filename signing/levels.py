"""Which level of evidence a document reached. Source: ETSI EN 319 142-1 §6."""

from collections.abc import Sequence
from dataclasses import replace

from signing.layout import Layout, Signed
from signing.report import accepted
from signing.values import Level
from signing.verdict import Role, SignatureReport


def level_of(layout: Layout) -> Level:
    """Read the level of the last signature out of the file; whom its stamps come from is not asked here."""
    closing = _closing(layout)
    stamps = [one for one in layout.signatures if one.role is Role.TIMESTAMP]
    return _level(layout, timed=accepted(closing).stamped or bool(stamps), archived=bool(stamps))


def raised(layout: Layout, reports: Sequence[SignatureReport]) -> list[SignatureReport]:
    """Give each signature the level that the evidence after it supports, by stamps that are trusted."""
    stamped = any(one.role is Role.TIMESTAMP and one.stamped_at and one.intact for one in reports)
    return [
        one
        if one.role is Role.TIMESTAMP
        else replace(one, level=_level(layout, timed=bool(one.stamped_at) or stamped, archived=stamped))
        for one in reports
    ]


def _level(layout: Layout, *, timed: bool, archived: bool) -> Level:
    if not timed:
        return Level.B_B
    if not layout.evidence.certificates:
        return Level.B_T
    return Level.B_LTA if archived else Level.B_LT


def _closing(layout: Layout) -> Signed:
    return [one for one in layout.signatures if one.role is not Role.TIMESTAMP][-1]
