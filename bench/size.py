"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Rounds of turns, acts in a short round, documents of a bulk, people of a mailing, entries of a chain.

    `seconds` is how long a server is under load, `years` how many documents lists are long.
    """

    rounds: int
    times: int
    documents: int
    people: int
    entries: int
    seconds: float
    years: int


FULL = Size(rounds=11, times=20, documents=100, people=1000, entries=20_000, seconds=2, years=100_000)
QUICK = Size(rounds=3, times=5, documents=20, people=100, entries=5_000, seconds=0.7, years=20_000)
SMALLEST = Size(rounds=1, times=1, documents=1, people=2, entries=50, seconds=0.1, years=200)
