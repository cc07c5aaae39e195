"""Whether the deadlines of a route make sense together."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from docsvc.errors.phrase import Phrase
from docsvc.model.route_input import Escalation, RouteInput, SlaInput, Unit, elapsed
from docsvc.model.route_lint.finding import RouteFinding, error, warning
from docsvc.model.route_words import span


def deadlines(route: RouteInput) -> Iterator[RouteFinding]:
    """Find reminders and steps that come too late or too early."""
    for n, stage in enumerate(route.stages):
        if stage.sla is not None:
            place = f"stages[{n}].sla"
            yield from _reminder(place, stage.sla)
            yield from _steps(place, stage.sla)


def _reminder(place: str, sla: SlaInput) -> Iterator[RouteFinding]:
    if sla.remind_before and elapsed(sla.remind_before) >= elapsed(sla.deadline):
        message = Phrase(
            "напоминание за %(span)s раньше начала: срок — всего %(deadline)s",
            span=span(sla.remind_before, sla.unit),
            deadline=_deadline(sla),
        )
        yield error(f"{place}.remind_before", message, "Уменьшите его или увеличьте срок.")


def _steps(place: str, sla: SlaInput) -> Iterator[RouteFinding]:
    last: dict[Unit, timedelta] = {}
    for n, step in enumerate(sla.steps):
        at, after = f"{place}.steps[{n}]", elapsed(step.after)
        if after < _least(sla, step.unit) and step.act is not Escalation.REMIND:
            words = Phrase(
                "шаг через %(span)s наступит раньше срока (%(deadline)s)",
                span=span(step.after, step.unit),
                deadline=_deadline(sla),
            )
            yield error(at, words, "До срока можно только напоминать.")
        if step.unit in last and after >= last[step.unit]:
            yield error(
                at, "шаг после отказа никогда не наступит", "Уберите его или поставьте отказ последним."
            )
        if step.act is Escalation.REJECT:
            last.setdefault(step.unit, after)
    for n, (before, step) in enumerate(pairwise(sla.steps), start=1):
        if before.unit is step.unit and elapsed(step.after) <= elapsed(before.after):
            yield warning(f"{place}.steps[{n}]", "шаги не по порядку времени или в одно время")


def _least(sla: SlaInput, unit: Unit) -> timedelta:
    """Return how much time of a unit passes till the deadline at the least; nothing where that is open."""
    deadline = elapsed(sla.deadline)
    if unit is sla.unit:
        return deadline
    # Working time takes at least as much of the clock's; but a working day may end a night before it is full.
    night = timedelta(days=1) if sla.deadline.endswith("d") else timedelta()
    return deadline - night if sla.unit is Unit.BUSINESS else timedelta()


def _deadline(sla: SlaInput) -> str:
    return span(sla.deadline, sla.unit)
