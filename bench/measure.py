"""Timing that stands a busy machine: contenders take turns, and medians are compared."""

import gc
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """A median with the lowest and the highest value seen; `unit` is "ms" or a count; a rate has a slash."""

    median: float
    low: float
    high: float
    unit: str

    @property
    def less_is_better(self) -> bool:
        """Tell a duration or a count from a rate."""
        return "/" not in self.unit

    def times_better_than(self, other: "Figure") -> float:
        """Say how many times better this is; above 1 it is the better one."""
        pair = (other.median, self.median) if self.less_is_better else (self.median, other.median)
        return pair[0] / pair[1] if pair[1] else math.inf


@dataclass(frozen=True, slots=True)
class Series:
    """What one contender took for an act, round by round, in seconds."""

    seconds: tuple[float, ...]

    def ms(self, *, per: int = 1) -> Figure:
        """Return milliseconds for one act, or for each of the `per` parts of it."""
        return figure([second * 1000 / per for second in self.seconds], "ms")

    def rate(self, count: float, what: str) -> Figure:
        """Return how many of `what` are done in a second when one act does `count`."""
        return figure([count / second for second in self.seconds], f"{what}/s")


def figure(values: Sequence[float], unit: str) -> Figure:
    """Sum values up in a figure."""
    return Figure(median(values), min(values), max(values), unit)


def take_turns(contenders: Mapping[str, Act], *, rounds: int, times: int = 1) -> dict[str, Series]:
    """Let each contender act `times` in every round, after one unmeasured act; the order turns each round.

    What disturbs the machine for a while thus disturbs all of them.
    """
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for act in contenders.values():
        act()
    names = list(contenders)
    for _ in range(rounds):
        for name in names:
            taken[name].append(_time(contenders[name], times))
        names.reverse()
    return {name: Series(tuple(seconds)) for name, seconds in taken.items()}


def _time(act: Act, times: int) -> float:
    gc.collect()  # what one contender leaves behind is not the next one's to clear away
    if times > 1:
        act()  # a short act would be measured with what the collection has cooled
    started = perf_counter()
    for _ in range(times):
        act()
    return (perf_counter() - started) / times
