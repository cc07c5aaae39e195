"""Jinja in the tree of a part: each piece is a processing instruction until the part becomes a template."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from templates.findings import Spot
from templates.language import Tag, TagKind
from templates.word.walk import Placed

_TARGET = "docsvc"
_PIECE = re.compile(rf"<\?{_TARGET} (\d+)\?>")
_BRACE = re.compile(r"\{(?=[{%#]|$)")
_STATEMENT = re.compile(r"\s*[-+]?\s*(?:(p|tr|tc|r)\s+)?([a-z]+)", re.IGNORECASE)
_LEVEL = re.compile(r"\s*(p|tr|tc|r)\s+")
_OPENING = frozenset(["if", "for", "macro", "call", "filter", "with"])
_LONGEST = 60
_BRACES = {TagKind.PRINT: "{{ }}", TagKind.STATEMENT: "{% %}"}
_SET_BLOCK = re.compile(r"\s*[-+]?\s*set\s+[^=]*$")
NUMBER = "docsvc-number"  # stands in an attribute for a number that every copy needs anew


class Step(StrEnum):
    """What a tag does to the order of things: a block opens, turns, closes; or nothing of that."""

    OPEN = "open"
    TURN = "turn"
    CLOSE = "close"
    NONE = ""


@dataclass(eq=False, slots=True)
class Mark:
    """A tag in its paragraph with its Jinja; `level` is docxtpl's letter for what it stands for, or empty."""

    tag: Tag
    placed: Placed
    code: str
    step: Step
    family: str
    level: str

    @property
    def said(self) -> str:
        """Give the tag as a person would find it: `{DEAL.AMOUNT | money}`."""
        body = self.tag.body if len(self.tag.body) <= _LONGEST else f"{self.tag.body[:_LONGEST]}…"
        before, after = _BRACES.get(self.tag.kind, "{ }").split()
        return f"{before}{body}{after}"

    @property
    def spot(self) -> Spot:
        """Give the place for people."""
        return self.placed.spot


_WORD_STEPS = {
    TagKind.IF: (Step.OPEN, "if"),
    TagKind.ELSEIF: (Step.TURN, "if"),
    TagKind.ELSE: (Step.TURN, "if"),
    TagKind.ENDIF: (Step.CLOSE, "if"),
    TagKind.FOREACH: (Step.OPEN, "for"),
    TagKind.ENDFOREACH: (Step.CLOSE, "for"),
}


def step_of(tag: Tag) -> tuple[Step, str]:
    """Say what a tag opens, turns or closes, and the name of that block in Jinja."""
    if tag.kind is not TagKind.STATEMENT:
        return _WORD_STEPS.get(tag.kind, (Step.NONE, ""))
    found = _STATEMENT.match(tag.body)
    word = found[2].lower() if found else ""
    if word in {"elif", "else"}:
        return Step.TURN, ""
    if word.startswith("end"):
        return Step.CLOSE, word[3:]
    opens = word in _OPENING or (word == "set" and _SET_BLOCK.match(tag.body))
    return (Step.OPEN, word) if opens else (Step.NONE, word)


def split_level(body: str) -> tuple[str, str]:
    """Part docxtpl's letter (`p`, `tr`, `tc`, `r`) from what stands in a tag of Jinja."""
    found = _LEVEL.match(body)
    return (found[1], body[found.end() :]) if found else ("", body)


@dataclass(slots=True)
class Pieces:
    """The pieces of Jinja of one part, in the order in which they were made."""

    codes: list[str] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    steps: list[tuple[Step, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def node(
        self, code: str, spot: Spot, step: tuple[Step, str] = (Step.NONE, ""), said: str = ""
    ) -> etree._Element:
        """Make the instruction that stands for a piece of Jinja; `said` is the tag as its author wrote it."""
        self.said.append(said)
        self.codes.append(code)
        self.spots.append(spot)
        self.steps.append(step)
        return etree.ProcessingInstruction(_TARGET, str(len(self.codes) - 1))

    def index(self, node: etree._Element) -> int | None:
        """Say which piece an element of the tree stands for; None for an ordinary element."""
        is_piece = isinstance(node, etree._ProcessingInstruction) and node.target == _TARGET  # noqa: SLF001
        return int(node.text or 0) if is_piece else None

    def template(self, root: etree._Element) -> tuple[str, list[Spot], list[str]]:
        """Write a tree as a Jinja template, and the place and the tag that each of its lines stands for.

        Every piece begins a line: where one fails, Jinja tells the line.
        """
        text = (
            etree.tostring(root, encoding="unicode").replace("\n", "&#10;").replace(NUMBER, "{{ number() }}")
        )
        written: list[str] = []
        spots, said = [Spot()], [""]
        for position, part in enumerate(_PIECE.split(text)):
            if position % 2 == 0:
                written.append(_BRACE.sub("&#123;", part).replace("&#123;{ number() }}", "{{ number() }}"))
                continue
            code = self.codes[int(part)].replace("\n", " ")
            cut = 3 if code[2:3] in {"-", "+"} else 2
            written.append(f"{code[:cut]}\n {code[cut:].lstrip()}")
            spots.append(self.spots[int(part)])
            said.append(self.said[int(part)])
        return "".join(written), spots, said
