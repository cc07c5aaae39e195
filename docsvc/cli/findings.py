"""How the command line tells what a look at a template has found."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from docsvc.cli.output import done, say, warn
from docsvc.cli.words import in_words
from docsvc.errors.phrase import Phrase

if TYPE_CHECKING:
    from templates.findings import Finding

_WORDS = {"error": "ошибка", "warning": "предупреждение"}


def exit_code(found: "Sequence[Finding]") -> int:
    """Return 1 where the template cannot be used."""
    return int(any(each.severity == "error" for each in found))


def print_findings(name: str, found: "Sequence[Finding]", *, missing: Sequence[str], as_json: bool) -> None:
    """Print one line a finding, then what the data lacks; as JSON on request."""
    errors = sum(each.severity == "error" for each in found)
    if as_json:
        listed = [{**asdict(each), "place": each.spot.words()} for each in found]
        told = {"file": name, "errors": errors, "warnings": len(found) - errors}
        say(json.dumps({**told, "findings": listed, "missing": list(missing)}, ensure_ascii=False, indent=2))
        return
    for each in found:
        colour = typer.colors.RED if each.severity == "error" else typer.colors.YELLOW
        typer.echo(
            typer.style(in_words(_WORDS[each.severity]), fg=colour)
            + f" [{each.code}] {in_words(each.words())}"
        )
    for field in missing:
        warn(Phrase("в данных не заполнено: %(field)s", field=field))
    if not errors:
        usable = Phrase("%(name)s: шаблон можно использовать", name=name)
        warned = Phrase("%(usable)s, предупреждений: %(count)s", usable=usable, count=len(found))
        done(warned if found else usable)
    else:
        warn(
            Phrase(
                "%(name)s: ошибок: %(errors)s, предупреждений: %(warnings)s",
                name=name,
                errors=errors,
                warnings=len(found) - errors,
            )
        )
