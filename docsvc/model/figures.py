"""The sums behind the figures of approvals: shares with a target, medians, working time. Pure arithmetic."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import accumulate

from docsvc.model.calendar import BusinessCalendar


class Metric(StrEnum):
    """A figure that has a target."""

    SLA = "sla"
    FIRST_TIME = "first_time"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Target:
    """What a share should be: over `percent`, or under it where `below`."""

    percent: int
    below: bool = False


TARGETS = {
    Metric.SLA: Target(95),
    Metric.FIRST_TIME: Target(90),
    Metric.ESCALATED: Target(10, below=True),
}
"""Source: the targets of the business rules; strictly over or under."""


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, measured against the target of its metric."""

    metric: Metric
    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """Return the share in percent with one digit; None of nothing."""
        if not self.whole:
            return None
        return (Decimal(self.part) * 100 / self.whole).quantize(Decimal("0.1"))

    @property
    def kept(self) -> bool | None:
        """Tell whether the target is kept, by the exact share and not the rounded one; None of nothing."""
        if not self.whole:
            return None
        target = TARGETS[self.metric]
        share, wanted = self.part * 100, target.percent * self.whole
        return share < wanted if target.below else share > wanted


@dataclass(frozen=True, slots=True)
class Spread:
    """Half took no longer than `median`, nine of ten no longer than `p90`; in seconds."""

    median: int
    p90: int


@dataclass(frozen=True, slots=True)
class CycleTime:
    """How long `count` things took: as time passes, and in working time."""

    count: int
    elapsed: Spread
    business: Spread


def spread(lengths: Sequence[int]) -> Spread:
    """Return the median and the 90th percentile of at least one length."""
    ordered = sorted(lengths)
    return Spread(percentile(ordered, 50), percentile(ordered, 90))


def percentile(ordered: Sequence[int], percent: int) -> int:
    """Return a percentile of ordered values, between two of them in proportion: PERCENTILE.INC of sheets."""
    below, rest = divmod((len(ordered) - 1) * percent, 100)
    if not rest:
        return ordered[below]
    return round(ordered[below] + (ordered[below + 1] - ordered[below]) * rest / 100)


class WorkedTime:
    """The working time of a calendar added up once, so that thousands of spans cost a search each.

    Moments are seconds since 1970 (UTC), as the database counts them; those outside of `start` to `end` count
    as its edges.
    """

    def __init__(self, calendar: BusinessCalendar, start: int, end: int) -> None:
        opens, closes = [], []
        for first, last in _intervals(calendar, start, end):
            opens.append(first)
            closes.append(last)
        lengths = (last - first for first, last in zip(opens, closes, strict=True))
        self._opens, self._closes = opens, closes
        self._before = list(accumulate(lengths, initial=0))
        self._until = cache(self._passed)  # the end of one stage is the beginning of the next

    def between(self, start: int, end: int) -> int:
        """Return the working seconds between two moments."""
        return max(0, self._until(end) - self._until(start))

    def _passed(self, moment: int) -> int:
        passed = bisect_right(self._opens, moment)
        if not passed:
            return 0
        last = passed - 1
        return self._before[last] + min(moment, self._closes[last]) - self._opens[last]


def _intervals(calendar: BusinessCalendar, start: int, end: int) -> list[tuple[int, int]]:
    day = datetime.fromtimestamp(start, calendar.zone).date()
    last = datetime.fromtimestamp(end, calendar.zone).date()
    found = []
    while day <= last:
        found += [(int(opens.timestamp()), int(closes.timestamp())) for opens, closes in calendar.hours(day)]
        day += timedelta(days=1)
    return found
