"""DOCX files made in memory, nice and nasty, and a look at what came of them."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from lxml import etree

from templates import Source, complete
from templates.word.merge import merge
from templates.word.names import w

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TREE: dict[str, Any] = {
    "document": {"number": "КП-7", "date": "2026-11-21"},
    "deal": {
        "id": "48213",
        "number": "48213",
        "title": "Внедрение системы «Склад»",
        "currency": "RUB",
        "date": "2026-11-21",
        "deadline": "2026-12-21",
        "additional_conditions": "Доставка включена",
        "validity_date": "2026-12-05",
        "products": [
            {"name": "Настройка", "quantity": 2, "unit": "шт.", "price": "30000", "vat_rate": 22},
            {
                "name": "Обучение & <помощь>",
                "quantity": 1,
                "unit": "усл.",
                "price": "15000.50",
                "vat_rate": 22,
            },
            {"name": "Сервер", "quantity": 3, "unit": "шт.", "price": "8333.33", "vat_rate": 22},
        ],
    },
    "company": {"name": "ООО «Ромашка & Ко»", "inn": "7707083893", "address": "Москва, ул. Ленина, 1"},
    "contact": {"name": "Иванов Иван Иванович", "position": "генеральный директор"},
    "user": {
        "name": "Петров П. П.",
        "position": "менеджер",
        "phone": "+7 495 000-00-00",
        "email": "p@example.ru",
    },
    "seller": {
        "name": "ООО «Вектор»",
        "inn": "7707083893",
        "kpp": "770701001",
        "account": "40702810900000012345",
        "bank_name": "АО «Банк»",
        "bik": "044525225",
        "corr_account": "30101810400000000225",
    },
}

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_PACKAGE = {
    name: f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{data}'.encode()
    for name, data in {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": _RELS.format(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _RELS.format(""),
        "word/document.xml": "",
    }.items()
}

Build = Callable[[Document], None]


def made(build: Build) -> bytes:
    """Make a DOCX by python-docx."""
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def paragraphs(*texts: str) -> bytes:
    """Make a DOCX of paragraphs."""
    return with_body("".join(map(_plain, texts)))


def table(*rows: Iterable[str], before: Iterable[str] = (), after: Iterable[str] = ()) -> bytes:
    """Make a DOCX of one table between paragraphs; a line break in a cell begins a new paragraph."""
    listed = [list(row) for row in rows]
    cells = ["".join(map(_cell, row)) for row in listed]
    columns = '<w:gridCol w:w="2000"/>' * max(map(len, listed))
    grid = f"<w:tblGrid>{columns}</w:tblGrid>"
    body = f"<w:tbl><w:tblPr/>{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
    return with_body("".join(map(_plain, before)) + body + "".join(map(_plain, after)))


def _cell(text: str) -> str:
    return f"<w:tc><w:tcPr/>{''.join(map(_plain, text.splitlines() or ['']))}</w:tc>"


def _plain(text: str) -> str:
    return par(escape(text)) if text else "<w:p/>"


def with_body(xml: str, **parts: str | bytes) -> bytes:
    """Make a DOCX whose body is this XML; `parts` replace or add parts, `__` in a name is a slash."""
    root = (
        f'<w:document xmlns:w="{W}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14">'
        f'<w:body>{xml}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" '
        'w:header="708" w:footer="708" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )
    return zipped(
        {
            **_PACKAGE,
            "word/document.xml": root.encode(),
            **{n.replace("__", "/"): _bytes(d) for n, d in parts.items()},
        }
    )


def changed(docx_bytes: bytes, parts: Mapping[str, str | bytes | None]) -> bytes:
    """Replace, add or (None) remove parts of a DOCX."""
    known = unzip(docx_bytes) | {name: _bytes(data) for name, data in parts.items()}
    return zipped({name: data for name, data in known.items() if data is not None})


def _bytes(data: str | bytes | None) -> Any:
    return data.encode() if isinstance(data, str) else data


def zipped(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Put parts into a ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def unzip(docx_bytes: bytes) -> dict[str, Any]:
    """Give the parts of a DOCX."""
    with zipfile.ZipFile(io.BytesIO(docx_bytes)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def run(text: str, looks: str = "") -> str:
    """Write a run."""
    inside = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*inside: str, properties: str = "") -> str:
    """Write a paragraph of runs, or of texts."""
    runs = "".join(each if each.startswith("<") else run(each) for each in inside)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def boxed(*paragraphs: str) -> str:
    """Write a run with a text box of these paragraphs, in both its forms."""
    box = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def shredded(text: str) -> str:
    """Write a paragraph with a run for each letter and proof marks between."""
    marks = (
        '<w:proofErr w:type="spellStart"/>',
        '<w:proofErr w:type="spellEnd"/>',
        "<w:lastRenderedPageBreak/>",
    )
    letters = (run(letter.replace("&", "&amp;").replace("<", "&lt;")) for letter in text)
    body = "".join(f"{letter}{marks[n % 2]}" for n, letter in enumerate(letters))
    return f"<w:p>{body}</w:p>"


def source(docx_bytes: bytes, *, fields: Mapping[str, Any] | None = None, language: str = "ru") -> Source:
    """Make a template of a DOCX."""
    return Source.from_docx(
        docx_bytes, code="trial", kind="quote", language=language, title="Проба", version="1.0", fields=fields
    )


def facts(**changes: Any) -> dict[str, Any]:
    """Give complete Facts; `changes` replace whole sections, or fields of one given as a dict."""
    tree = {name: dict(section) for name, section in TREE.items()}
    for name, change in changes.items():
        tree[name] = {**tree.get(name, {}), **change} if isinstance(change, dict) else change
    return complete(tree)


def lines(count: int) -> dict[str, Any]:
    """Give Facts with so many lines."""
    product = {"quantity": 1, "unit": "шт.", "price": "100", "vat_rate": 22}
    products = [{"name": f"Позиция {n}", **product} for n in range(1, count + 1)]
    return facts(deal={"products": products, **({} if products else {"amount": "0"})})


def filled(docx_bytes: bytes, data: Mapping[str, Any] | None = None) -> bytes:
    """Merge and check that what came out is valid."""
    done = merge(source(docx_bytes), data or facts()).docx
    check_valid(done)
    return done


def texts(docx_bytes: bytes, part: str = "word/document.xml") -> list[str]:
    """Give the text of each paragraph of a part; tabs and breaks as characters."""
    root = etree.fromstring(unzip(docx_bytes)[part])
    return [_text(paragraph) for paragraph in root.iter(w("p"))]


def _text(paragraph: etree._Element) -> str:
    spelt = {w("tab"): "\t", w("br"): "\n", w("noBreakHyphen"): "-"}
    own = (each for each in paragraph.iter() if next(each.iterancestors(w("p")), paragraph) is paragraph)
    return "".join(each.text or "" if each.tag == w("t") else spelt.get(str(each.tag), "") for each in own)


def merged(docx_bytes: bytes, data: Mapping[str, Any] | None = None) -> list[str]:
    """Merge and give the texts of the body's paragraphs."""
    return texts(filled(docx_bytes, data))


