"""DOCX files with foot- or endnotes."""

from templates.word.names import MAIN, OFFICE, TYPE
from tests.unit.word.kit import changed, par, unzip, with_body

NOTES = {1: "об ИНН {COMPANY.INN}", 2: "о товаре", 3: "о {DEAL.ID}"}


def refer(number: int, kind: str = "footnote") -> str:
    """Write a reference to a note."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def noted(body: str, kind: str = "footnote") -> bytes:
    """Make a DOCX of this body with the three notes."""
    apart = f'<w:{kind} w:type="separator" w:id="-1">{par("")}</w:{kind}>'
    own = "".join(f'<w:{kind} w:id="{n}">{par(text)}</w:{kind}>' for n, text in NOTES.items())
    root = f'<w:{kind}s xmlns:w="{MAIN}">{apart}{own}</w:{kind}s>'
    plain = with_body(body)
    last = f'<Override PartName="/word/{kind}s.xml" ContentType="{TYPE}{kind}s+xml"/></Types>'
    types = unzip(plain)["[Content_Types].xml"].decode().replace("</Types>", last)
    link = f'<Relationship Id="rId7" Type="{OFFICE}/{kind}s" Target="{kind}s.xml"/></Relationships>'
    rels = unzip(plain)["word/_rels/document.xml.rels"].decode().replace("</Relationships>", link)
    parts = {"[Content_Types].xml": types, "word/_rels/document.xml.rels": rels, f"word/{kind}s.xml": root}
    return changed(plain, parts)
