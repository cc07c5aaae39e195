"""Word files as people make and edit them."""

import io
from collections.abc import Mapping

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

CONTRACT = (
    "Договор № {DOCUMENT.NUMBER}",
    'г. Москва, {DOCUMENT.DATE | format: "dd.MM.yyyy"}',
    "{SELLER.NAME}, ИНН {SELLER.INN}, и {COMPANY.NAME}, ИНН {COMPANY.INN}, заключили договор.",
    "3.1. Цена договора {DEAL.AMOUNT | money}, в том числе НДС {DEAL.VAT | money}.",
    "3.2. Стороны несут ответственность по закону.",
    "3.3. Оплата в течение 5 дней.",
    "{SELLER.SIGNATORY_NAME} {SIGNATURE:seller}",
    "{CONTACT.NAME} {SIGNATURE:client}",
)


def word_file(*paragraphs: str) -> bytes:
    """Make a Word file of paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def edited(docx: bytes, changes: Mapping[str, str]) -> bytes:
    """Change texts of a Word file as a person would: runs and bookmarks of other paragraphs stay."""
    document = Document(io.BytesIO(docx))
    for old, new in changes.items():
        paragraph = next(each for each in document.paragraphs if old in each.text)
        text = paragraph.text.replace(old, new)
        for run in paragraph.runs[1:]:
            run.text = ""
        paragraph.runs[0].text = text
    return saved(document)


def without(docx: bytes, words: str) -> bytes:
    """Take a paragraph out."""
    document = Document(io.BytesIO(docx))
    paragraph = next(each for each in document.paragraphs if words in each.text)
    paragraph._element.getparent().remove(paragraph._element)
    return saved(document)


def tracked(docx: bytes, words: str, *, author: str) -> bytes:
    """Add words to the end of the first paragraph as a tracked insertion."""
    document = Document(io.BytesIO(docx))
    run = document.paragraphs[0].add_run(words)
    mark = OxmlElement("w:ins")
    for name, value in (("id", "900"), ("author", author), ("date", "2026-11-20T10:00:00Z")):
        mark.set(qn(f"w:{name}"), value)
    run._element.getparent().replace(run._element, mark)
    mark.append(run._element)
    return saved(document)


def saved(document: WordDocument) -> bytes:
    """Write the file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
