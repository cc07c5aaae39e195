"""Two Word files become one with tracked changes, within bounds."""

import io
import shutil
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document

from templates.compare import RedlineFailed, RedlineMissing, redline

module = sys.modules["templates.compare.redline"]
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def word_file(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def body(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode()


def test_what_changed_is_tracked_with_its_author_and_time() -> None:
    made = body(
        redline(word_file("Срок 5 дней"), word_file("Срок 14 дней"), author='Смирнова А. "Юрист"', at=AT)
    )
    assert "<w:delText>5</w:delText>" in made
    assert "<w:t>14</w:t>" in made
    assert 'w:author="Смирнова А. &quot;Юрист&quot;"' in made
    assert 'w:date="2026-11-20T09:30:00Z"' in made


def test_equal_files_have_nothing_tracked() -> None:
    made = body(redline(word_file("Срок 5 дней"), word_file("Срок 5 дней"), author="Юрист", at=AT))
    assert "<w:ins " not in made
    assert "<w:del " not in made


def test_a_file_that_cannot_be_compared_is_refused() -> None:
    with pytest.raises(RedlineFailed, match="не удалось сравнить"):
        redline(b"not a document", word_file("Текст"), author="Юрист")


def test_a_comparison_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.01)
    with pytest.raises(RedlineFailed, match="остановлено"):
        redline(word_file("Текст"), word_file("Текст"), author="Юрист")


def test_without_the_program_the_refusal_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("platform.machine", lambda: "sparc")
    module.unpacked.cache_clear()
    with pytest.raises(RedlineMissing, match="для этой машины нет"):
        redline(word_file("Текст"), word_file("Текст"), author="Юрист")
    module.unpacked.cache_clear()


def test_without_bubblewrap_it_works_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    module._bubblewrap.cache_clear()
    assert "delText" in body(redline(word_file("Срок 5 дней"), word_file("Срок 14 дней"), author="Юрист"))
    module._bubblewrap.cache_clear()