def rows(docx_bytes: bytes, number: int = 0) -> list[list[str]]:
    """Give the texts of a table's cells by rows."""
    found = docx.Document(io.BytesIO(docx_bytes)).tables[number]
    return [[cell.text for cell in row.cells] for row in found.rows]


_BLOCKS = {
    "p",
    "tbl",
    "sdt",
    "bookmarkStart",
    "bookmarkEnd",
    "sectPr",
    "customXml",
    "altChunk",
    "moveToRangeStart",
}
_ALLOWED = {
    "body": _BLOCKS,
    "tc": _BLOCKS | {"tcPr"},
    "tbl": {"tblPr", "tblGrid", "tr", "sdt", "bookmarkStart", "bookmarkEnd"},
    "tr": {"tblPrEx", "trPr", "tc", "sdt", "bookmarkStart", "bookmarkEnd"},
    "p": {
        *(
            "pPr",
            "r",
            "hyperlink",
            "sdt",
            "bookmarkStart",
            "bookmarkEnd",
            "fldSimple",
            "smartTag",
            "customXml",
        ),
        *("proofErr", "ins", "dir", "bdo", "oMath", "oMathPara", "commentRangeStart", "commentRangeEnd"),
    },
}
_FIRST = {"tc": "tcPr", "tbl": "tblPr", "tr": "trPr", "p": "pPr", "r": "rPr"}
_STORY = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml")
_TAG = re.compile(
    r"\{\{|\{%|\{(?:DEAL|COMPANY|CONTACT|USER|PRODUCT|SELLER|IF|ELSE|ENDIF|FOREACH|ENDFOREACH|INDEX)\b"
)


