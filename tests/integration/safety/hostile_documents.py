# ruff: noqa: E501 - what is written in one line reads best so
"""Word files that bring more than a document, each in one of the ways there are to bring it.

`{http}` stands for a canary on this machine, `{file}` for a folder of secrets; they are filled in by `documents`.
"""

import gzip
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from tests.integration.safety.hostile_packages import PARTS, W, packed
from tests.integration.safety.word_parts import (
    DTDS,
    MAIN,
    OFFICE,
    OUTSIDE,
    RELS,
    Changes,
    document,
    field,
    main,
    related,
    run,
    typed,
)
from tests.unit.word.kit import zipped

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
LINKS = (
    "file:///etc/passwd",
    "{file}/secret.txt",
    "\\\\{host}\\x",
    "javascript:alert(1)",
    "data:text/html,x",
    "smb://x",
)
INSTRUCTIONS = (
    "INCLUDEPICTURE {http}/x.png",
    "INCLUDEPICTURE \\d {file}/secret.svg",
    "includepicture {file}/secret.svg",
    "  INCLUDETEXT {file}/secret.txt",
    "INCLUDETEXT &quot;{file}/secret.txt&quot; \\c AnsiText",
    "&quot;INCLUDETEXT&quot; {file}/secret.txt",
    "\u00a0INCLUDETEXT {file}/secret.txt",
    "\u200bINCLUDETEXT {file}/secret.txt",
    "INCLUDE {file}/secret.txt",
    "IMPORT {file}/secret.svg",
    "DDE cmd /c calc",
    "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",
    "ddeauto cmd",
    "LINK Excel.Sheet.8 {file}/x.xlsx",
    "DATABASE \\d {file}/x.mdb",
    "RD {file}/secret.txt",
    "HTMLCONTROL x",
    "HTMLACTIVEX x",
    "MACROBUTTON AutoOpen x",
    "EMBED Package",
    "CONTROL Forms.HTML:Hidden.1",
    "PRINT x",
    "AUTOTEXT x",
    "HYPERLINK {file}/secret.txt",
    "HYPERLINK javascript:alert(1)",
    "QUOTE {{ 1 }}",
)


def _dtds() -> Iterator[tuple[str, Changes]]:
    for part in (
        "word/document.xml",
        "word/styles.xml",
        "word/settings.xml",
        "docProps/core.xml",
        "customXml/item1.xml",
    ):
        for name, dtd in DTDS.items():
            yield f"DTD: {name} in {part}", {part: dtd + PARTS.get(part, b"<x/>").decode().partition("?>")[2]}
    for part in ("[Content_Types].xml", "_rels/.rels", RELS):
        yield f"DTD: laughs in {part}", {part: DTDS["laughs"] + PARTS[part].decode().partition("?>")[2]}
    laughing = DTDS["laughs"] + document(run("<w:t>&j;</w:t>"))
    for code in ("utf-16", "utf-16-le", "utf-32", "utf-8-sig"):
        yield f"DTD: in {code}", {"word/document.xml": laughing.encode(code)}
    yield "DTD: in UTF-7", {"word/document.xml": '<?xml version="1.0" encoding="UTF-7"?>' + laughing}
    yield (
        "DTD: in EBCDIC",
        {"word/document.xml": ('<?xml version="1.0" encoding="cp037"?>' + laughing).encode("cp037")},
    )


