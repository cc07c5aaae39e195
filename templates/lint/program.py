"""The tags of one part as a program of Jinja, one tag a line: what is found in it leads back to a place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser

from templates.findings import Finding, Severity
from templates.language import JINJA, BadTag, Fault, Scope, Tag, TagKind, excerpt, scan
from templates.language.blocks import block_name
from templates.language.names import Loop
from templates.language.tokens import straighten
from templates.language.translate import finding
from templates.lint.jinja import in_russian
from templates.lint.passages import Passage
from templates.sandbox import Sandbox

_LEVEL = re.compile(r"^(\s*[-+]?\s*)(?:p|tr|tc|r)\s+(?=\S)")
_SPECIAL = re.compile(r"\s*(?:colspan|cellbg|vm|hm)\b")
_STEERED = {TagKind.IF: "{% endif %}", TagKind.FOREACH: "{% endfor %}"}
_CLOSING = {TagKind.ENDIF: TagKind.IF, TagKind.ENDFOREACH: TagKind.FOREACH}
_MADE = re.compile(r"\{%[-+]?\s*(?:for\s+(.+?)\s+in\b|(?:set|macro)\s+(.+?)(?:=|%\}))")
_NAME = re.compile(r"[^\W\d]\w*")
_WORDS = frozenset({"none", "true", "false"})
_BRACES = {TagKind.PRINT: "{{…}}", TagKind.STATEMENT: "{%…%}", TagKind.COMMENT: "{#…#}"}
_APART = (
    "начало и конец блока стоят на разных уровнях: один в таблице, другой вне её или в другой таблице",
    "Поставьте оба тега в одну таблицу или оба вне таблиц, в отдельные абзацы.",
)
_NO_TAG = "Если это не тег, разделите скобки пробелом: { {."
_SANDBOX = Sandbox()


@dataclass(frozen=True, slots=True)
class Line:
    """A tag in its passage, its Jinja and the loops that it stands in."""

    passage: Passage
    tag: Tag
    code: str
    loops: tuple[Loop, ...]

    def finding(self, severity: Severity, code: str, message: str, suggestion: str = "") -> Finding:
        """Tell of something about this tag."""
        around = excerpt(self.passage.text, self.tag.start, self.tag.end)
        return Finding(severity, code, self.passage.place(self.tag.start), around, message, suggestion)


@dataclass(slots=True)
class Program:
    """The tags of a part; `findings` are those that made no sense."""

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    broken: bool = False

    def trees(self) -> list[tuple[int, nodes.Template]]:
        """Parse the program: whole, or tag by tag where its order is broken; each with its first line."""
        from templates.lint.order import order

        text = "\n".join(line.code for line in self.lines)
        if not self.broken:
            disordered = tuple(order(self.lines))
            self.findings += disordered
            self.broken = bool(disordered)
        if not self.broken:
            try:
                return [(1, Parser(_SANDBOX, text).parse())]
            except TemplateSyntaxError as error:
                self._refuse(error)
            except (RecursionError, ValueError):
                self._refuse(TemplateSyntaxError("слишком глубокая вложенность или слишком длинное число", 1))
        named = "".join(f"{{% set {name} = none %}}" for name in _own_names(self.lines))
        return [pair for number, line in enumerate(self.lines, 1) for pair in _alone(number, line, named)]

    def _refuse(self, error: TemplateSyntaxError) -> None:
        line = self.lines[min(error.lineno, len(self.lines)) - 1]
        self.findings.append(line.finding(Severity.ERROR, "bad-jinja", in_russian(error.message), _NO_TAG))


def _own_names(lines: Iterable[Line]) -> list[str]:
    """Give the names that Jinja's own tags make: to a tag that is read alone they are no unknown fields."""
    made = (_MADE.search(line.code) for line in lines if line.tag.kind is TagKind.STATEMENT)
    names = {name for found in made if found for name in _NAME.findall(found[1] or found[2])}
    return sorted(names - _WORDS)


def _alone(number: int, line: Line, named: str) -> list[tuple[int, nodes.Template]]:
    """Parse one tag without the others, in the loops that it stands in."""
    if line.code.startswith(("{% e", "{#")):
        return []
    before = named + "".join(f'{{% for {loop.variable} in []|each("{loop.path}") %}}' for loop in line.loops)
    after = "{% endfor %}" * len(line.loops)
    endings = [_STEERED[line.tag.kind]] if line.tag.kind in _STEERED else ["", "{% endfor %}", "{% endif %}"]
    for ending in endings:
        try:
            return [(number, Parser(_SANDBOX, before + line.code + ending + after).parse())]
        except (TemplateSyntaxError, RecursionError, ValueError):
            continue
    return []


def read_program(passages: Iterable[Passage]) -> Program:
    """Read the tags of one part in document order."""
    reader = _Reader()
    every = [(passage, found) for passage in passages for found in scan(passage.text)]
    for passage, found in sorted(every, key=lambda each: each[0].turn(each[1].start)):
        reader.read(found, passage)
    reader.close()
    return reader.program


class _Reader:
    """Reads tags one by one; `_open` mirrors what the scope holds open, with the passages of the openers."""

    def __init__(self) -> None:
        self.program = Program()
        self._scope = Scope()
        self._open: list[tuple[Tag, Passage]] = []

    def read(self, found: Tag | Fault, passage: Passage) -> None:
        if isinstance(found, Fault):
            self.program.findings.append(_told(passage, found))
        elif found.kind in JINJA:
            self._jinja(found, passage)
        elif found.kind is not TagKind.BLOCK or not block_name(found):
            self._word(found, passage)

    def _jinja(self, tag: Tag, passage: Passage) -> None:
        body = tag.body if passage.spot is None else straighten(tag.body)
        body = _LEVEL.sub(r"\1", body).replace("\n", " ")
        if not (tag.kind is TagKind.STATEMENT and _SPECIAL.match(body)):
            code = _BRACES[tag.kind].replace("…", body)
            self.program.lines.append(Line(passage, tag, code, self._scope.loops))

    def _word(self, tag: Tag, passage: Passage) -> None:
        loops = self._scope.loops
        self._match(tag, passage)
        try:
            code = self._scope.jinja(tag)
        except BadTag as bad:
            self._tell(passage, bad.fault)
            return
        self.program.lines.append(Line(passage, tag, code, loops))

    def _match(self, tag: Tag, passage: Passage) -> None:
        """Keep an opener; find the opener of a closing tag, which may not stand in another table."""
        if tag.kind in _STEERED:
            self._open.append((tag, passage))
        wanted = _CLOSING.get(tag.kind)
        at = max((n for n, (each, _) in enumerate(self._open) if each.kind is wanted), default=None)
        if at is None:
            return
        _, opener = self._open.pop(at)
        if opener.container != passage.container and _table(opener) != _table(passage):
            self._tell(passage, Fault(tag.start, tag.end, "crossing", *_APART))

    def _tell(self, passage: Passage, fault: Fault) -> None:
        self.program.findings.append(_told(passage, fault))
        self.program.broken = True

    def close(self) -> None:
        """Tell of what nothing closes."""
        for (_, passage), fault in zip(self._open, self._scope.close(), strict=False):
            self._tell(passage, fault)


def _table(passage: Passage) -> int | None:
    return passage.spot.table if passage.spot else None


def _told(passage: Passage, fault: Fault) -> Finding:
    return finding(passage.text, fault, passage.place(fault.start))
