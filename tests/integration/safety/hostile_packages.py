"""Files that are no honest package of a Word document: by name, size, structure or kind."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from tests.unit.word.kit import paragraphs, unzip, zipped

GOOD = paragraphs("Номер {DEAL.ID}")
PARTS = unzip(GOOD)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Give each by its name; what is large is made when it is asked for."""
    yield from LARGE.items()
    for name, docx in _small():
        yield name, partial(bytes, docx)


def _crowded() -> bytes:
    return zipped({**PARTS, **{f"word/x{n}": b"" for n in range(3_000)}})


def _one_large_part() -> bytes:
    return zipped({**PARTS, "word/x.bin": bytes(2**26)})


def _many_large_parts() -> bytes:
    return zipped({**PARTS, **{f"word/x{n}.bin": bytes(2**20) for n in range(120)}})


def _long() -> bytes:
    return zipped({**PARTS, "word/document.xml": _document("<w:p/>" * 17_000_000)})


def _nested() -> bytes:
    inner = zipped({"x": bytes(2**22)})
    for _ in range(3):
        inner = zipped({f"{n}.zip": inner for n in range(9)})
    return zipped({**PARTS, "word/embeddings/x.zip": inner})


def _attributes() -> bytes:
    many = " ".join(f'a{n}="1"' for n in range(90_000))
    return zipped({**PARTS, "word/document.xml": _document(f"<w:p {many}/>")})


LARGE = {
    "names: too many": _crowded,
    "size: one part": _one_large_part,
    "size: many parts": _many_large_parts,
    "size: 100 MB of XML": _long,
    "size: a ZIP in a ZIP": _nested,
    "size: attributes": _attributes,
}


def _small() -> Iterator[tuple[str, bytes]]:
    for name in (
        "../x",
        "word/../../x",
        "/etc/passwd",
        "C:\\x",
        "word\\x.xml",
        "\\\\host\\x",
        "word//x",
        "./x",
        "word/\x01",
    ):
        yield f"name: {name!r}", zipped({**PARTS, name: b"x"})
    yield "name: with a zero byte", zipped({**PARTS, "word/x@.xml": b"<x/>"}).replace(b"x@.xml", b"x\0.xml")
    yield "name: of nothing but a stroke", zipped({**PARTS, "@": b"<x/>"}).replace(b"@", b"/")
    yield "name: of another case", zipped({**PARTS, "Word/Document.xml": PARTS["word/document.xml"]})
    for cut in (10, 100, len(GOOD) // 2, len(GOOD) - 30, len(GOOD) - 1):
        yield f"cut: {cut} bytes", GOOD[:cut]
    yield "cut: the beginning", GOOD[50:]
    yield (
        "cut: no document",
        zipped({name: held for name, held in PARTS.items() if name != "word/document.xml"}),
    )
    yield (
        "cut: no types",
        zipped({name: held for name, held in PARTS.items() if name != "[Content_Types].xml"}),
    )
    yield "cut: no rels", zipped({name: held for name, held in PARTS.items() if name != "_rels/.rels"})
    yield "cut: empty document", zipped({**PARTS, "word/document.xml": b""})
    yield "cut: another root", zipped({**PARTS, "word/document.xml": b"<html/>"})
    yield "cut: no body", zipped({**PARTS, "word/document.xml": f"<w:document {W}/>".encode()})
    yield "two: overlapping", _overlapping()
    yield "two: one file for Word, another for us", b"PK\x03\x04" + b"\0" * 100 + GOOD
    yield "two: of one name", _twice()
    yield "two: a local name that differs", GOOD.replace(b"word/document.xml", b"word/dokument.xml", 1)
    yield "lie: of the size", _lying(100)
    yield "lie: a larger size", _lying(10**9)
    yield "lie: 64 bits", _lying(0xFFFFFFFF)
    for name, start in {
        "pdf": b"%PDF-1.7",
        "rtf": b"{\\rtf1",
        "html": b"<html>",
        "png": b"\x89PNG\r\n",
        "exe": b"MZ\x90\0",
        "gz": b"\x1f\x8b",
        "doc": bytes.fromhex("D0CF11E0A1B11AE1"),
        "elf": b"\x7fELF",
        "xml": b"<?xml version='1.0'?>",
        "nothing": b"",
        "text": b"x",
    }.items():
        yield f"kind: {name}", start + b"\0" * (600 if start else 0)
    yield (
        "kind: odt",
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    )
    yield (
        "kind: xlsx",
        zipped(
            {
                **PARTS,
                "[Content_Types].xml": PARTS["[Content_Types].xml"].replace(
                    b"wordprocessingml.document", b"spreadsheetml.sheet"
                ),
            }
        ),
    )
    yield "kind: jar", zipped({"META-INF/MANIFEST.MF": b"x"})


def _overlapping() -> bytes:
    """Let many entries of the directory share the bytes of one."""
    docx = zipped({**PARTS, "word/x.bin": bytes(2**19)})
    end = docx.rindex(b"PK\5\6")
    start = struct.unpack_from("<I", docx, end + 16)[0]
    last = docx.rindex(b"PK\1\2", 0, end)
    entry = docx[last:end]
    copies = b"".join(entry.replace(b"word/x.bin", b"word/%c.bin" % (97 + n % 26)) for n in range(26))
    directory = docx[start:end] + copies
    count = struct.unpack_from("<H", docx, end + 10)[0] + 26
    return (
        docx[:start]
        + directory
        + docx[end : end + 8]
        + struct.pack("<HHIIH", count, count, len(directory), start, 0)
    )


def _twice() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, held in [*PARTS.items(), ("word/document.xm_", b"<x/>")]:
            archive.writestr(name, held)
    return buffer.getvalue().replace(b"word/document.xm_", b"word/document.xml")


def _lying(size: int) -> bytes:
    docx = bytearray(zipped({**PARTS, "word/x.bin": b"a" * 5_000}))
    place = docx.rindex(b"word/x.bin") - 46
    docx[place + 24 : place + 28] = size.to_bytes(4, "little")
    return bytes(docx)


def _document(body: str) -> bytes:
    return f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()
