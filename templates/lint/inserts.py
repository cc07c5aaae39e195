"""Blocks of the content library that a template names."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from templates.findings import Finding, Severity
from templates.language import Fault, TagKind, excerpt, scan
from templates.language.blocks import block_name
from templates.lint.passages import Passage
from templates.phrase import Phrase

_PICKED = "picked"  # whatever is picked when a document is made


def inserted(passages: Iterable[Passage]) -> Iterator[tuple[str, Finding]]:
    """Give each `{BLOCK:name}` by its name, with what there is to say where no block is called so."""
    for passage in passages:
        for tag in scan(passage.text) if "BLOCK" in passage.text else ():
            if isinstance(tag, Fault) or tag.kind is not TagKind.BLOCK or not (name := block_name(tag)):
                continue
            around = excerpt(passage.text, tag.start, tag.end)
            message = Phrase("в библиотеке нет блока «%(name)s»", name=name)
            hint = "Заведите его в библиотеке текстов или поправьте имя."
            yield (
                name,
                Finding(Severity.WARNING, "unknown-block", passage.place(tag.start), around, message, hint),
            )


def lacking(inserts: Iterable[tuple[str, Finding]], library: Collection[str]) -> Iterator[Finding]:
    """Find the blocks that the library has not got, with one whose name is close."""
    for name, finding in inserts:
        if name not in library and name != _PICKED:
            close = get_close_matches(name, sorted(library), 1, 0.6)
            hint = Phrase("Может быть, «%(name)s»?", name=close[0]) if close else finding.suggestion
            yield replace(finding, suggestion=hint)
