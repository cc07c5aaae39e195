"""Commands that prove: files that were given away, and the trail in the database."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.context import installation, settings
from docsvc.cli.output import say

if TYPE_CHECKING:
    from docsvc.verification import Report

audit = typer.Typer(help="The audit trail.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.command("verify")(verify)
    app.add_typer(audit, name="audit")


def verify(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Signed PDF, archive.zip or audit.json.")
    ],
    root: Annotated[
        list[Path] | None, typer.Option(help="Root certificate (PEM) to trust; may be repeated.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="Certificate of completion of the PDF: it carries the PDF's hash.")
    ] = None,
) -> None:
    """Check files offline: 0 intact and issuer confirmed, 2 intact but issuer unknown, 1 broken."""
    from docsvc.verification import Outcome, verify_file

    roots = [path.read_bytes() for path in root] if root else _own_root()
    proof = certificate.read_bytes() if certificate else None
    outcomes = []
    for file in files:
        report = verify_file(file.read_bytes(), roots=roots, certificate=proof)
        _show(file, report)
        outcomes.append(report.outcome)
    worst = next(
        (each for each in (Outcome.BROKEN, Outcome.UNCONFIRMED) if each in outcomes), Outcome.CONFIRMED
    )
    raise typer.Exit(int(worst))


@audit.command("verify")
def verify_audit() -> None:
    """Recompute every chain of the database; exit 1 and name the place where one is broken."""
    from docsvc.queries.trail import verify_trail

    with installation() as tools, tools.read() as session:
        report = verify_trail(session)
    say(f"Цепочек: {report.chains}, записей: {report.entries}.")
    for subject, position, reason in report.broken:
        typer.secho(f"✗ {subject}, запись {position}: {reason}", fg=typer.colors.RED, err=True)
    say("Журнал нарушен." if report.broken else "Журнал цел.")
    raise typer.Exit(1 if report.broken else 0)


def _own_root() -> list[bytes]:
    """Return this installation's root, or nothing where there is no installation."""
    from docsvc.errors import DocsvcError
    from docsvc.wiring import root_pem

    try:
        return [root_pem(settings())]
    except DocsvcError:
        return []


def _show(file: Path, report: "Report") -> None:
    from docsvc.verification import Outcome

    signs = {
        Outcome.CONFIRMED: ("✓", typer.colors.GREEN, "цел, издатель подтверждён"),
        Outcome.UNCONFIRMED: ("?", typer.colors.YELLOW, "цел, но издатель не подтверждён: укажите --root"),
        Outcome.BROKEN: ("✗", typer.colors.RED, "нарушен"),
    }
    sign, colour, words = signs[report.outcome]
    typer.secho(f"{sign} {file}: {words}", fg=colour)
    for finding in report.findings:
        say(f"    {signs[finding.outcome][0]} {finding.place}: {finding.text}")
