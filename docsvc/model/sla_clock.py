"""The clock of one task: when its deadline is and what happens when nobody decides. Pure arithmetic of time.

Steps are counted from the opening of the task. A pause moves both beginnings on: `since`, from which time is
counted as it passes, by its length, and `worked_since` by the working time in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from docsvc.model.calendar import BusinessCalendar
from docsvc.model.route_input import Escalation, SlaInput, Unit

DEADLINE = "deadline"
"""The act of the entry that holds the deadline itself: nothing is done then."""

SUPERSEDED = "superseded"
"""What a step is marked with that a stronger one, due at the same look, has made needless."""

STRENGTH = tuple(Escalation)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens `at` a moment; `done` is when it was done, `superseded`, or None."""

    key: str
    act: str
    at: datetime
    done: str | None = None


@dataclass(frozen=True, slots=True)
class SlaClock:
    """The deadline of a task and its steps; the first is the deadline."""

    since: datetime
    worked_since: datetime
    steps: tuple[Step, ...]

    @property
    def deadline(self) -> datetime:
        """Return till when a decision is asked for."""
        return self.steps[0].at

    @property
    def next_at(self) -> datetime | None:
        """Return when there is something to do next."""
        return min((step.at for step in self._ahead()), default=None)

    def strongest(self, now: datetime) -> Step | None:
        """Return the one step to do of all that are due: rejecting rather than handing over, and so on.

        A server that was off for a week, or a clock that jumped, does one thing and not seven.
        """
        due = [step for step in self._ahead() if step.at <= now]
        return max(due, key=lambda step: (STRENGTH.index(Escalation(step.act)), step.at), default=None)

    def will(self, act: Escalation) -> bool:
        """Tell whether an act is still ahead."""
        return any(step.act == act for step in self._ahead())

    def done(self, chosen: Step, now: datetime) -> "SlaClock":
        """Return the clock with the chosen step done, and all others that are due superseded."""
        marks = {step: SUPERSEDED for step in self._ahead() if step.at <= now}
        marks[chosen] = now.isoformat()
        steps = (replace(step, done=marks[step]) if step in marks else step for step in self.steps)
        return replace(self, steps=tuple(steps))

    def _ahead(self) -> Iterator[Step]:
        return (step for step in self.steps if step.act != DEADLINE and step.done is None)


def set_clock(sla: SlaInput, calendar: BusinessCalendar, since: datetime) -> SlaClock:
    """Return the clock of a task that is opened at `since`."""
    return SlaClock(since, since, tuple(_steps(sla, calendar, since, since)))


def reset_clock(clock: SlaClock, sla: SlaInput, calendar: BusinessCalendar) -> SlaClock:
    """Return the clock by another calendar, zone or set of terms; what was done stays done."""
    known = {step.key: step.done for step in clock.steps}
    fresh = _steps(sla, calendar, clock.since, clock.worked_since)
    return replace(clock, steps=tuple(replace(step, done=known.get(step.key)) for step in fresh))


def resumed(clock: SlaClock, *, paused_at: datetime, now: datetime, calendar: BusinessCalendar) -> SlaClock:
    """Return the clock with its beginnings moved on by a pause; its steps are still those of before."""
    worked = calendar.between(clock.worked_since, paused_at)
    return replace(
        clock,
        since=clock.since + (now - paused_at),
        worked_since=calendar.subtract(now, worked) if worked else now,
    )


def moved(clock: SlaClock, by: timedelta) -> SlaClock:
    """Return the clock with all of it moved by a span."""
    steps = tuple(replace(step, at=step.at + by) for step in clock.steps)
    return SlaClock(clock.since + by, clock.worked_since + by, steps)


def write_clock(clock: SlaClock) -> list[dict[str, Any]]:
    """Return the clock as a task keeps it."""
    kept: list[dict[str, Any]] = [
        {"key": step.key, "act": step.act, "at": step.at.isoformat(), "done": step.done}
        for step in clock.steps
    ]
    kept[0] |= {"since": clock.since.isoformat(), "worked_since": clock.worked_since.isoformat()}
    return kept


def read_clock(kept: Sequence[Mapping[str, Any]]) -> SlaClock | None:
    """Return the clock that a task keeps; None for a task without a deadline."""
    if not kept or kept[0].get("act") != DEADLINE:
        return None
    return SlaClock(
        since=datetime.fromisoformat(kept[0]["since"]),
        worked_since=datetime.fromisoformat(kept[0]["worked_since"]),
        steps=tuple(
            Step(each["key"], each["act"], datetime.fromisoformat(each["at"]), each["done"]) for each in kept
        ),
    )


def _steps(
    sla: SlaInput, calendar: BusinessCalendar, since: datetime, worked_since: datetime
) -> Iterator[Step]:
    begins = {Unit.ELAPSED: since, Unit.BUSINESS: worked_since}
    deadline = calendar.after(begins[sla.unit], sla.deadline, sla.unit)
    yield Step(DEADLINE, DEADLINE, deadline)
    if sla.remind_before:
        at = calendar.before(deadline, sla.remind_before, sla.unit)
        if at > begins[sla.unit]:
            yield Step(f"before:{sla.remind_before}", Escalation.REMIND.value, at)
    for step in sla.steps:
        at = calendar.after(begins[step.unit], step.after, step.unit)
        yield Step(f"{step.act}:{step.after}:{step.unit}", step.act.value, at)
