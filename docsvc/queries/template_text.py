"""The text of a template as its author knows it, with what the lint found at each place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from templates import Engine, Source
from templates.findings import Finding, Severity, Spot

MOST_PASSAGES = 2000
_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{[^{}\n]*\})")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a Word file or a line of HTML.

    `pieces` are (is a tag, text) in order; `notes` are the numbers of the findings here, counted from 1;
    `spot` is its place, and `heading` is the part that begins with it, where one does.
    """

    spot: Spot
    heading: str
    pieces: tuple[tuple[bool, str], ...]
    notes: tuple[int, ...]
    wrong: bool


def passages(source: Source, findings: Sequence[Finding]) -> tuple[Passage, ...]:
    """Return the text of a template; findings whose place is not in it stand at the nearest one before."""
    texts = texts_of(source)[:MOST_PASSAGES]
    at = _placed(texts, findings)
    part = ""
    made = []
    for position, (spot, text) in enumerate(texts):
        notes = tuple(number for number, place in at.items() if place == position)
        wrong = any(findings[number - 1].severity is Severity.ERROR for number in notes)
        heading = spot.part if spot.part != part else ""
        part = spot.part
        made.append(Passage(spot, heading, tuple(_pieces(text)), notes, wrong))
    return tuple(made)


@lru_cache(maxsize=32)
def texts_of(source: Source) -> tuple[tuple[Spot, str], ...]:
    """Return every paragraph or line that is not blank, with its place."""
    if source.engine is Engine.HTML:
        lines = enumerate(source.text(source.main).splitlines(), start=1)
        return tuple((Spot(line=number), text) for number, text in lines if text.strip())
    from templates.word import located

    found = located(source.files[source.main])
    return tuple((each.spot, each.text) for each in found if each.text.strip())


def _placed(texts: Sequence[tuple[Spot, str]], findings: Sequence[Finding]) -> dict[int, int]:
    """Return the position of the passage of each finding that is at a place, by the finding's number.

    Properties of a document share one place: there the passage is the one that reads as the finding does.
    """
    spots = [spot for spot, _text in texts]
    exact = {spot: position for position, spot in reversed(list(enumerate(spots)))}
    placed = {}
    for number, finding in enumerate(findings, start=1):
        position = exact.get(finding.spot)
        if position is not None:
            position = _worded(texts, position, finding)
        if position is None and finding.spot != Spot():
            position = _nearest(spots, finding.spot)
        if position is not None:
            placed[number] = position
    return placed


def _worded(texts: Sequence[tuple[Spot, str]], first: int, finding: Finding) -> int:
    """Return which passage of the place holds the tag of a finding: the first of it where none does."""
    tag = finding.text.partition("⟦")[2].partition("⟧")[0]
    found = (
        position
        for position, (spot, text) in enumerate(texts[first:], start=first)
        if spot == finding.spot and tag in text
    )
    return next(found, first)


def _nearest(spots: Sequence[Spot], spot: Spot) -> int | None:
    same = [
        position
        for position, each in enumerate(spots)
        if each.part == spot.part and each.table == spot.table and _order(each) <= _order(spot)
    ]
    return same[-1] if same else None


def _order(spot: Spot) -> tuple[int, int]:
    return (spot.row or spot.line or 0, spot.paragraph or 0)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    for number, piece in enumerate(_TAG.split(text)):
        if piece:
            yield bool(number % 2), piece
