"""What a look at a route finds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docsvc.errors.phrase import Phrase, phrase_of
from docsvc.model.route_input import RouteInput
from templates.findings import Severity


@dataclass(frozen=True, slots=True)
class RouteFinding:
    """One thing that an author of routes should know; `place` is the path in the file (`stages[0].when`)."""

    place: str
    severity: Severity
    message: str
    hint: str = ""

    def words(self) -> Phrase:
        """Tell reason and remedy in one line."""
        if not self.hint:
            return Phrase("%(fault)s.", fault=phrase_of(self.message))
        return Phrase("%(fault)s. %(hint)s", fault=phrase_of(self.message), hint=phrase_of(self.hint))

    def __str__(self) -> str:
        return f"{self.place}: {self.words()}"


def error(place: str, message: str, hint: str = "") -> RouteFinding:
    """Return what a route cannot be used with."""
    return RouteFinding(place, Severity.ERROR, message, hint)


def warning(place: str, message: str, hint: str = "") -> RouteFinding:
    """Return what deserves a look."""
    return RouteFinding(place, Severity.WARNING, message, hint)


def faults(found: Iterable[RouteFinding]) -> tuple[RouteFinding, ...]:
    """Return the findings with which a route cannot be used."""
    return tuple(each for each in found if each.severity is Severity.ERROR)


def conditions(route: RouteInput) -> Iterator[tuple[str, str]]:
    """Give every condition and expression of a route with its place."""
    given = [("when", route.when)]
    for n, each in enumerate(route.observers):
        given += [(f"observers[{n}].when", each.when), (f"observers[{n}].expression", each.expression)]
    for n, stage in enumerate(route.stages):
        given.append((f"stages[{n}].when", stage.when))
        for m, each in enumerate(stage.approvers):
            place = f"stages[{n}].approvers[{m}]"
            given += [(f"{place}.when", each.when), (f"{place}.expression", each.expression)]
    return ((place, text) for place, text in given if text.strip())