def check_valid(docx_bytes: bytes) -> None:
    """Look at the structure as Word would: order, cells, ids, links, content types."""
    parts = unzip(docx_bytes)
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(data)
            if _STORY.match(name):
                _check_structure(root)
    _check_links(parts)


def _check_structure(root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        children = [etree.QName(child).localname for child in element if isinstance(child.tag, str)]
        if element.tag.startswith(f"{{{W}}}") and name in _ALLOWED:
            assert set(children) <= _ALLOWED[name], (name, children)
        if name in _FIRST and _FIRST[name] in children:
            place = 1 if name == "tr" and children[0] == "tblPrEx" else 0
            assert [n for n, child in enumerate(children) if child == _FIRST[name]] == [place], (
                name,
                children,
            )
        if name in {"tc", "txbxContent"}:
            blocks = [child for child in children if child in {"p", "tbl", "sdt"}]
            assert blocks[-1:] in (["p"], ["sdt"]), (name, children)
        assert name != "tbl" or "tr" in children or "sdt" in children
    _check_unique(root)


def _check_unique(root: etree._Element) -> None:
    marks = [mark.get(w("id"), "") for mark in root.iter(w("bookmarkStart"))]
    assert len(marks) == len(set(marks))
    assert sorted(marks) == sorted(mark.get(w("id"), "") for mark in root.iter(w("bookmarkEnd")))
    names = [mark.get(w("name")) for mark in root.iter(w("bookmarkStart"))]
    assert len(names) == len(set(names))
    drawings = [each.get("id") for each in root.iter("{*}docPr")]
    assert len(drawings) == len(set(drawings))
    assert not root.xpath("//@*[local-name()='paraId']")


def _check_links(parts: Mapping[str, bytes]) -> None:
    types = etree.fromstring(parts["[Content_Types].xml"])
    suffixes = {each.get("Extension") for each in types.iter("{*}Default")}
    named = {(each.get("PartName") or "").lstrip("/") for each in types.iter("{*}Override")}
    assert named <= set(parts)
    assert all(
        name in named or name.rpartition(".")[2] in suffixes
        for name in parts
        if name != "[Content_Types].xml"
    )
    for name in parts:
        rels = "word/_rels/" + name.removeprefix("word/") + ".rels"
        used = (
            set(re.findall(rb'r:(?:embed|id|link)="([^"]+)"', parts[name]))
            if name.endswith(".xml")
            else set()
        )
        if used:
            known = {each.get("Id", "").encode(): each for each in etree.fromstring(parts[rels])}
            assert used <= set(known)
            for each in known.values():
                assert (
                    each.get("TargetMode")
                    or f"word/{each.get('Target')}" in parts
                    or each.get("Target", "")[:2] == ".."
                )


def no_tag_left(docx_bytes: bytes) -> bool:
    """Tell whether no tag is left in any part."""
    root_texts = (
        "".join(map(str, etree.fromstring(data).itertext()))
        for name, data in unzip(docx_bytes).items()
        if name.endswith(".xml")
    )
    return not any(map(_TAG.search, root_texts))
