"""What the command line says: results on stdout, refusals on stderr."""

from collections.abc import Iterable, Sequence

import typer


def say(text: str = "") -> None:
    """Print a line of the result, as it is."""
    typer.echo(text)


def done(text: str) -> None:
    """Print what was achieved."""
    typer.secho(f"✓ {text}", fg=typer.colors.GREEN)


def warn(text: str) -> None:
    """Print what deserves a look, on stderr."""
    typer.secho(f"! {text}", fg=typer.colors.YELLOW, err=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under headings; tab-separated where it is not a person who reads."""
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        for row in (columns, *rows):
            typer.echo("\t".join(row))
        return
    shown = Table(*(Column(name, overflow="fold") for name in columns), box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        shown.add_row(*map(Text, row))  # never markup: names are hostile input
    console.print(shown)


def complain(error: Exception) -> None:
    """Print a refusal in red on stderr: every problem that it lists on a line of its own."""
    problems = _problems(error)
    heading = _heading(error) if problems else _words(error)
    typer.secho(heading, fg=typer.colors.RED, err=True)
    for problem in problems:
        typer.secho(f"  • {problem}", err=True)


def _words(error: Exception) -> str:
    """Return the message; a file's or a database's error in one line."""
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    if type(error).__module__.startswith("sqlalchemy"):
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        return f"База данных: {reason}. Что не так, покажет docsvc doctor."
    return str(error)


def _heading(error: Exception) -> str:
    """Return the first words of a message that goes on to list its problems."""
    return str(error).partition(":")[0] + ":"


def _problems(error: Exception) -> list[str]:
    """Return what the error lists: pairs of a path and words, or fields with a human name."""
    for name in ("problems", "errors", "fields"):
        listed = getattr(error, name, None)
        if isinstance(listed, list | tuple) and listed:
            return [_problem(each) for each in listed]
    return []


def _problem(each: object) -> str:
    if isinstance(each, tuple):
        return ": ".join(str(part) for part in each)
    path, label = getattr(each, "path", ""), getattr(each, "label", "")
    return f"{label} ({path})" if label else str(each)
