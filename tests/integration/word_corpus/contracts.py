"""Contracts of any length, as a lawyer's template has them, and the places that tags hide in."""

import io
from collections.abc import Callable
from copy import deepcopy
from functools import cache

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from tests.integration.word_corpus.reading import parts, zipped
from tools.word_library.compose import build
from tools.word_library.markup import TEXTS, Paragraph, Table, Text, read

_CLAUSES = (
    "Исполнитель сообщает Заказчику ({COMPANY.NAME}) о ходе работ по адресу {CONTACT.EMAIL} еженедельно.",
    'Стоимость этапа учтена в цене {DEAL.AMOUNT | money}, срок — {DEAL.DEADLINE | format: "dd.MM.yyyy"}.',
    "{IF DEAL.AMOUNT > 100000}Этап принимает комиссия{ELSE}Комиссии нет{ENDIF}, акт готовит {USER.NAME}.",
    "Действуют условия договора № {DOCUMENT.NUMBER}; литерал {не тег} и {1} остаются как есть.",
)


@cache
def contract(sections: int) -> bytes:
    """Build a contract with so many more sections than the shortest one has."""
    text = read(TEXTS / "contract.txt", "ru")
    return build(Text(text.about, tuple(_blocks(text, sections))), "ru")


def _blocks(text: Text, sections: int) -> list[Paragraph | Table]:
    blocks = list(text.blocks)
    place = next(
        n for n, block in enumerate(blocks) if isinstance(block, Paragraph) and block.label == "requisites"
    )
    more = [each for number in range(sections) for each in _section(number)]
    return [*blocks[:place], *more, *blocks[place:]]


def _section(number: int) -> list[Paragraph]:
    clauses = (_CLAUSES[(number + shift) % len(_CLAUSES)] for shift in range(len(_CLAUSES)))
    return [Paragraph("##", f"Этап {number + 1}"), *(Paragraph("+", clause) for clause in clauses)]


def page() -> bytes:
    """Build a contract of one page: title, preamble, requisites and signatures."""
    text = read(TEXTS / "contract.txt", "ru")
    preamble = next(
        n for n, block in enumerate(text.blocks) if isinstance(block, Paragraph) and block.sign == "="
    )
    parties = next(block for block in text.blocks if isinstance(block, Table))
    return build(Text(text.about, (*text.blocks[: preamble + 1], parties)), "ru")


def with_text(paragraphs: list[str]) -> bytes:
    """Build a bare document of these paragraphs."""
    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    return _saved(document)


def _saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def in_cell_of_cell(tag: str) -> bytes:
    document = docx.Document()
    inner = document.add_table(1, 1).cell(0, 0).add_table(1, 2)
    inner.cell(0, 1).text = tag
    return _saved(document)


def in_header_and_footer(tag: str) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        part.paragraphs[0].text = tag
    return _saved(document)


_BOX = """<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="3000000" cy="600000"/><wp:docPr id="9" name="Надпись 9"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="600000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
<wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx>
<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>
<v:shape style="width:236pt;height:47pt">
<v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:shape>
</w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def in_text_box(tag: str) -> bytes:
    document = docx.Document()
    run = parse_xml(_BOX.format(ns=nsdecls("w")))
    for paragraph in run.iter(qn("w:p")):
        paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:t/></w:r>"))
        next(paragraph.iter(qn("w:t"))).text = tag
    document.add_paragraph()._p.append(run)
    return _saved(document)


_NOTE = """<w:footnotes {ns}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>
</w:footnote><w:footnote w:id="2"><w:p><w:r><w:t/></w:r></w:p></w:footnote></w:footnotes>"""
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def in_footnote(tag: str) -> bytes:
    """Put a tag into a footnote: a part of its own, which python-docx does not write."""
    document = docx.Document()
    reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    document.add_paragraph("Текст со сноской")._p.append(parse_xml(reference))
    files = parts(_saved(document))
    note = etree.fromstring(_NOTE.format(ns=nsdecls("w")))
    next(note.iter(qn("w:t"))).text = tag
    files["word/footnotes.xml"] = etree.tostring(note, encoding="UTF-8")
    kind = f'<Override PartName="/word/footnotes.xml" ContentType="{_KIND}"/></Types>'
    _add(files, "[Content_Types].xml", kind)
    target = f'<Relationship Id="rId900" Type="{_RELATION}" Target="footnotes.xml"/></Relationships>'
    _add(files, "word/_rels/document.xml.rels", target)
    return zipped(files)


def _add(files: dict[str, bytes], name: str, last: str) -> None:
    head, _, _ = files[name].decode().rpartition("</")
    files[name] = (head + last).encode()


def in_content_control(tag: str) -> bytes:
    document = docx.Document(io.BytesIO(with_text([tag])))
    paragraph = document.paragraphs[0]._p
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
    control.find(qn("w:sdtContent")).append(deepcopy(paragraph))
    paragraph.getparent().replace(paragraph, control)
    return _saved(document)


PLACES: dict[str, Callable[[str], bytes]] = {
    "a table in a table": in_cell_of_cell,
    "headers and footers": in_header_and_footer,
    "a text box": in_text_box,
    "a footnote": in_footnote,
    "a content control": in_content_control,
}
