"""Read a DOCX as a person does, with nothing of the engine under test."""

import io
import zipfile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_BREAKS = {f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n", f"{{{W}}}cr": "\n", f"{{{W}}}noBreakHyphen": "-"}


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def is_text_part(name: str) -> bool:
    stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    return name.endswith(".xml") and stem in {"document", "header", "footer", "footnotes", "endnotes"}


def paragraphs(docx: bytes) -> list[str]:
    """Give the text of every paragraph of every part, without what tracked changes deleted."""
    found = []
    for name, content in sorted(parts(docx).items()):
        if is_text_part(name):
            root = etree.fromstring(content)
            found += [_text(each) for each in root.iter(w("p")) if not _hidden(each)]
    return found


def text(docx: bytes) -> str:
    return "\n".join(paragraphs(docx))


def _hidden(element: etree._Element) -> bool:
    return any(above.tag in {f"{{{MC}}}Fallback", w("del")} for above in element.iterancestors())


def _text(paragraph: etree._Element) -> str:
    pieces = []
    for element in paragraph.iter(w("t"), *_BREAKS):
        own = next(above for above in element.iterancestors(w("p")))
        if own is paragraph and not _hidden(element) and element.getparent().tag == w("r"):
            pieces.append(_BREAKS.get(str(element.tag)) or element.text or "")
    return "".join(pieces)
