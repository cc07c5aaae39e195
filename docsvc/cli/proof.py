"""Commands that prove: files that were given away, and the trail in the database."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.check_answer import Language, show
from docsvc.cli.context import installation, settings
from docsvc.cli.misuse import Answering
from docsvc.cli.output import say
from docsvc.cli.words import in_words
from docsvc.errors.phrase import Phrase, phrase_of

if TYPE_CHECKING:
    from signing import Trusted

audit = typer.Typer(help="The audit trail.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.command("verify", cls=Answering)(verify)
    app.add_typer(audit, name="audit")


def verify(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Signed PDF, archive.zip or audit.json.")
    ],
    root: Annotated[
        list[Path] | None, typer.Option(help="Root certificate (PEM or DER) to trust; may be repeated.")
    ] = None,
    seal: Annotated[
        list[str] | None,
        typer.Option(
            help="SHA-256 of the organisation's seal, if others issued it: printed on its certificates of "
            "completion; may be repeated."
        ),
    ] = None,
    revoked: Annotated[
        list[Path] | None,
        typer.Option(
            help="List of revoked certificates (CRL) that the root's owner publishes; may be repeated."
        ),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="Certificate of completion of the PDF: it carries the PDF's hash.")
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of the answer.")] = Language.RU,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Answer for machines: codes beside words.")] = False,
) -> None:
    """Check files offline: 0 intact and issuer confirmed, 2 intact but issuer unknown, 1 anything else."""
    from docsvc.cli.one_check import check_file
    from docsvc.verification import Outcome

    trusted = _trusted(root or (), seal or (), revoked or ())
    proof = certificate.read_bytes() if certificate else None
    reports = {file: check_file(file, trusted=trusted, certificate=proof, language=lang) for file in files}
    if as_json:
        plain = {str(file): report.plain() for file, report in reports.items()}
        say(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        for file, report in reports.items():
            show(file, report, lang)
    outcomes = {report.outcome for report in reports.values()}
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
    say(Phrase("Цепочек: %(chains)s, записей: %(entries)s.", chains=report.chains, entries=report.entries))
    for subject, position, reason in report.broken:
        typer.secho(
            in_words(
                Phrase(
                    "✗ %(subject)s, запись %(position)s: %(reason)s",
                    subject=subject,
                    position=position,
                    reason=phrase_of(reason),
                )
            ),
            fg=typer.colors.RED,
            err=True,
        )
    say("Журнал нарушен." if report.broken else "Журнал цел.")
    raise typer.Exit(1 if report.broken else 0)


def _trusted(roots: Sequence[Path], seals: Sequence[str], lists: Sequence[Path]) -> "Trusted":
    """Return what was given; without a root, what this installation believes, if there is one here."""
    from signing import Trusted, is_list, pem_root, read_prints

    try:
        prints = read_prints(seals)
    except ValueError as error:
        raise typer.BadParameter("нужен SHA-256: 64 шестнадцатеричных знака", param_hint="--seal") from error
    given = tuple(path.read_bytes() for path in lists)
    if not all(map(is_list, given)):
        raise typer.BadParameter("это не список отозванных (CRL)", param_hint="--revoked")
    if roots:
        try:
            return Trusted(tuple(pem_root(path.read_bytes()) for path in roots), prints, given)
        except ValueError as error:
            raise typer.BadParameter("это не сертификат (PEM или DER)", param_hint="--root") from error
    own = _own()
    return Trusted(own.roots, own.seals | prints, (*own.lists, *given))


def _own() -> "Trusted":
    """Return what this installation believes: all its keys know, or its root alone without the database."""
    from sqlalchemy.exc import SQLAlchemyError

    from docsvc.errors import DocsvcError
    from docsvc.tools import trusted
    from docsvc.wiring import root_pem
    from signing import SigningError, Trusted

    try:
        with installation() as tools:
            return trusted(tools)
    except (DocsvcError, SQLAlchemyError, SigningError, OSError):
        pass
    try:
        return Trusted((root_pem(settings()),))
    except DocsvcError:
        return Trusted()
