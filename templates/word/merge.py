"""Merge Facts into a Word template: compiled parts filled in, checked and zipped with what never changes."""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

import jinja2
from jinja2.exceptions import SecurityError
from lxml import etree

from templates.bind import bind
from templates.errors import RenderFailed
from templates.fill import answers_for, demand
from templates.language.blocks import block_texts
from templates.phrase import Phrase
from templates.reasons import reason_of
from templates.run import Run, current
from templates.source import Source
from templates.word.brand import STYLES, branded
from templates.word.controls import without_empty_controls
from templates.word.hairline import part_tables
from templates.word.names import OFFICE, RELATIONSHIPS, rels_of
from templates.word.notes import ordered
from templates.word.ready import DECLARATION, Leaf, Ready, make_ready
from templates.word.references import repaired
from templates.word.sandbox import Buffer
from templates.word.sheet import Sheet, sheet
from templates.word.tree import read_again
from templates.word.zipped import Entry, entry, write_zip
from templates.writing import in_language

FAILURES = (
    *(jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    *(RecursionError, SyntaxError),
)
_IMAGE = f"{OFFICE}/image"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged document and the record of the run; `seen` are the values that some page must show."""

    docx: bytes
    run: Run
    seen: tuple[str, ...]


def prepare(source: Source, facts: Mapping[str, Any]) -> Ready:
    """Make a template ready with the blocks of the Facts. Raises BadTemplate, TemplateFaults."""
    return make_ready(source.files[source.main], tuple(sorted(block_texts(facts).items())))


def merge(source: Source, facts: Mapping[str, Any], *, assets: Mapping[str, bytes] | None = None) -> Merged:
    """Fill a Word template in. `assets` stand in for files of the template.

    The same input makes the same bytes. Raises TemplateFaults, MissingFields, RenderFailed with the place.
    """
    ready = prepare(source, facts)
    if ready.by_docxtpl:
        from templates.word.reference import merge_by_docxtpl

        return merge_by_docxtpl(source, facts, assets=assets)
    values = context_of(source, facts)
    with running(source, ready, assets) as (run, record):
        filled: dict[str, bytes] = {}
        seen: dict[str, None] = {}
        for leaf in ready.leaves:
            with run.apart() as printed:
                filled[leaf.name] = fill_leaf(leaf, values, record)
            if leaf.sure:
                seen |= printed
        demand(source, facts, run)
        filled |= ordered(ready.notes, ready.body, {**ready.parts, **filled})
        packed = {name: entry(name, data) for name, data in filled.items()}
        packed |= branded(source, facts, ready.parts.get(STYLES))
        return Merged(_pack(ready, packed, record), run, tuple(seen))


def context_of(source: Source, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a template sees."""
    about = {"code": source.code, "title": source.title, "version": source.version}
    return {**in_language(bind(facts, source.fields), source.language), "template": about}


@contextmanager
def running(source: Source, ready: Ready, assets: Mapping[str, bytes] | None) -> Iterator[tuple[Run, Sheet]]:
    """Keep the records of a merge while it runs."""
    run, record = (
        Run(source.language, declared=answers_for(source)),
        Sheet({**source.files, **(assets or {})}, ready.column_mm, numbers=ready.numbers),
    )
    tokens = current.set(run), sheet.set(record)
    try:
        yield run, record
    finally:
        sheet.reset(tokens[1])
        current.reset(tokens[0])


def fill_leaf(leaf: Leaf, values: dict[str, Any], record: Sheet) -> bytes:
    """Fill a compiled part in. Raises RenderFailed with the place."""
    record.part, record.plain = leaf.name, leaf.plain
    try:
        context = leaf.template.new_context(values)
        text = "".join(Buffer(leaf.template.root_render_func(context)))
    except SecurityError as error:
        raise RenderFailed(_where(error, leaf), "шаблон обращается к тому, что не разрешено") from error
    except FAILURES as error:
        raise RenderFailed(_where(error, leaf), reason_of(error)) from error
    part = repaired(DECLARATION + text.encode(), leaf.wanted)
    part = part_tables(without_empty_controls(part) if leaf.controlled else part)
    check_strictly(part, leaf.name)
    return part


def check_strictly(part: bytes, name: str) -> None:
    """Parse a filled-in part without mercy. Raises RenderFailed."""
    try:
        expat.ParserCreate().Parse(part, True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError as error:
        raise RenderFailed(name, Phrase("получился неправильный XML: %(error)s", error=error)) from error


def _where(error: BaseException, leaf: Leaf) -> str:
    """Name the place of the tag that the last of a template's frames stands for, and the tag itself."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == leaf.name]
    if not frames:
        return leaf.name
    line = leaf.template.get_corresponding_lineno(frames[-1].lineno or 1)
    at = min(line, len(leaf.spots)) - 1
    return ", ".join(filter(None, (leaf.spots[at].words() or "текст документа", leaf.said[at])))


def _pack(ready: Ready, filled: Mapping[str, Entry], record: Sheet) -> bytes:
    parts = {**ready.fixed, **filled}
    added: list[Entry] = []
    for part, links in record.links.items():
        name = rels_of(part)
        linked = entry(name, link(ready.parts.get(name), links))
        added += [] if name in parts else [linked]
        parts[name] = linked
    added += [entry(name, data) for name, data in record.media.items()]
    return write_zip([*(parts[name] for name in ready.order), *added])


def link(rels: bytes | None, links: Mapping[str, str]) -> bytes:
    """Add pictures to the relationships of a part."""
    known = rels or f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode()
    root = read_again(known)
    for target, identity in links.items():
        attributes = {"Id": identity, "Type": _IMAGE, "Target": target}
        etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", attributes)
    return DECLARATION + etree.tostring(root, encoding="utf-8")
