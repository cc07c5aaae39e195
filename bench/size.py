"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Rounds of turns, acts in a short round, documents of a bulk, entries of a chain, seconds of load."""

    rounds: int
    times: int
    documents: int
    entries: int
    seconds: float


FULL = Size(rounds=9, times=20, documents=100, entries=20_000, seconds=2)
QUICK = Size(rounds=3, times=5, documents=20, entries=5_000, seconds=0.7)
SMALLEST = Size(rounds=1, times=1, documents=1, entries=50, seconds=0.1)
