"""The order of opening and closing tags of Jinja and of word tags together, told in Russian."""

import re
from collections.abc import Iterator, Sequence

from templates.findings import Finding, Severity
from templates.lint.program import Line
from templates.phrase import Phrase

_WORD = re.compile(r"\{%[-+]?\s*([a-z_]+)\s*(.*?)\s*[-+]?%\}$", re.DOTALL)
_OPENING = frozenset(["if", "for", "macro", "call", "filter", "with", "block"])
_TURNS = {"elif": ("if",), "else": ("if", "for")}


def order(lines: Sequence[Line]) -> Iterator[Finding]:
    """Tell of every tag that closes what is not open, and of what nothing closes."""
    opened: list[tuple[str, Line]] = []
    for line in lines:
        found = _WORD.match(line.code)
        word, rest = (found[1], found[2]) if found else ("", "")
        if word in _OPENING or (word == "set" and "=" not in rest):
            opened.append((word, line))
        elif word in _TURNS and (not opened or opened[-1][0] not in _TURNS[word]):
            yield _told(
                line, "stray", Phrase("«%(word)s» стоит вне «if»", word=word), "Проверьте порядок тегов."
            )
        elif word.startswith("end"):
            yield from _closed(word.removeprefix("end"), line, opened)
    for word, line in opened:
        hint = Phrase("Поставьте %(closing)s там, где он кончается.", closing=_shown("end" + word, line))
        yield _told(line, "unclosed-block", Phrase("%(opened)s не закрыт", opened=_shown(word, line)), hint)


def _closed(word: str, line: Line, opened: list[tuple[str, Line]]) -> Iterator[Finding]:
    if word not in (each for each, _ in opened):
        message = Phrase(
            "%(closing)s без %(opening)s", closing=_shown("end" + word, line), opening=_shown(word, line)
        )
        yield _told(line, "stray", message, "Уберите его или откройте раньше.")
        return
    at = max(n for n, (each, _) in enumerate(opened) if each == word)
    inner, opener = opened[-1]
    del opened[at]
    if inner != word:
        message = Phrase(
            "теги перекрещиваются: %(outer)s раньше, чем %(inner)s",
            outer=_shown("end" + word, line),
            inner=_shown("end" + inner, opener),
        )
        yield _told(
            line,
            "crossing",
            message,
            Phrase("Закройте сначала %(inner)s.", inner=_shown("end" + inner, opener)),
        )


def _shown(word: str, like: Line) -> str:
    """Write a keyword as the tag beside it is written: {ENDIF} or {% endif %}."""
    own = {"for": "FOREACH", "endfor": "ENDFOREACH"}.get(word, word.upper())
    return f"{{% {word} %}}" if like.tag.kind == "statement" else f"{{{own}}}"


def _told(line: Line, code: str, message: str, hint: str) -> Finding:
    return line.finding(Severity.ERROR, code, message, hint)
