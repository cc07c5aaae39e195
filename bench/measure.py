"""Timing that stands a busy machine: contenders take turns, and medians are compared."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """A median with the lowest and the highest value seen; `unit` is "ms", "s" or what is counted a second."""

    median: float
    low: float
    high: float
    unit: str

    @property
    def less_is_better(self) -> bool:
        """Tell a duration from a rate."""
        return not self.unit.endswith("/s")

    def times_better_than(self, other: "Figure") -> float:
        """Say how many times better this is; above 1 it is the better one."""
        pair = (other.median, self.median) if self.less_is_better else (self.median, other.median)
        return pair[0] / pair[1] if pair[1] else math.inf


@dataclass(frozen=True, slots=True)
class Series:
    """What one contender took, round by round: seconds by the clock, and of this process's CPU."""

    seconds: tuple[float, ...]
    cpu: tuple[float, ...] = ()

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
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for act in contenders.values():
        act()
    names = list(contenders)
    for _ in range(rounds):
        for name in names:
            taken[name].append(_time(contenders[name], times))
        names.reverse()
    return {name: Series(*zip(*pairs, strict=True)) for name, pairs in taken.items()}


def stretch(series: Series) -> list[float]:
    """Say for each round how many times longer it took than it computed: 1 on a machine with nothing else."""
    return [wall / cpu for wall, cpu in zip(series.seconds, series.cpu, strict=False) if cpu]


def _time(act: Act, times: int) -> tuple[float, float]:
    wall, cpu = perf_counter(), process_time()
    for _ in range(times):
        act()
    return (perf_counter() - wall) / times, (process_time() - cpu) / times
