"""Whether every rule of the table can ever apply."""

from collections.abc import Iterator, Sequence
from typing import Any

from docsvc.errors.phrase import Phrase
from docsvc.model.documents import Kind
from docsvc.model.route_input import RouteInput
from docsvc.model.route_lint.finding import RouteFinding, warning
from docsvc.model.route_samples import samples
from templates.condition import decide
from templates.errors import BadTemplate, Undecided

_HINT = "Поставьте его выше или сузьте условия тех, что стоят перед ним."


def unreachable(routes: Sequence[RouteInput]) -> Iterator[tuple[int, RouteFinding]]:
    """Find rules that those before them leave nothing to; each with its number in the table."""
    for n, route in enumerate(routes):
        before = [each for each in routes[:n] if _meet(each, route)]
        hiding = _hiding(route, before)
        if hiding:
            codes = ", ".join(f"«{each.code}»" for each in hiding)
            yield (
                n,
                warning(
                    "when",
                    Phrase("маршрут никогда не применится: всё забирает %(codes)s выше", codes=codes),
                    _HINT,
                ),
            )


def _hiding(route: RouteInput, before: Sequence[RouteInput]) -> list[RouteInput]:
    """Return the rules that take every document of this one; nothing where that cannot be shown."""
    kinds = frozenset(route.kinds or Kind)
    always = [each for each in before if not each.when.strip()]
    if kinds <= {kind for each in always for kind in each.kinds or Kind}:
        return always
    same = [each for each in before if each.currency == route.currency]
    try:
        made = samples(
            [route.when, *(each.when for each in same)], document_kinds=kinds, currency=route.currency
        )
    except BadTemplate:
        return []
    mine = [facts for facts in made.facts if _applies(route, facts)]
    taken = [next((each for each in same if _applies(each, facts)), None) for facts in mine]
    if not made.whole or not mine or None in taken:
        return []
    return list({each.code: each for each in taken if each is not None}.values())


def _applies(route: RouteInput, facts: dict[str, Any]) -> bool:
    if route.kinds and facts["document"]["kind"] not in route.kinds:
        return False
    try:
        return decide(route.when, facts)
    except Undecided:
        return False


def _meet(one: RouteInput, other: RouteInput) -> bool:
    return not one.kinds or not other.kinds or bool(set(one.kinds) & set(other.kinds))
