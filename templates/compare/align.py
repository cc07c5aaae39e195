"""Which paragraph of an old text stands for which of a new one.

Lines that are the same and the only one of their kind on both sides are anchors (patience diff), so that a
thousand rows with the same unit of measure neither confuse nor take long; what lies between two anchors is
matched by likeness, a bounded table at a time.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from templates.compare.tokens import tokens

Pair = tuple[int | None, int | None]
"""Positions in the old and in the new text; None where a side has nothing."""

LIKE = 0.4
"""Share of common words from which two paragraphs are one that was changed."""

MAX_TABLE = 40_000
MAX_EXACT = 250_000


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pair the paragraphs of two texts, in reading order; each position is in exactly one pair."""
    return list(_between(old, new, 0, len(old), 0, len(new)))


def _between(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> Iterator[Pair]:
    """Pair `old[a:b]` with `new[c:d]`."""
    start, end = 0, 0
    most = min(b - a, d - c)
    while start < most and old[a + start] == new[c + start]:
        start += 1
    while end < most - start and old[b - 1 - end] == new[d - 1 - end]:
        end += 1
    yield from ((a + n, c + n) for n in range(start))
    yield from _middle(old, new, a + start, b - end, c + start, d - end)
    yield from ((b - end + n, d - end + n) for n in range(end))


def _middle(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> Iterator[Pair]:
    anchors = _anchors(old[a:b], new[c:d]) or _common(old[a:b], new[c:d])
    if not anchors:
        yield from ((_at(x, a), _at(y, c)) for x, y in _by_likeness(old[a:b], new[c:d]))
        return
    i, j = a, c
    for x, y in anchors:
        yield from _between(old, new, i, a + x, j, c + y)
        yield a + x, c + y
        i, j = a + x + 1, c + y + 1
    yield from _between(old, new, i, b, j, d)


def _at(place: int | None, offset: int) -> int | None:
    return None if place is None else place + offset


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Give the longest run, in order on both sides, of lines that each side has exactly once."""
    once = [{text for text, count in Counter(side).items() if count == 1} for side in (old, new)]
    shared = once[0] & once[1]
    place = {text: number for number, text in enumerate(new) if text in shared}
    pairs = [(number, place[text]) for number, text in enumerate(old) if text in shared]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest subsequence in which the second numbers rise. Source: patience sorting."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for number, (_x, y) in enumerate(pairs):
        pile = bisect_left(tops, y)
        before.append(last[pile - 1] if pile else None)
        tops[pile : pile + 1] = [y]
        last[pile : pile + 1] = [number]
    chain: list[tuple[int, int]] = []
    at = last[-1] if last else None
    while at is not None:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Give what is equal in order where nothing is unique, while that is no long search."""
    if not set(old) & set(new) or len(old) * len(new) > MAX_EXACT:
        return []
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(block.a + n, block.b + n) for block in blocks for n in range(block.size)]


def _by_likeness(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pair what is alike, in order, so that the sum of likenesses is greatest (Needleman-Wunsch)."""
    if len(old) == len(new) == 1:
        return [(0, 0)]  # one stands where the other stood, however unlike
    if not old or not new or len(old) * len(new) > MAX_TABLE:
        return _in_turn(len(old), len(new))
    bags = [_bag(text) for text in old], [_bag(text) for text in new]
    likeness = [[_like(one, other) for other in bags[1]] for one in bags[0]]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for x in range(len(old) - 1, -1, -1):
        for y in range(len(new) - 1, -1, -1):
            best[x][y] = max(best[x + 1][y], best[x][y + 1], likeness[x][y] + best[x + 1][y + 1])
    return list(_walk(best, likeness))


def _walk(best: Sequence[Sequence[float]], likeness: Sequence[Sequence[float]]) -> Iterator[Pair]:
    x, y, rows, columns = 0, 0, len(likeness), len(likeness[0])
    while x < rows and y < columns:
        if likeness[x][y] and best[x][y] == likeness[x][y] + best[x + 1][y + 1]:
            yield x, y
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            yield x, None
            x += 1
        else:
            yield None, y
            y += 1
    yield from ((n, None) for n in range(x, rows))
    yield from ((None, n) for n in range(y, columns))


def _in_turn(olds: int, news: int) -> list[Pair]:
    return [*((n, None) for n in range(olds)), *((None, n) for n in range(news))]


def are_alike(old: str, new: str) -> bool:
    """Tell whether two paragraphs have enough words in common to be compared word by word."""
    return _like(_bag(old), _bag(new)) > 0


def _bag(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in tokens(text) if not word.isspace())


def _like(one: Counter[str], other: Counter[str]) -> float:
    """Give the share of common words (Dice), 0 where it is too small to speak of the same paragraph."""
    share = 2 * (one & other).total() / (one.total() + other.total())
    return share if share >= LIKE else 0.0
