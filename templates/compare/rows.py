"""Two texts side by side: their paragraphs in rows, the words that differ marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from templates.compare.align import Pair, align, are_alike
from templates.compare.tokens import comparable, tokens

MAX_TOKENS = 3000
"""Words of a paragraph beyond which it is shown as replaced whole."""


class Sign(StrEnum):
    """What happened to a paragraph, or to a piece of one (which is never `changed`)."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that share one sign."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of the old text beside the one that stands for it in the new.

    `pieces` is both at once, in reading order: for people with a narrow screen, and the source of the sides.
    """

    sign: Sign
    pieces: tuple[Piece, ...]

    @property
    def old(self) -> tuple[Piece, ...]:
        """Give the old side, empty for an added paragraph."""
        return tuple(piece for piece in self.pieces if piece.sign is not Sign.ADDED)

    @property
    def new(self) -> tuple[Piece, ...]:
        """Give the new side, empty for a removed paragraph."""
        return tuple(piece for piece in self.pieces if piece.sign is not Sign.REMOVED)

    @property
    def old_text(self) -> str:
        """Give the old side as text."""
        return "".join(piece.text for piece in self.old)

    @property
    def new_text(self) -> str:
        """Give the new side as text."""
        return "".join(piece.text for piece in self.new)


def side_by_side(old: Sequence[str], new: Sequence[str]) -> tuple[Row, ...]:
    """Compare two texts given as paragraphs; blank ones are left out.

    Spaces of any kind are equal to each other, so that a non-breaking one is no change.
    """
    before, after = _said(old), _said(new)
    pairs = align([comparable(text) for text in before], [comparable(text) for text in after])
    return tuple(_row(pair, before, after) for pair in pairs)


def around_changes(rows: Sequence[Row], *, context: int = 2) -> tuple[Row | int, ...]:
    """Give the changed rows with `context` equal ones around each; a number stands for rows left out."""
    near = {
        place
        for number, row in enumerate(rows)
        if row.sign is not Sign.SAME
        for place in range(number - context, number + context + 1)
    }
    shown: list[Row | int] = []
    for number, row in enumerate(rows):
        if number in near:
            shown.append(row)
        elif shown and isinstance(shown[-1], int):
            shown[-1] += 1
        else:
            shown.append(1)
    return tuple(shown)


def _said(paragraphs: Iterable[str]) -> list[str]:
    return [text.strip() for text in paragraphs if text.strip()]


def _row(pair: Pair, before: Sequence[str], after: Sequence[str]) -> Row:
    old, new = pair
    if old is None and new is not None:
        return Row(Sign.ADDED, (Piece(Sign.ADDED, after[new]),))
    if new is None and old is not None:
        return Row(Sign.REMOVED, (Piece(Sign.REMOVED, before[old]),))
    assert old is not None  # noqa: S101 -- an alignment never pairs nothing with nothing
    assert new is not None  # noqa: S101
    if comparable(before[old]) == comparable(after[new]):
        return Row(Sign.SAME, (Piece(Sign.SAME, after[new]),))
    return Row(Sign.CHANGED, tuple(_joined(_pieces(before[old], after[new]))))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """Give the words in order, what went before what came."""
    left, right = tokens(old), tokens(new)
    if max(len(left), len(right)) > MAX_TOKENS or not are_alike(old, new):
        yield from (Piece(Sign.REMOVED, old), Piece(Sign.ADDED, new))
        return
    keys = [comparable(word) or " " for word in left], [comparable(word) or " " for word in right]
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Sign.SAME, "".join(right[c:d]))
            continue
        yield from (
            Piece(sign, text)
            for sign, text in ((Sign.REMOVED, "".join(left[a:b])), (Sign.ADDED, "".join(right[c:d])))
            if text
        )


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join what is only parted by a space: «~~пять дней~~ десять суток» reads better than word by word."""
    removed, added, held = "", "", ""
    for piece in pieces:
        if piece.sign is Sign.SAME and (piece.text.strip() or not (removed or added)):
            yield from _told(removed, added, held)
            removed = added = held = ""
            yield piece
        elif piece.sign is Sign.SAME:
            held += piece.text
        else:
            went, came = (piece.text, "") if piece.sign is Sign.REMOVED else ("", piece.text)
            removed, added, held = removed + held + went, added + held + came, ""
    yield from _told(removed, added, held)


def _told(removed: str, added: str, held: str) -> Iterator[Piece]:
    known = (Piece(Sign.REMOVED, removed), Piece(Sign.ADDED, added), Piece(Sign.SAME, held))
    yield from (piece for piece in known if piece.text)
