"""The command that looks at everything an installation needs and says what to do."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.context import settings
from docsvc.cli.output import say
from docsvc.cli.words import in_words
from docsvc.errors.phrase import Phrase

if TYPE_CHECKING:
    from docsvc.cli.checks import Check


def add_to(app: typer.Typer) -> None:
    """Put the command into the tree."""
    app.command("doctor")(doctor)


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, for programs.")] = False,
    letter_to: Annotated[str, typer.Option(help="Send a letter there to try the mail server.")] = "",
    all_files: Annotated[
        bool, typer.Option("--all-files", help="Read every file of every document, not the latest only.")
    ] = False,
) -> None:
    """Say what is configured, what is missing and what to do; exit 1 where something blocks the work."""
    from docsvc.cli.checks import State, examine

    checks = examine(settings(), letter_to=letter_to, all_files=all_files)
    blocked = sum(check.state is State.BLOCKS for check in checks)
    if as_json:
        _write(checks, well=not blocked)
    else:
        for check in checks:
            _show(check)
        say()
        say(Phrase("Мешает работе: %(blocked)s.", blocked=blocked) if blocked else "Можно работать.")
    raise typer.Exit(1 if blocked else 0)


def _write(checks: "tuple[Check, ...]", *, well: bool) -> None:
    import json

    found = {
        "well": well,
        "checks": [{name: in_words(text) for name, text in asdict(check).items()} for check in checks],
    }
    say(json.dumps(found, ensure_ascii=False, indent=2))


def _show(check: "Check") -> None:
    from docsvc.cli.checks import State

    sign, colour = {
        State.FINE: ("✓", typer.colors.GREEN),
        State.ADVICE: ("!", typer.colors.YELLOW),
        State.BLOCKS: ("✗", typer.colors.RED),
    }[check.state]
    say(f"{typer.style(sign, fg=colour)} {in_words(check.what)}: {in_words(check.found)}")
    if check.advice:
        say(f"    → {in_words(check.advice)}")
