"""A Word contract as PDF: by the LibreOffice that waits, and by one that starts for it."""

import io
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from docx import Document
from pypdf import PdfReader

from bench.inputs import LINES
from bench.installation import Place
from bench.measure import take_turns
from bench.report import Goal, Row
from templates import OfficeMissing, office

PROCESSES = 2
BATCH = 6
COLD = "soffice --convert-to pdf"
CLAUSE = "Исполнитель обязуется оказать услуги, а Заказчик принять и оплатить их в установленные сроки. "


def rows(here: Place) -> Iterator[Row]:
    """Time one contract, warm beside cold; then two processes at work. Nothing without LibreOffice."""
    docx = contract()
    try:
        pages = len(PdfReader(io.BytesIO(office.to_pdf(docx))).pages)
    except OfficeMissing:
        return
    file = here.folder / "contract.docx"
    file.write_bytes(docx)
    taken = take_turns(
        {"warm": lambda: office.to_pdf(docx), "cold": lambda: cold(file)}, rounds=here.size.rounds
    )
    block, warm, start = f"Word contract, {pages} p., PDF/A", taken["warm"].ms(), taken["cold"].ms()
    yield Row(block, warm, COLD, start, Goal(5, beside=True))
    yield Row("the same, as time", warm, goal=Goal(220))
    office.stop()
    yield _throughput(here, docx, file)


def contract() -> bytes:
    """Write a contract of some three pages with a table, as a Word user's file has it."""
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.sections[0].header.paragraphs[0].text = "ООО «Ромашка»"
    for number in range(1, 11):
        document.add_heading(f"{number}. Предмет договора", 2)
        document.add_paragraph(CLAUSE * 5)
    table = document.add_table(0, 4)
    for number in range(1, LINES + 1):
        for cell, text in zip(
            table.add_row().cells, (str(number), "Настройка", "1", "1 000,00"), strict=True
        ):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def cold(file: Path) -> None:
    """Convert as a script does: a program started for one file, with a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder).as_uri()}/profile"
        command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def _all(workers: Executor, act: Callable[..., object], count: int, *given: object) -> None:
    for each in [workers.submit(act, *given) for _ in range(count)]:
        each.result()


def _throughput(here: Place, docx: bytes, file: Path) -> Row:
    count = min(BATCH, 2 * here.size.documents)
    context = get_context("forkserver")
    with (
        ProcessPoolExecutor(PROCESSES, context, initializer=office.start) as waiting,
        ThreadPoolExecutor(PROCESSES) as starting,
    ):
        taken = take_turns(
            {
                "warm": lambda: _all(waiting, office.to_pdf, count, docx),
                "cold": lambda: _all(starting, cold, count, file),
            },
            rounds=here.size.rounds,
        )
        _all(waiting, office.stop, PROCESSES)
    warm, slow = (taken[who].rate(count, "doc") for who in ("warm", "cold"))
    return Row(f"Word contracts by {PROCESSES} processes", warm, COLD, slow, Goal(7))
