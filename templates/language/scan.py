"""Find the tags in a text, and what was meant as one; braces that are no tag are left alone."""

import re
from collections.abc import Iterator

from templates.language import foreign
from templates.language.names import ROOTS
from templates.language.tags import Fault, Tag, TagKind
from templates.language.tokens import normalise
from templates.phrase import Phrase

_LETTER = r"[^\W\d_]"
_UPPER = "[A-ZА-ЯЁ_][A-ZА-ЯЁ0-9_\u00ad\u200b\u2060\ufeff]"  # an editor breaks words where nobody sees it
# Possessive: no time for backtracking.
_SPACE = "[\\s\u00a0\u00ad\u200b-\u200f\u202a-\u202f\u2060-\u2069\ufeff]*+"
_KNOWN = "|".join(ROOTS)
_NAMED = rf"(?:(?:(?i:{_KNOWN}|item)|{_UPPER}+){_SPACE}\.{_SPACE}\w|[A-ZА-ЯЁ]\.{_UPPER})"
_KEYWORDS = "ELSEIF|ENDIF|ENDFOREACH|FOREACH|ELSE|IF"
_MARKS = {
    "SIGNATURE": TagKind.SIGNATURE,
    "STAMP": TagKind.STAMP,
    "QR": TagKind.QR,
    "IMAGE": TagKind.IMAGE,
    "BLOCK": TagKind.BLOCK,
}
_START = re.compile(
    rf"\{{{_SPACE}(?:"
    rf"(?P<keyword>{_KEYWORDS})(?![\w.])"
    rf"|(?P<mark>{'|'.join(_MARKS)})(?=\s*[:}}])"
    rf"|(?P<bare>INDEX|ITEM)(?!\w)"
    rf"|(?:[(\s\d.,+\-−–*/×]|NOT\b|НЕ\b)*+{_NAMED}"
    rf")"
)
# A tag of which the rest stands in the next paragraph.
_CUT = re.compile(rf"\{{{_SPACE}(?:{_KNOWN.upper()})(?:{_SPACE}\.)?{_SPACE}\Z")
_JINJA = {"{{": ("}}", TagKind.PRINT), "{%": ("%}", TagKind.STATEMENT), "{#": ("#}", TagKind.COMMENT)}
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
_BREAK = re.compile(r"\}|(?=[{\n])")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'", re.DOTALL)
_INSIDE = re.compile(r"[^{}]*\}")
_LEFT_OVER = re.compile(rf"(?<![\w.{{]){_NAMED}[\w.]*{_SPACE}(?:\|[^{{}}]{{0,60}})?\}}")
_KIND = {word: TagKind(word.lower()) for word in _KEYWORDS.split("|")}


_MOST_FAULTS = 100
"""A text with more mistakes is not read on: each costs a look at all that follows it."""


def scan(text: str) -> list[Tag | Fault]:
    """Give the tags and faults of a text in order; they do not overlap."""
    found: list[Tag | Fault] = []
    faults = 0
    for each in _found(text):
        found.append(each)
        faults += isinstance(each, Fault)
        if faults == _MOST_FAULTS:
            break
    return found


def _found(text: str) -> Iterator[Tag | Fault]:
    at = 0
    while True:
        brace = text.find("{", at)
        stop = len(text) if brace < 0 else brace
        yield from _left_over(text, at, stop)
        if brace < 0:
            return
        found, at = _at(text, brace)
        if found is not None:
            yield found


def _left_over(text: str, start: int, stop: int) -> Iterator[Fault]:
    """Find tags without their opening brace between two braces, and marks that need no brace."""
    for match in _LEFT_OVER.finditer(text, start, stop):
        yield Fault(
            match.start(),
            match.end(),
            "unopened",
            "тег без открывающей скобки",
            Phrase("Напишите {%(match)s", match=match.group()),
        )
    yield from foreign.without_braces(text, start, stop)


def _at(text: str, brace: int) -> tuple[Tag | Fault | None, int]:
    """Read what a brace opens, and say where to go on."""
    if raw := _RAW.match(text, brace):
        return None, raw.end()
    if fault := foreign.at(text, brace):
        return fault, fault.end
    if text[brace : brace + 2] in _JINJA:
        return _jinja(text, brace)
    start = _START.match(text, brace)
    if start and (inside := _INSIDE.match(text, brace + 1)):
        tag = _tag(text, brace, inside.end(), start)
        return tag, tag.end
    if start or _CUT.match(text, brace):
        return _unclosed(text, brace)
    fault = foreign.misspelt(text, brace)
    return fault, fault.end if fault else brace + 1


def _tag(text: str, start: int, end: int, found: re.Match[str]) -> Tag | Fault:
    body = normalise(text[start + 1 : end - 1])
    if word := found["keyword"]:
        return Tag(_KIND[word], start, end, body)
    if mark := found["mark"]:
        return Tag(_MARKS[mark], start, end, body)
    return Tag(TagKind.FIELD, start, end, body)


def _unclosed(text: str, brace: int) -> tuple[Fault, int]:
    stop = next((n for n in range(brace + 1, len(text)) if text[n] in "{}\n"), len(text))
    end = min(stop, brace + 60)
    return Fault(brace, end, "unclosed", "тег не закрыт", "Поставьте } в конце тега."), stop


def _jinja(text: str, brace: int) -> tuple[Tag | Fault, int]:
    closing, kind = _JINJA[text[brace : brace + 2]]
    end = _jinja_end(text, brace + 2, closing, strings=kind is not TagKind.COMMENT)
    if end < 0:
        stop = _BREAK.search(text, brace + 2, brace + 60)
        stops = stop.end() if stop else min(len(text), brace + 60)
        opened = text[brace : brace + 2]
        return Fault(
            brace,
            stops,
            "unclosed",
            Phrase("%(opened)s не закрыт", opened=opened),
            Phrase("Поставьте %(closing)s.", closing=closing),
        ), stops
    return Tag(kind, brace, end, text[brace + 2 : end - 2]), end


def _jinja_end(text: str, at: int, closing: str, *, strings: bool) -> int:
    """Find the end of a tag of Jinja behind all of its texts in quotes."""
    if not strings:
        found = text.find(closing, at)
        return found + 2 if found >= 0 else -1
    while at < len(text):
        if quoted := _STRING.match(text, at):
            at = quoted.end()
        elif text.startswith(closing, at):
            return at + 2
        elif text.startswith(("{{", "{%"), at):
            return -1
        else:
            at += 1
    return -1
