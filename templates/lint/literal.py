"""What will be printed as it stands though it looks like a tag."""

import re
from collections.abc import Iterable, Iterator

from templates.findings import Finding, Severity
from templates.language import excerpt, scan
from templates.language.names import ROOTS, kinds
from templates.lint.passages import Passage
from templates.phrase import Phrase

_ROOTS = "|".join(ROOTS).upper()
_MARRED = re.compile(rf"\{{[^{{}}\n]{{0,60}}?(?<![^\W_])({_ROOTS})(?![^\W_])[^{{}}\n]{{0,60}}\}}")
_WORDS = re.compile(  # {INN}, {company_name}, {Сумма договора}
    r"\{\s*(?=[^}]{3})([A-Za-z][A-Za-z0-9_-]*|[A-ZА-ЯЁ]\w*(?:[ \u00a0_-]\w+){0,5})\s*\}"
)
_LINKS = re.compile(r"[ \u00a0-]")
_UNBRACED = re.compile(rf"(?<![\w.{{@/])(?:{_ROOTS})\.[A-Z][A-Z_]+(?![\w.(])")
_ENDS = {"end": Phrase("Пишут {ENDIF} или {ENDFOREACH}."), "endfor": Phrase("Пишут {ENDFOREACH}.")}
_PARTS = re.compile(r"[A-Z][A-Z0-9]*")
_DOT = "Пишут раздел, точку и поле: {DEAL.AMOUNT}."


def literals(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Warn of what was meant as a tag and is none: `{INN}`, `{company_name}`, `{DEAL..ID}`, `[DEAL.ID]`."""
    for passage in passages:
        text = passage.text
        taken = [(found.start, found.end) for found in scan(text)] if "{" in text or "}" in text else []
        for found, message, hint in sorted(_suspects(text), key=lambda each: each[0].start()):
            start, end = found.span()
            if not any(first < end and start < last for first, last in taken):
                taken.append((start, end))
                around = excerpt(text, start, end)
                yield Finding(Severity.WARNING, "literal", passage.place(start), around, message, hint)


def _suspects(text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """Give what looks like a tag, with what is wrong and what to write; tags may be among it."""
    if "{" in text:
        for found in _WORDS.finditer(text):
            yield found, _as_it_stands(found), _hint(_LINKS.sub("_", found[1].lower()))
        for found in _MARRED.finditer(text):
            yield found, _as_it_stands(found), _repaired(found)
    for found in _UNBRACED.finditer(text):
        if (name := found.group()).lower() in kinds():
            message = Phrase("%(tag)s останется в тексте как есть: тег пишут в фигурных скобках", tag=name)
            yield found, message, Phrase("Напишите {%(tag)s}.", tag=name)


def _as_it_stands(found: re.Match[str]) -> str:
    return Phrase("%(tag)s останется в тексте как есть: это не тег", tag=found.group())


def _hint(name: str) -> str:
    if name in ROOTS:
        return Phrase("Допишите поле: {%(name)s.NAME}.", name=name.upper())
    if name in _ENDS:
        return _ENDS[name]
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
