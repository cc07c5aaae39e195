"""What is decided without LibreOffice: which PDF counts, and what is said where there is none."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfWriter

from templates import ConversionFailed, OfficeMissing
from templates.office import programs, start, stop, to_pdf
from templates.office.keeper import check
from templates.office.protection import protection


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine without LibreOffice, in a process where none runs any longer from an earlier test."""
    stop()
    caches = (programs, protection)
    for cache in caches:
        cache.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    yield
    stop()
    for cache in caches:
        cache.cache_clear()


def pdf(pages: int) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


def test_without_libreoffice_it_is_said_what_to_install(bare: None) -> None:
    with pytest.raises(
        OfficeMissing, match=r"apt-get install --no-install-recommends libreoffice-writer-nogui"
    ):
        to_pdf(b"")


def test_starting_without_libreoffice_says_nothing_and_does_not_wait(bare: None) -> None:
    start()


def test_a_pdf_counts_when_it_is_read_and_has_a_page() -> None:
    check(pdf(1))


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7 and then nothing", pdf(0), pdf(1)[:200]])
def test_anything_else_does_not(broken: bytes) -> None:
    with pytest.raises(ConversionFailed):
        check(broken)


def test_importing_looks_for_nothing_and_starts_nothing() -> None:
    code = (
        "import subprocess, threading; subprocess.Popen = None\n"
        "import templates.office; assert threading.active_count() == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
