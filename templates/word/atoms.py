"""The text of a paragraph joined over its runs, and where each piece of it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from templates.word.names import COMPATIBILITY, every, w

P, R, T = w("p"), w("r"), w("t")
_INSIDE = every("r hyperlink sdt sdtContent smartTag fldSimple customXml dir bdo ruby rubyBase")
_SPELT = {w("tab"): "\t", w("cr"): "\n", w("br"): "\n", w("noBreakHyphen"): "-"}
_SEEN = every(
    "drawing pict object sym fldChar footnoteReference endnoteReference ptab pgNum dayShort dayLong "
    "monthShort monthLong yearShort yearLong ruby"
) | {
    f"{{{COMPATIBILITY}}}AlternateContent",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
}
_EATEN = every("softHyphen lastRenderedPageBreak")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a paragraph: characters of its text from `start` on, or a thing without text."""

    element: etree._Element
    start: int
    text: str = ""
    seen: bool = False

    @property
    def end(self) -> int:
        """Give where the piece ends in the paragraph's text."""
        return self.start + len(self.text)


@dataclass
class Paragraph:
    """A paragraph by its pieces; text boxes that hang on it are paragraphs of their own."""

    element: etree._Element
    atoms: list[Atom] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """Join the text over runs; tabs and line breaks are characters of it."""
        return "".join(atom.text for atom in self.atoms)

    def at(self, position: int) -> etree._Element:
        """Give the element that holds the character at a position. Raises StopIteration beyond the text."""
        return next(atom.element for atom in self.atoms if atom.start <= position < atom.end)

    @cached_property
    def things(self) -> list[int]:
        """Give where a reader sees something that is no text: a picture, a page break, a field."""
        marks = set(_marks_of_texts(self.atoms))
        return [atom.start for atom in self.atoms if atom.seen and atom not in marks]


def _marks_of_texts(atoms: Iterable[Atom]) -> Iterator[Atom]:
    """Give the marks of the fields that a paragraph has whole and that show a text: it is all one sees."""
    opened: list[list[Atom]] = []
    for atom in atoms:
        kind = atom.element.get(w("fldCharType"))
        if kind == "begin":
            opened.append([])
        if kind is not None and opened:
            opened[-1].append(atom)
        if kind == "end" and opened:
            field = opened.pop()
            yield from field if field[-2].end < atom.start else ()


def read_paragraph(element: etree._Element) -> Paragraph:
    """Read the pieces of a paragraph."""
    paragraph = Paragraph(element)
    position = 0
    for piece, text, seen in _pieces(element):
        paragraph.atoms.append(Atom(piece, position, text, seen))
        position += len(text)
    return paragraph


def _pieces(parent: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
    for child in parent:
        tag = child.tag
        if tag == T:
            yield child, child.text or "", False
        elif tag in _SPELT:
            paging = child.get(w("type")) in {"page", "column"}
            yield child, "" if paging else _SPELT[tag], paging
        elif tag in _SEEN:
            yield child, "", True
        elif tag in _EATEN:
            yield child, "", False
        elif tag in _INSIDE:
            yield from _pieces(child)
