"""Commands about templates: they need no installation and no database."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from docsvc.cli.output import complain, done, table, warn
from docsvc.errors.phrase import Phrase, phrase_of

if TYPE_CHECKING:
    from templates import Source
    from templates.errors import Problem

template = typer.Typer(help="Templates of documents.", no_args_is_help=True)

MAX_DATA = 16 << 20
"""Bytes of a file of data: pictures stand in it as text."""

_WORD, _PAGE = ".docx", ".html"
_LANGUAGES = ("ru", "en")


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


@template.command("lint")
def lint(
    name: Annotated[str, typer.Argument(metavar="FILE", help="A .docx or .html file, a folder or a code.")],
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DATA.json", help="Data whose fields are known too.")
    ] = None,
    known: Annotated[
        str, typer.Option("--known", metavar="deal.x,…", help="Further fields, parted by commas.")
    ] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Look a template through: one line a finding. Exits 0 usable, 1 with errors, 2 unreadable."""
    from docsvc.cli.findings import exit_code, print_findings
    from docsvc.errors import DocsvcError
    from templates import TemplateError
    from templates.language.blocks import block_texts
    from templates.limits import limited, start
    from templates.lint import lint as look
    from templates.lint import paths_of

    start(warm=False)

    try:
        source = _source(name)
        facts = None if data is None else _facts(data)
        own = [*filter(None, known.split(",")), *paths_of(facts or {})]
        blocks = None if facts is None else frozenset(block_texts(facts))
        found = limited(look)(source, known=own, blocks=blocks)
    except (TemplateError, DocsvcError, OSError) as error:
        complain(error)
        raise typer.Exit(2) from error
    print_findings(name, found, missing=_missing(source, facts, found), as_json=as_json)
    raise typer.Exit(exit_code(found))


def render(
    name: Annotated[
        str,
        typer.Argument(metavar="TEMPLATE", help="A .docx or .html file, a template's code, or its folder."),
    ],
    data: Annotated[Path, typer.Argument(metavar="DATA.json", help="The tree that templates see.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="Where the document goes: a .pdf, or a .docx of a Word file."),
    ],
    language: Annotated[str, typer.Option("--language", help="Of a single file: ru or en.")] = "ru",
) -> None:
    """Make a document of a template and data; exit 1, with all faults and missing fields, where it cannot."""
    from templates.limits import merge_safely, render_safely, start

    start(warm=False)
    _agree(output, language)
    source = _source(name, language)
    notes: list[Problem] = []
    facts = _facts(data, notes)
    if output.suffix.lower() == _WORD:
        _write(output, merge_safely(_word(source), facts))
        told = Phrase(
            "%(output)s: %(size)s КиБ, «%(title)s»",
            output=output,
            size=f"{output.stat().st_size / 1024:.0f}",
            title=source.title,
        )
    else:
        rendered = render_safely(source, facts)
        _write(output, rendered.pdf)
        told = Phrase(
            "%(output)s: страниц %(pages)s, %(size)s КиБ, «%(title)s»",
            output=output,
            pages=rendered.pages,
            size=f"{len(rendered.pdf) / 1024:.0f}",
            title=source.title,
        )
    for note in notes:
        warn(
            Phrase("%(path)s: %(problem)s; взято указанное", path=note.path, problem=phrase_of(note.message))
        )
    done(told)


def _agree(output: Path, language: str) -> None:
    """Refuse what no document can be made as, before anything is made."""
    from templates import BadTemplate

    if output.suffix.lower() not in {_WORD, ".pdf"}:
        raise BadTemplate(
            Phrase("%(output)s: документ делают как .pdf, а из шаблонов Word ещё как .docx", output=output)
        )
    if language not in _LANGUAGES:
        raise BadTemplate(Phrase("--language %(language)s: документы бывают на ru и en", language=language))


def _facts(data: Path, notes: "list[Problem] | None" = None) -> dict[str, Any]:
    """Return the facts of a file of data; sums that do not agree with the lines are noted, not refused."""
    from docsvc.model.strict_json import read_json
    from templates import complete

    return complete(read_json(data.read_bytes(), most=MAX_DATA), notes=[] if notes is None else notes)


def _missing(source: "Source", facts: dict[str, Any] | None, found: tuple[Any, ...]) -> tuple[str, ...]:
    """Name the fields that the data lacks; where the template has errors, nobody asks yet."""
    from docsvc.cli.findings import exit_code
    from templates import missing

    if facts is None or exit_code(found):
        return ()
    return tuple(f"{field.label} ({field.path})" for field in missing(source, facts))


def _source(name: str, language: str = "ru") -> "Source":
    """Return the template of that code, folder or file; raise `BadTemplate` where there is none."""
    from templates import BadTemplate, Source, library

    path = Path(name)
    if path.suffix.lower() in {_WORD, _PAGE} and not path.is_dir():
        return _single(path, language)
    shipped = {each.code: each for each in library()}
    if name in shipped:
        return shipped[name]
    if path.is_dir():
        return Source.from_folder(path)
    if path.is_file():
        raise BadTemplate(
            Phrase("%(name)s: шаблоном бывает файл .docx или .html, папка шаблона или его код", name=name)
        )
    raise BadTemplate(
        Phrase(
            "нет шаблона, файла и папки «%(name)s»; шаблоны: %(codes)s",
            name=name,
            codes=", ".join(sorted(shipped)),
        )
    )


def _single(path: Path, language: str) -> "Source":
    """Return the template that one file makes."""
    import json

    from templates import Source
    from templates.limits import limited

    about: dict[str, Any] = {
        "code": "file",
        "kind": "document",
        "language": language,
        "title": path.stem or "Файл",
        "version": "1.0",
    }
    if path.suffix.lower() == _WORD:
        return limited(Source.from_docx)(path.read_bytes(), fields=None, **about)
    told = json.dumps({**about, "engine": "html", "fields": {}}, ensure_ascii=False)
    return Source.from_files({"template.html": path.read_bytes(), "fields.yaml": told.encode()})


def _word(source: "Source") -> "Source":
    from templates import BadTemplate, Engine

    if source.engine is not Engine.DOCX:
        raise BadTemplate("из этого шаблона выходит PDF: назовите файл .pdf, а .docx делают из шаблонов Word")
    return source


def _write(output: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    output.parent.mkdir(parents=True, exist_ok=True)
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)
