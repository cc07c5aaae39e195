"""What came of a battery, in words and figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.battery.world import NO_ANSWER

RECOVERY_SECONDS = 60.0
"""Within which somebody must get on after a kill, and everything be done after the last one."""


@dataclass(frozen=True, slots=True)
class Kill:
    """What was killed, and the seconds until a document came to its next state."""

    what: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it; `faults` is empty when it was withstood.

    `stood` is the longest time (seconds) that one document stood still, and in which state; `recovery` is how
    long after the last kill all was done; `looked` says what was looked at, and how much of it.
    """

    layout: str
    seed: int
    minutes: float
    kills: Sequence[Kill]
    documents: int
    recovery: float
    stood: tuple[float, str]
    answers: Counter[int]
    looked: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        took = f"{len(self.kills)} kills in {self.minutes:.1f} min"
        return "\n".join(
            [
                f"{self.layout}, seed {self.seed}: {took}, {len(self.faults)} faults",
                f"  killed     {_counts(Counter(kill.what for kill in self.kills))}",
                f"  documents  {self.documents}, all done {self.recovery:.1f} s after the last kill",
                *self._waits(),
                f"  answers    {_counts(Counter(map(_status, self.answers.elements())))}",
                f"  looked at  {_counts(self.looked)}",
                *(f"  FAULT {fault}" for fault in self.faults),
            ]
        )

    def _waits(self) -> list[str]:
        """Tell how long people waited after kills, and how long one document did."""
        if not self.kills:
            return []
        longest = max(self.kills, key=lambda kill: kill.seconds)
        half = median(kill.seconds for kill in self.kills)
        at_most = f"{longest.seconds:.1f} s ({longest.what})"
        seconds, state = self.stood
        return [
            f"  got on     within {half:.1f} s after half of the kills, {at_most} after any",
            f"  stood      no document longer than {seconds:.1f} s ({state})",
        ]


def _status(status: int) -> str:
    return "none" if status == NO_ANSWER else str(status)


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