def _outside() -> Iterator[tuple[str, Changes]]:
    for kind in OUTSIDE:
        yield f"outside: {kind}, server", related(kind, "{http}/x")
        yield f"outside: {kind}, file", related(kind, "{file}/secret.svg")
    for mode in ("EXTERNAL", "external", " External", "", "Internal"):
        yield f"outside: mode {mode!r}", related("image", "{http}/x", mode)
    yield (
        "outside: attached template of settings",
        related("attachedTemplate", "{http}/x", part="word/_rels/settings.xml.rels"),
    )
    yield "outside: a picture of a header", related("image", "{http}/x", part="word/_rels/header1.xml.rels")
    yield "outside: in the rels of the package", related("image", "{http}/x", part="_rels/.rels")
    yield "outside: in capitals", {"word/_rels/header1.xml.RELS": related("image", "{http}/x")[RELS]}
    yield (
        "outside: strict",
        related("image", "{http}/x", base="http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    yield (
        "outside: of Microsoft",
        related("attachedTemplate", "{http}/x", base="http://schemas.microsoft.com/office/2006/x"),
    )
    for link in LINKS:
        yield f"link: {link}", related("hyperlink", link)


def _fields() -> Iterator[tuple[str, Changes]]:
    for instruction in INSTRUCTIONS:
        yield f"field: {instruction}", main(field(instruction))
        yield f"simple field: {instruction}", main(f'<w:p><w:fldSimple w:instr="{instruction}"/></w:p>')
    yield (
        "field: in a field",
        main(field("IF 1 = 1 ").replace("</w:p>", "") + field("INCLUDETEXT /etc/passwd") + "</w:p>"),
    )
    yield "field: in a header", {"word/header1.xml": f"<w:hdr {W}>{field('DDEAUTO cmd')}</w:hdr>"}
    yield "field: deleted", main(field("DDEAUTO cmd").replace("w:instrText", "w:delInstrText"))
    moved: dict[str, str | bytes] = {
        "word/document.xml": b"",
        "docs/main.xml": document(field("DDEAUTO cmd")),
    }
    moved |= {"_rels/.rels": PARTS["_rels/.rels"].replace(b"word/document.xml", b"docs/main.xml")}
    yield (
        "field: in a main part elsewhere",
        moved
        | {
            "[Content_Types].xml": PARTS["[Content_Types].xml"].replace(
                b"/word/document.xml", b"/docs/main.xml"
            )
        },
    )
    header = f"<w:hdr {W}>{field('DDEAUTO cmd')}</w:hdr>"
    yield (
        "field: in a header of another suffix",
        {
            "word/header1.bin": header,
            **related("header", "header1.bin", ""),
            **typed("word/header1.bin", f"{MAIN}.header+xml"),
        },
    )
    yield (
        "DTD: in a header of another suffix",
        {
            "word/header1.bin": DTDS["laughs"] + header,
            **related("header", "header1.bin", ""),
            **typed("word/header1.bin", f"{MAIN}.header+xml"),
        },
    )


def _brought() -> Iterator[tuple[str, Changes]]:
    yield "vml: a picture", main(run('<w:pict><v:shape><v:imagedata src="{http}/x"/></v:shape></w:pict>'))
    yield "vml: a fill", main(run('<w:pict><v:rect><v:fill type="frame" src="{http}/x"/></v:rect></w:pict>'))
    yield "vml: a link", main(run('<w:pict><v:rect href="{file}/secret.txt"/></w:pict>'))
    yield (
        "vml: an object",
        main(run('<w:object><o:OLEObject Type="Link" ProgID="x" r:id="rIdX"/></w:object>'))
        | related("oleObject", "{http}/x"),
    )
    yield (
        "vml: a picture of a background",
        {
            "word/document.xml": document("<w:p/>").replace(
                "<w:body>",
                '<w:background><v:background><v:fill src="{http}/x"/></v:background></w:background><w:body>',
            )
        },
    )
    yield (
        "a chunk",
        main('<w:altChunk r:id="rIdX"/>')
        | related("aFChunk", "chunk.html", "")
        | {"word/chunk.html": "<script>"},
    )
    yield (
        "a document in the document",
        main('<w:subDoc r:id="rIdX"/>') | related("subDocument", "other.docx", ""),
    )
    yield (
        "merging letters",
        {
            "word/settings.xml": f"<w:settings {W}><w:mailMerge><w:dataSource r:id='rIdX' xmlns:r='{OFFICE}'/></w:mailMerge></w:settings>"
        },
    )
    yield (
        "an XSLT",
        {
            "word/settings.xml": f"<w:settings {W}><w:saveThroughXslt w:solutionID='x'/></w:settings>",
            **related("transform", "{http}/x.xsl", part="word/_rels/settings.xml.rels"),
        },
    )
    yield (
        "a script control",
        {"customUI/customUI.xml": "<customUI onLoad='x'/>"}
        | related("ui", "customUI/customUI.xml", "", part="_rels/.rels"),
    )
    for name in (
        "word/vbaProject.bin",
        "word/vbaData.xml",
        "WORD/VBAPROJECT.BIN",
        "word/activeX/activeX1.bin",
        "word/embeddings/x.xlsx",
    ):
        yield f"part: {name}", {name: b"<x/>"}
    yield (
        "macros by type only",
        typed("word/x.bin", "application/vnd.ms-office.vbaProject") | {"word/x.bin": b"x"},
    )


def _pictures() -> Iterator[tuple[str, Changes]]:
    drawing = SVG.format(
        '<image href="{file}/secret.svg" width="9" height="9"/><image xlink:href="{http}/x"/>'
    )
    for name, held in {
        "svg": drawing.encode(),
        "svg as png": drawing.encode(),
        "svg packed as png": gzip.compress(drawing.encode()),
        "svg after spaces as png": b"\xef\xbb\xbf\n  " + drawing.encode(),
        "svg as emf": drawing.encode(),
        "eps as png": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\n",
        "pdf as png": b"%PDF-1.7\n",
        "html as png": b"<html><img src='{http}/x'></html>",
        "odg as png": zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics"}),
        "swf as png": b"FWS\x06",
        "xbm as png": b"#define x_width 99999999\n",
        "met as png": b"\x00\x10\xd3\xa8\xa8",
    }.items():
        suffix = name.rpartition(" ")[2]
        yield (
            f"picture: {name}",
            {f"word/media/image1.{suffix}": held, **related("image", f"media/image1.{suffix}", "")},
        )


def _deep() -> Iterator[tuple[str, Changes]]:
    yield "deep tables", main("<w:tbl><w:tr><w:tc>" * 3_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3_000)
    yield "deep runs", main("<w:p>" + "<w:ins>" * 5_000 + "</w:ins>" * 5_000 + "</w:p>")
    yield "a relationship of itself", related("header", "document.xml", "")
    yield (
        "headers in a circle",
        {
            "word/header1.xml": f"<w:hdr {W}><w:p/></w:hdr>",
            "word/_rels/header1.xml.rels": related("header", "header1.xml", "", part="x")["x"],
            **related("header", "header1.xml", ""),
        },
    )


def documents(*, http: str, file: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Give every hostile file by its name, made when it is asked for."""

    def settled(text: str | bytes) -> bytes:
        held = text.encode() if isinstance(text, str) else text
        held = held.replace(b"{http}", http.encode()).replace(b"{file}", file.encode())
        return held.replace(b"{host}", http.removeprefix("http://").encode())

    def made(changes: Changes) -> bytes:
        return zipped({**PARTS, **{part: settled(held) for part, held in changes.items()}})

    for name, changes in chain(_dtds(), _outside(), _fields(), _brought(), _pictures(), _deep()):
        yield name, partial(made, changes)
    yield from packed()
