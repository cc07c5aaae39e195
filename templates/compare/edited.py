"""A Word file that a person edited outside: read, judged, and made into a PDF as it stands.

It is no template: nothing in it is filled in, so a tag that was left in it would be signed as such.
"""

import io
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from pypdf import PdfReader

from templates.errors import RenderFailed, TemplateError
from templates.language.scan import scan
from templates.language.tags import Tag
from templates.phrase import Phrase, joined
from templates.places import PREFIX, find_places
from templates.render import Rendered
from templates.word.gate import open_docx
from templates.word.names import every, w
from templates.word.package import PROPERTIES, TextPart, text_parts
from templates.word.settle import settle
from templates.word.walk import Located, located

_TRACKED = every("ins del moveFrom moveTo cellIns cellDel cellMerge") | every(
    "rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange numberingChange"
)
_AUTHOR = w("author")
_SHOWN = 60
_PARTIES = {"client": Phrase("клиента"), "seller": Phrase("нашей стороны")}


class EditRefused(TemplateError):
    """An edited file cannot be a version; `reasons` lists every one, with its place and what to do."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(joined(" ", self.reasons))


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited file that may become a version.

    `docx` is the file as it came, or with its tracked changes accepted; `tracked` counts those that it has,
    `trackers` names who made them; `paragraphs` is its text with all of them accepted.
    """

    docx: bytes
    paragraphs: tuple[str, ...]
    tracked: int
    trackers: tuple[str, ...]


def read_edited(docx: bytes, *, parties: Collection[str] = (), accept: bool = False) -> Edited:
    """Read an edited file in which each of `parties` must have a place to sign.

    With `accept`, tracked changes become part of the text. Raises BadTemplate for what is no sound Word file,
    EditRefused with every reason at once.
    """
    parts = open_docx(docx)
    trees = list(text_parts(parts))
    paragraphs = located(docx)
    if reasons := [*_left_tags(paragraphs), *_lost_places(trees, parties)]:
        raise EditRefused(reasons)
    marks = [mark for part in trees for mark in part.root.iter(*_TRACKED)]
    names = dict.fromkeys(mark.get(_AUTHOR, "") for mark in marks)
    return Edited(
        _accepted(docx, trees) if accept and marks else docx,
        tuple(paragraph.text for paragraph in paragraphs if paragraph.spot.part != PROPERTIES),
        len(marks),
        tuple(filter(None, names)),
    )


def word_paragraphs(docx: bytes) -> tuple[str, ...]:
    """Give the text of a Word file by paragraphs, its properties left out. Raises BadTemplate."""
    return tuple(each.text for each in located(docx) if each.spot.part != PROPERTIES)


def render_edited(docx: bytes) -> Rendered:
    """Make the PDF of an edited file. Raises OfficeMissing, ConversionFailed, RenderFailed."""
    from templates.office import to_pdf

    return finish_edited(docx, to_pdf(docx))


def finish_edited(docx: bytes, pdf: bytes) -> Rendered:
    """Find the places to sign in what LibreOffice made of an edited file. Raises RenderFailed."""
    reader = PdfReader(io.BytesIO(pdf))
    places = find_places(reader)
    wanted = _places(list(text_parts(open_docx(docx))))
    if lost := wanted - {place.party for place in places}:
        raise RenderFailed(
            "word/document.xml",
            Phrase("в PDF нет мест подписи: %(lost)s", lost=joined(", ", map(_whose, sorted(lost)))),
        )
    return Rendered(pdf=pdf, pages=len(reader.pages), places=places, docx=docx)


def _left_tags(paragraphs: Sequence[Located]) -> Iterator[str]:
    for paragraph in paragraphs:
        for found in scan(paragraph.text):
            if isinstance(found, Tag):
                tag = paragraph.text[found.start : found.end][:_SHOWN]
                where = paragraph.spot.words()
                yield Phrase(
                    "%(where)s: остался тег «%(tag)s». Напишите вместо него готовый текст.",
                    where=where,
                    tag=tag,
                )


def _lost_places(trees: Sequence[TextPart], parties: Collection[str]) -> Iterator[str]:
    there = _places(trees)
    for party in parties:
        if party not in there:
            yield (
                Phrase(
                    "Пропало место подписи %(whose)s: закладка «%(mark)s». Верните "
                    "строку подписи из исходного файла или поставьте закладку в Word: Вставка → "
                    "Закладка → %(mark)s.",
                    whose=_whose(party),
                    mark=f"{PREFIX}{party}",
                )
            )


def _places(trees: Sequence[TextPart]) -> set[str]:
    names = (mark.get(w("name"), "") for part in trees for mark in part.root.iter(w("bookmarkStart")))
    return {
        name.removeprefix(PREFIX)
        for name in names
        if name.startswith(PREFIX) and name[len(PREFIX) :].isalpha()
    }


def _whose(party: str) -> str:
    return _PARTIES.get(party, Phrase("стороны «%(party)s»", party=party))


def _accepted(docx: bytes, trees: Sequence[TextPart]) -> bytes:
    """Write the file again with its tracked changes accepted; parts without text stay byte for byte."""
    settled: dict[str, bytes] = {}
    for part in trees:
        if part.role != PROPERTIES:
            settle(part.root)
            settled[part.name] = etree.tostring(
                part.root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if not entry.is_dir():
                new.writestr(entry, settled.get(entry.filename) or old.read(entry))
    return buffer.getvalue()
