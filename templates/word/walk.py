"""Every paragraph of a part with its place: for refusals, for lint, for the weaving of tags."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from templates.findings import Spot
from templates.word.atoms import Paragraph, read_paragraph
from templates.word.contents import instructions
from templates.word.gate import open_docx
from templates.word.names import every, w
from templates.word.package import PROPERTIES, TextPart, text_parts
from templates.word.settle import is_fallback, settle

_NOTES = every("footnote endnote")
_HOLDERS = every("tc txbxContent body hdr ftr footnote endnote")
_BOX = "надпись"


@dataclass(frozen=True, slots=True)
class Located:
    """The joined text of one paragraph, its place, and which cell or part holds it.

    Where text boxes hang amid paragraphs, `pieces` gives of each run of the text its start and its turn.
    """

    text: str
    spot: Spot
    container: str
    pieces: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph with its place."""

    paragraph: Paragraph
    spot: Spot
    container: str


class _Counter:
    """Counts paragraphs outside tables, tables and rows, in reading order."""

    def __init__(self, part: TextPart) -> None:
        self._part = part
        self._numbers: dict[etree._Element, int] = {}
        self._paragraphs: dict[str, int] = {}
        self._holders: dict[etree._Element, str] = {}
        notes = (note for note in part.root.iter(*_NOTES) if note.get(w("type")) is None)
        self._notes = {note: number for number, note in enumerate(notes, 1)}
        tables = [table for table in part.root.iter(w("tbl")) if not is_fallback(table)]
        for number, table in enumerate(tables, 1):
            self._numbers[table] = number
            rows = (row for row in table.iter(w("tr")) if _nearest(row, w("tbl")) is table)
            self._numbers.update((row, place) for place, row in enumerate(rows, 1))

    def _role(self, element: etree._Element) -> str:
        """Name the part, a note by its number: «сноска 2»."""
        note = next((each for each in element.iterancestors() if each in self._notes), None)
        return self._part.role if note is None else f"{self._part.role} {self._notes[note]}"

    def place(self, element: etree._Element) -> tuple[Spot, str]:
        holder = next((above for above in element.iterancestors() if above.tag in _HOLDERS), self._part.root)
        boxed = any(above.tag == w("txbxContent") for above in element.iterancestors())
        role = ", ".join(filter(None, (self._role(element), _BOX if boxed else "")))
        row = _nearest(element, w("tr"))
        container = self._holders.setdefault(holder, f"{self._part.name}#{len(self._holders)}")
        if row is not None:
            table = _nearest(row, w("tbl"))
            return Spot(
                role, table=None if table is None else self._numbers.get(table), row=self._numbers.get(row)
            ), container
        if not is_fallback(element):  # what only old programs show is no other paragraph
            self._paragraphs[role] = self._paragraphs.get(role, 0) + 1
        return Spot(role, paragraph=self._paragraphs.get(role)), container


def _nearest(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def paragraphs(part: TextPart) -> Iterator[Placed]:
    """Give the paragraphs of a settled part in reading order."""
    counter = _Counter(part)
    for element in part.root.iter(w("p")):
        spot, container = counter.place(element)
        yield Placed(read_paragraph(element), spot, container)


def turns(part: TextPart) -> dict[etree._Element, int]:
    """Give the elements of a part their turns, where text boxes may hang between two tags of a paragraph."""
    boxed = next(part.root.iter(w("txbxContent")), None) is not None
    return {element: turn for turn, element in enumerate(part.root.iter())} if boxed else {}


def located(docx: bytes) -> list[Located]:
    """Give the text of every paragraph of a DOCX with its place; mail-merge fields as `{MERGEFIELD x}`.

    The second form of a text box that old programs show is left out. Raises BadTemplate.
    """
    found: list[Located] = []
    for part in text_parts(open_docx(docx)):
        if part.role == PROPERTIES:
            found += [
                Located(element.text, Spot(part.role), part.name)
                for element in part.root.iter(etree.Element)
                if element.text and "{" in element.text
            ]
            continue
        settle(part.root)
        turn = turns(part)
        for placed in paragraphs(part):
            if not is_fallback(placed.paragraph.element):
                text = placed.paragraph.text + _merge_fields(placed.paragraph.element)
                atoms = placed.paragraph.atoms if turn else ()
                pieces = tuple((atom.start, turn[atom.element]) for atom in atoms if atom.text)
                found.append(Located(text, placed.spot, placed.container, pieces))
    return found


def _merge_fields(paragraph: etree._Element) -> str:
    told = (instruction.split() for instruction in instructions(paragraph))
    return "".join(
        f" {{MERGEFIELD {words[1]}}}" for words in told if len(words) > 1 and words[0].upper() == "MERGEFIELD"
    )
