"""Braces that will be printed as they stand though they look like tags."""

import re
from collections.abc import Iterable, Iterator

from templates.findings import Finding, Severity
from templates.language import excerpt, scan
from templates.language.names import ROOTS, kinds
from templates.lint.passages import Passage
from templates.phrase import Phrase

_BARE = re.compile(r"\{\s*([A-ZА-ЯЁ][A-ZА-ЯЁ0-9_]{2,})\s*\}")
_ROOTS = "|".join(ROOTS).upper()
_MARRED = re.compile(rf"\{{[^{{}}\n]{{0,60}}?(?<![^\W_])({_ROOTS})(?![^\W_])[^{{}}\n]{{0,60}}\}}")
_PARTS = re.compile(r"[A-Z][A-Z0-9]*")
_DOT = "Пишут раздел, точку и поле: {DEAL.AMOUNT}."


def literals(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Warn of `{INN}`, `{DEAL}` and `{DEAL..AMOUNT}`: capitals in braces that make no tag."""
    for passage in passages:
        if "{" not in passage.text:
            continue
        taken = [(found.start, found.end) for found in scan(passage.text)]
        bare = {found.start(): (found, _hint(found[1].lower())) for found in _BARE.finditer(passage.text)}
        marred = {found.start(): (found, _repaired(found)) for found in _MARRED.finditer(passage.text)}
        for start, (found, hint) in sorted((marred | bare).items()):
            if any(first <= start < end for first, end in taken):
                continue
            around = excerpt(passage.text, start, found.end())
            message = Phrase("%(tag)s останется в тексте как есть: это не тег", tag=found.group())
            yield Finding(Severity.WARNING, "literal", passage.place(start), around, message, hint)


def _hint(name: str) -> str:
    if name in ROOTS:
        return Phrase("Допишите поле: {%(name)s.NAME}.", name=name.upper())
    root, _, field = name.partition("_")
    if f"{root}.{field}" in kinds():
        return Phrase("Может быть, {%(root)s.%(field)s}?", root=root.upper(), field=field.upper())
    owners = [path for path in kinds() if path.endswith(f".{name}") and "[]" not in path]
    return Phrase("Может быть, {%(path)s}?", path=owners[0].upper()) if owners else ""


def _repaired(found: re.Match[str]) -> str:
    """Guess the tag that a slip has spoilt: `{DEAL AMOUNT}`, `{DEAL..AMOUNT}`."""
    words = _PARTS.findall(found.group()[found.start(1) - found.start() :])
    path = ".".join(("_".join(words[:1]), "_".join(words[1:])))
    return Phrase("Может быть, {%(path)s}?", path=path) if path.lower() in kinds() else _DOT
