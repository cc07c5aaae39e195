"""The texts of a template that may hold tags, each with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from templates.findings import Spot
from templates.language import Fault, TagKind, scan
from templates.language.blocks import block_name
from templates.phrase import Phrase

if TYPE_CHECKING:
    from templates.source import Source


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and its place; without a `spot` its places are lines. Tags belong together within one `part`."""

    text: str
    part: str = ""
    spot: Spot | None = None
    container: str = ""
    pieces: tuple[tuple[int, int], ...] = ()

    def turn(self, offset: int) -> int:
        """Give the turn of a character in its part, where text boxes hang amid paragraphs; 0 elsewhere."""
        return max((turn for start, turn in self.pieces if start <= offset), default=0)

    def place(self, offset: int) -> Spot:
        """Name the place of a character."""
        return self.spot or Spot(self.part, line=self.text.count("\n", 0, offset) + 1)


def of_docx(docx: bytes) -> list[Passage]:
    """Give the paragraphs of a Word file. Raises BadTemplate."""
    from templates.word import located

    return [
        Passage(each.text, each.container.partition("#")[0], each.spot, each.container, each.pieces)
        for each in located(docx)
    ]


def of_source(source: "Source") -> list[Passage]:
    """Give the texts of a template. Raises BadTemplate."""
    from templates.source import Engine

    if source.engine is Engine.DOCX:
        return of_docx(source.files[source.main])
    return [Passage(source.text(source.main))]


def of_blocks(passages: list[Passage], blocks: Mapping[str, str]) -> Iterator[Passage]:
    """Give the texts of the blocks that a template inserts, and that these insert, as parts of their own."""
    waiting, seen = [each.text for each in passages], set[str]()
    while waiting:
        text = waiting.pop()
        for tag in scan(text) if "BLOCK" in text else ():
            if isinstance(tag, Fault) or tag.kind is not TagKind.BLOCK:
                continue
            name = block_name(tag)
            if name not in seen and name in blocks:
                seen.add(name)
                waiting.append(blocks[name])
                yield Passage(blocks[name], Phrase("блок «%(name)s»", name=name))
