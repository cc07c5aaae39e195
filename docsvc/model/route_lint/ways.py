"""Which ways lead through a route: whether some document would meet no stage, or a stage no approver."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docsvc.errors.phrase import Phrase
from docsvc.model.documents import Kind
from docsvc.model.route_input import RouteInput, StageInput
from docsvc.model.route_lint.finding import RouteFinding, error, warning
from docsvc.model.route_samples import samples, told
from templates.condition import decide
from templates.errors import Undecided

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """A made up document, and what each condition says of it."""

    facts: Facts
    holds: Mapping[str, bool]


def ways(route: RouteInput) -> Iterator[RouteFinding]:
    """Send made up documents along a route that can be read, and tell where one gets through or stuck."""
    if not route.stages:
        return
    given = [route.when, *_conditions(route)]
    made = samples(given, document_kinds=route.kinds or tuple(Kind), currency=route.currency)
    clear = [way for facts in made.facts if (way := _way(given, facts))]
    whole = made.whole and len(clear) == len(made.facts)
    taken = [way for way in clear if way.holds[route.when]]
    if not taken and whole:
        yield error("when", "условие никогда не выполнится", "Маршрут не применится ни к одному документу.")
    yield from _skipped(route, taken, whole=whole)
    for n, stage in enumerate(route.stages):
        met = [way for way in taken if way.holds[stage.when]]
        if taken and not met and whole:
            yield warning(f"stages[{n}].when", Phrase("этап «%(name)s» никогда не наступит", name=stage.name))
        yield from _deserted(f"stages[{n}]", stage, met)


def _skipped(route: RouteInput, taken: Sequence[Way], *, whole: bool) -> Iterator[RouteFinding]:
    """Find a document for which every stage may be skipped: it would be approved by nobody."""
    hint = "Сделайте хотя бы один этап обязательным или сузьте условие маршрута (when)."
    for way in taken:
        met = [stage for stage in route.stages if way.holds[stage.when]]
        seen = told(way.facts, [route.when, *(stage.when for stage in route.stages)])
        when = Phrase(": например, при %(seen)s", seen=seen) if seen else ""
        if not met:
            yield error(
                "stages",
                Phrase("все этапы пропускаются, документ никто не согласует%(when)s", when=when),
                hint,
            )
            return
        if all(stage.optional for stage in met):
            yield error("stages", Phrase("автор может пропустить все этапы%(when)s", when=when), hint)
            return
    if not whole and all(stage.when or stage.optional for stage in route.stages):
        yield warning("stages", "все этапы с условиями: возможно, какой-то документ не согласует никто", hint)


def _deserted(place: str, stage: StageInput, met: Sequence[Way]) -> Iterator[RouteFinding]:
    """Find a document for which a stage has too few approvers, because of their own conditions."""
    needed = stage.quorum if isinstance(stage.quorum, int) else 1
    for way in met:
        asked = [each for each in stage.approvers if way.holds[each.when]]
        if len(asked) < needed:
            seen = told(way.facts, [stage.when, *(each.when for each in stage.approvers)])
            message = Phrase(
                "при %(seen)s согласующих %(count)s, а нужно не меньше %(needed)s",
                seen=seen,
                count=len(asked),
                needed=needed,
            )
            yield error(
                f"{place}.approvers", message, "Добавьте согласующего без условия или этапу — условие."
            )
            return


def _conditions(route: RouteInput) -> Iterator[str]:
    for stage in route.stages:
        yield stage.when
        yield from (each.when for each in stage.approvers)


def _way(conditions: Sequence[str], facts: Facts) -> Way | None:
    """Answer every condition for a made up document; None for one that leaves some open and shows nothing."""
    try:
        return Way(facts, {each: decide(each, facts) for each in conditions})
    except Undecided:
        return None
