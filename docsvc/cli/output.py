"""What the command line says: results on stdout, refusals on stderr."""

import errno
from collections.abc import Iterable, Sequence

import typer

from docsvc.cli.words import in_words
from docsvc.errors import DocsvcError, NotFound
from docsvc.errors.phrase import Phrase


def say(text: str = "") -> None:
    """Print a line of the result, as it is."""
    typer.echo(in_words(text))


def done(text: str) -> None:
    """Print what was achieved."""
    typer.secho(f"✓ {in_words(text)}", fg=typer.colors.GREEN)


def warn(text: str) -> None:
    """Print what deserves a look, on stderr."""
    typer.secho(f"! {in_words(text)}", fg=typer.colors.YELLOW, err=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under headings; tab-separated where it is not a person who reads."""
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    console = Console()
    columns = [in_words(each) for each in columns]
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
    heading = _heading(error) if problems else in_words(_words(error))
    typer.secho(heading, fg=typer.colors.RED, err=True)
    for problem in problems:
        typer.secho(f"  • {problem}", err=True)


_SYSTEM = {
    errno.ENOENT: "нет такого файла или папки",
    errno.EEXIST: "на этом месте стоит файл, а нужна папка",
    errno.EISDIR: "это папка, а нужен файл",
    errno.ENOTDIR: "на пути стоит файл, а нужна папка",
    errno.EACCES: "нет прав на этот файл или папку",
    errno.EROFS: "сюда нельзя писать",
    errno.ENOSPC: "на диске нет места",
}


def _words(error: Exception) -> str:
    """Return the message; what a file, a store or a database has to say in one line."""
    if isinstance(error, NotFound):  # of an address and of rights only a page may speak
        return "Такого нет: посмотрите, что есть, командой list."
    if (told := _of_system(error)) or (told := _of_store(error)):
        return told
    for each in (error, error.__cause__):
        if type(each).__module__.startswith("sqlalchemy"):
            reason = str(getattr(each, "orig", None) or each).splitlines()[0]
            return Phrase("База данных: %(reason)s. Что не так, покажет docsvc doctor.", reason=reason)
    return error.phrase if isinstance(error, DocsvcError) else str(error)


def _of_system(error: Exception) -> str:
    if not isinstance(error, OSError):
        return ""
    if not error.filename:
        return _SYSTEM.get(error.errno or 0, "")
    if isinstance(error, PermissionError):
        return Phrase(
            "%(filename)s: нет доступа. Запускайте docsvc от того, кому принадлежит папка данных.",
            filename=error.filename,
        )
    told = Phrase(_SYSTEM.get(error.errno or 0) or str(error.strerror))
    return Phrase("%(filename)s: %(reason)s", filename=error.filename, reason=told)


def _of_store(error: Exception) -> str:
    """Return the first line of what OpenDAL tells in several; its own errors are sentences already."""
    if (type(error).__module__, type(error).__name__) != ("storage.errors", "StorageError"):
        return ""
    reason = str(error).strip().splitlines()[0].rpartition(" => ")[2]
    return Phrase("Хранилище файлов: %(reason)s. Что не так, покажет docsvc doctor.", reason=reason)


def _heading(error: Exception) -> str:
    """Return the first words of a message that goes on to list its problems."""
    return in_words(_words(error)).partition(":")[0] + ":"


def _problems(error: Exception) -> list[str]:
    """Return what the error lists: pairs of a path and words, fields with a human name, or findings."""
    for name in ("problems", "errors", "fields", "findings"):
        listed = getattr(error, name, None)
        if isinstance(listed, list | tuple) and listed:
            return [_problem(each) for each in listed]
    return []


def _problem(each: object) -> str:
    if isinstance(each, tuple):
        return ": ".join(in_words(part) if isinstance(part, str) else str(part) for part in each)
    if hasattr(each, "spot") and hasattr(each, "words"):
        return in_words(each.words())
    path, label = getattr(each, "path", ""), getattr(each, "label", "")
    return f"{label} ({path})" if label else in_words(str(each))
