"""Commands about approval routes: a look at a file, a dry run of a deal, and taking routes in and out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.context import given_text, installation, operator, settings
from docsvc.cli.output import complain, done, say, table, warn
from docsvc.errors.phrase import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from docsvc.model.route_input import RouteInput

route = typer.Typer(help="Approval routes.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE.yaml", help="One route, or a list under routes.")]


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.add_typer(route, name="route")


@route.command("list")
def show() -> None:
    """List the rule table: the first route that applies to a document is taken."""
    from docsvc.model.route_words import kinds
    from docsvc.queries.routes import routes

    with installation() as tools, tools.read() as session:
        rows = [
            (
                "—" if row.retired_at else str(number),
                row.route.code,
                str(row.number),
                row.route.title,
                kinds(row.route),
                row.route.when,
                str(len(row.route.stages)),
            )
            for number, row in enumerate(routes(session), start=1)
        ]
    table(("№", "Код", "Версия", "Название", "Документы", "Условие", "Этапов"), rows)


@route.command("lint")
def lint(
    file: File,
    known: Annotated[
        str, typer.Option("--known", metavar="deal.x,…", help="Further fields of your CRM, parted by commas.")
    ] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Look routes through; exit 1, with every reason, where one cannot be used.

    With an installation its people, its fields of the CRM and its exchange rates are asked too.
    """
    from docsvc.cli.route_findings import lint_routes, print_found
    from docsvc.errors import BadInput

    try:
        routes = _read(file)
    except BadInput as error:
        complain(error)
        raise typer.Exit(1) from error
    with _perhaps() as session:
        found = lint_routes(session, routes, known=filter(None, known.split(",")))
    print_found(file.name, routes, found, whole=session is not None, as_json=as_json)
    raise typer.Exit(int(any(each.severity == "error" for _, each in found)))


@route.command("explain")
def explain(
    deal: Annotated[
        Path, typer.Option("--deal", metavar="DEAL.json", help="As POST /deals or render take it.")
    ],
    kind: Annotated[str, typer.Option("--kind", help="The kind of document: contract, quote, invoice, …")],
    file: Annotated[
        Path | None, typer.Option("--routes", metavar="FILE.yaml", help="Routes to try instead of ours.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="E-MAIL", help="Who asks; else the deal's owner.")] = "",
    *,
    edited: Annotated[bool, typer.Option("--edited", help="As if its text were edited in Word.")] = False,
) -> None:
    """Tell which way a deal's document would go, and why; exit 1 where it would not get through."""
    from docsvc.cli.route_explained import explained_deal, print_explained

    routes = _read(file) if file else None
    with _perhaps(needed=routes is None) as session:
        found, facts = explained_deal(
            session, deal.read_bytes(), kind=kind, by=by, standard=not edited, routes=routes
        )
    print_explained(found, facts)
    raise typer.Exit(int(bool(found.problem)))


@route.command("export")
def export(
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODE]…", help="Routes; all without.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file instead of the screen.")
    ] = None,
) -> None:
    """Write routes as YAML, in the order of the rule table."""
    from docsvc.model.route_file import write_routes
    from docsvc.queries.routes import one_route, routes

    with installation() as tools, tools.read() as session:
        if codes:
            found = [one_route(session, code).route for code in codes]
        else:
            found = [row.route for row in routes(session) if row.retired_at is None]
    text = write_routes(found)
    if output is None:
        say(text.rstrip())
    else:
        output.write_text(text, encoding="utf-8")
        done(Phrase("%(output)s: маршрутов %(count)s", output=output, count=len(found)))


@route.command("import")
def take_over(
    file: File, note: Annotated[str, typer.Option("--note", help="What has changed, for the history.")] = ""
) -> None:
    """Save the routes of a file, all or none; one that says something new gets a new version."""
    from docsvc.actions.save_route import save_route

    routes = _read(file)
    with installation() as tools, tools.work() as work:
        numbers = [save_route(work, each, actor=operator(), note=note) for each in routes]
    for each, number in zip(routes, numbers, strict=True):
        done(Phrase("%(code)s: версия %(number)s", code=each.code, number=number))
    _tell_hidden()


@route.command("presets")
def presets(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="Print the YAML of this one.")] = "",
) -> None:
    """List the routes that docsvc is shipped with, or print one to begin with."""
    from docsvc.errors import NotFound
    from docsvc.model.route_file import ORDER, preset_text
    from docsvc.model.route_file import presets as shipped

    if not code:
        table(("Код", "Название", "Условие"), ((each.code, each.title, each.when) for each in shipped()))
    elif code in ORDER:
        say(preset_text(code).rstrip())
    else:
        raise NotFound


def _tell_hidden() -> None:
    """Warn of rules that those above leave nothing to: a new route goes to the end of the table."""
    from docsvc.model.route_lint import unreachable
    from docsvc.queries.routes import routes

    with installation() as tools, tools.read() as session:
        used = [row.route for row in routes(session) if row.retired_at is None]
    for n, each in unreachable(used):
        warn(f"{used[n].code}: {each.words()}")


def _read(file: Path) -> "tuple[RouteInput, ...]":
    from docsvc.model.route_file import read_routes

    return read_routes(given_text(file))


@contextmanager
def _perhaps(*, needed: bool = False) -> "Iterator[Session | None]":
    """Open the installation for reading where there is one; raise `NotInitialised` where it is `needed`."""
    from docsvc.work import secret_file

    if not needed and not secret_file(settings().data).exists():
        yield None
        return
    with installation() as tools, tools.read() as session:
        yield session
