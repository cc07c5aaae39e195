"""Commands about templates: they need no installation and no database."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.output import done, table

if TYPE_CHECKING:
    from templates import Source

template = typer.Typer(help="Templates of documents.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.add_typer(template, name="template")
    app.command("render")(render)


@template.command("list")
def show() -> None:
    """List the templates that docsvc is shipped with."""
    from templates import library

    rows = ((each.code, each.kind, each.language, each.version, each.title) for each in library())
    table(("Код", "Вид", "Язык", "Версия", "Название"), rows)


def render(
    name: Annotated[str, typer.Argument(metavar="TEMPLATE", help="A template's code, or its folder.")],
    data: Annotated[Path, typer.Argument(metavar="DATA.json", help="The tree that templates see.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the PDF goes.")],
) -> None:
    """Make a PDF of a template and data; every missing field is named at once."""
    from docsvc.model.strict_json import read_json
    from templates import complete
    from templates import render as make

    source = _source(name)
    rendered = make(source, complete(read_json(data.read_bytes())))
    _write(output, rendered.pdf)
    done(f"{output}: страниц {rendered.pages}, {len(rendered.pdf) / 1024:.0f} КиБ, «{source.title}»")


def _source(name: str) -> "Source":
    """Return the template of that code, or in that folder; raise `BadTemplate` where there is none."""
    from templates import BadTemplate, Source, library

    shipped = {each.code: each for each in library()}
    if name in shipped:
        return shipped[name]
    if Path(name).is_dir():
        return Source.from_folder(Path(name))
    raise BadTemplate(f"нет шаблона и папки «{name}»; шаблоны: {', '.join(sorted(shipped))}")


def _write(output: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    output.parent.mkdir(parents=True, exist_ok=True)
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)
