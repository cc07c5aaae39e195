"""Word documents for LibreOffice, and a look at the processes that it runs in."""

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from templates import office

PARAGRAPH = "<w:p><w:r><w:t>Ещё один абзац договора</w:t></w:r></w:p>"


def contract(*, lines: int = 20, title: str = "Договор № 12") -> bytes:
    """Some pages with a header, page numbers, a table, a heading and a place to sign."""
    document = Document()
    document.core_properties.author = "Юрист"
    section = document.sections[0]
    section.header.paragraphs[0].text = "ООО «Ромашка»"
    footer = section.footer.paragraphs[0]
    footer.add_run("Страница ")
    field(footer, "PAGE")
    footer.add_run(" из ")
    field(footer, "NUMPAGES")
    document.add_heading(title, 1)
    for number in range(1, 25):
        document.add_paragraph(
            f"{number}. Исполнитель обязуется оказать услуги, а Заказчик их оплатить. " * 4
        )
    table = document.add_table(0, 3)
    for number in range(1, lines + 1):
        for cell, text in zip(table.add_row().cells, (str(number), "Настройка", "1 000,00"), strict=True):
            cell.text = text
    bookmark(document.add_paragraph("Заказчик"), "sigclient")
    return saved(document)


def field(paragraph: Paragraph, code: str) -> None:
    """Add a field whose stored value is wrong, as it is in a template."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "77"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def bookmark(paragraph: Paragraph, name: str) -> None:
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), "1")
        mark.set(qn("w:name"), name)
        paragraph._p.append(mark)


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def with_part(docx: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Change one part of a document as text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, change(content.decode()).encode() if each == name else content)
    return out.getvalue()


def with_body(docx: bytes, xml: str) -> bytes:
    """Put XML at the beginning of a document."""
    return with_part(docx, "word/document.xml", lambda text: text.replace("<w:body>", f"<w:body>{xml}", 1))


def huge() -> bytes:
    """Give a small file that takes LibreOffice minutes."""
    return with_body(saved(Document()), PARAGRAPH * 200_000)


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def group(session: int) -> dict[int, str]:
    """The living processes of a group, by their name."""
    return {pid: name for pid, name, leader, state in _processes() if leader == session and state not in "ZX"}


def soffice(session: int) -> int:
    return next(pid for pid, name in group(session).items() if name.startswith("soffice"))


def sockets(pid: int) -> list[str]:
    """Where a process's own sockets were put into the file system, whether they are still there or not."""
    own = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()}
    rows = [line.split(None, 7)[6:] for line in Path("/proc/net/unix").read_text().splitlines()[1:]]
    return [place[0] for inode, *place in rows if place and f"socket:[{inode}]" in own]


def is_gone(session: int, *, seconds: float = 120) -> bool:
    """Wait until a group has no living process."""
    until = monotonic() + seconds
    while group(session) and monotonic() < until:
        sleep(0.02)
    return not group(session)


def _processes() -> Iterator[tuple[int, str, int, str]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            head, _, rest = (folder / "stat").read_text().rpartition(")")
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, _parent, leader, *_ = rest.split()
        yield int(folder.name), head.partition("(")[2], int(leader), state


def session() -> int:
    """The group of this process's LibreOffice, as soon as there is one."""
    keeper, until = office._keepers[os.getpid()], monotonic() + 120
    while (instance := keeper._instance) is None and monotonic() < until:
        sleep(0.02)
    assert instance is not None
    return instance.session
