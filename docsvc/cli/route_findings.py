"""How the command line looks at routes and tells what it has found."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from docsvc.cli.output import done, say, warn
from docsvc.cli.words import in_words
from docsvc.errors.phrase import Phrase
from docsvc.model.route_input import RouteInput
from docsvc.model.route_lint import RouteFinding, look, unreachable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_WORDS = {"error": "ошибка", "warning": "предупреждение"}
Found = list[tuple[int, RouteFinding]]


def lint_routes(session: "Session | None", routes: Sequence[RouteInput], *, known: Iterable[str]) -> Found:
    """Return what is wrong with each route, by its number, and with their order."""
    from docsvc.queries.approval_facts import KNOWN
    from docsvc.queries.lint import custom_fields
    from docsvc.queries.route_people import people_of, rates

    fields = KNOWN | {each.strip() for each in known}
    if session is None:
        found = [(n, each) for n, route in enumerate(routes) for each in look(route, known=fields)]
    else:
        fields |= custom_fields(session)
        people, recorded = people_of(session), rates(session)
        found = [
            (n, each)
            for n, route in enumerate(routes)
            for each in look(route, known=fields, people=people, rates=recorded)
        ]
    return [*found, *unreachable(routes)]


def print_found(name: str, routes: Sequence[RouteInput], found: Found, *, whole: bool, as_json: bool) -> None:
    """Print one line a finding; as JSON on request. Not `whole`: nobody could be asked for people."""
    errors = sum(each.severity == "error" for _, each in found)
    if as_json:
        listed = [{"route": routes[n].code, **asdict(each)} for n, each in found]
        told = {"file": name, "errors": errors, "warnings": len(found) - errors, "findings": listed}
        say(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for n, each in found:
        colour = typer.colors.RED if each.severity == "error" else typer.colors.YELLOW
        typer.echo(
            typer.style(in_words(_WORDS[each.severity]), fg=colour)
            + f" [{routes[n].code}] {each.place}: {in_words(each.words())}"
        )
    if not whole:
        say("Без установки: людей, курсы валют и поля вашей CRM проверить нельзя.")
    if errors:
        warn(
            Phrase(
                "%(name)s: ошибок: %(errors)s, предупреждений: %(warnings)s",
                name=name,
                errors=errors,
                warnings=len(found) - errors,
            )
        )
    else:
        usable = Phrase("%(name)s: маршруты можно использовать — %(count)s", name=name, count=len(routes))
        warned = Phrase("%(usable)s, предупреждений: %(count)s", usable=usable, count=len(found))
        done(warned if found else usable)
