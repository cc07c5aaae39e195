"""A Word file that brings more than a document is refused, or prints without touching anything."""

import io
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pypdf import PdfReader

from templates import BadTemplate, Source, TemplateError, complete, merge_docx
from templates.limits import Limits, limited
from templates.office import stop, to_pdf
from tests.integration.safety.canary import SECRET, canary, secrets
from tests.integration.safety.hostile_documents import documents
from tests.integration.safety.hostile_packages import GOOD
from tests.unit.word.kit import texts

NAMES = [name for name, _ in documents(http="", file="")]
QUIET = (
    *("HTMLCONTROL", "HTMLACTIVEX", "MACROBUTTON", "EMBED", "CONTROL", "AUTOTEXT", "QUOTE", "field: deleted"),
    *(
        "merging letters",
        "a script control",
        "a relationship of itself",
        "headers in a circle",
        "size: attributes",
    ),
    *("cut: no document", "cut: another root", "cut: no body", "two: one file for Word"),
)
"""What the gate lets through: it brings nothing by itself, or its template is refused later."""

SECONDS = 20


def source(docx: bytes) -> Source:
    return Source.from_docx(docx, code="x", kind="quote", language="ru", title="X", version="1.0")


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    with canary() as (address, asked):
        yield address, asked


@pytest.fixture(scope="module")
def files(server: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = secrets(tmp_path_factory.mktemp("secrets"))
    return {name: made() for name, made in documents(http=server[0], file=folder)}


@pytest.fixture(scope="module", autouse=True)
def _office() -> Iterator[None]:
    yield
    stop()


def test_there_are_enough_of_them() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 250


@pytest.mark.parametrize("name", [name for name in NAMES if not any(quiet in name for quiet in QUIET)])
def test_a_hostile_file_is_refused_with_the_reason(name: str, files: dict[str, bytes]) -> None:
    begun = time.monotonic()
    with pytest.raises(BadTemplate) as refused:
        source(files[name])
    assert time.monotonic() - begun < 120
    assert len(str(refused.value)) > 25
    assert SECRET not in str(refused.value)
    json.dumps(str(refused.value)).encode()


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("name", [name for name in NAMES if any(quiet in name for quiet in QUIET)])
def test_what_passes_touches_nothing(
    name: str, files: dict[str, bytes], server: tuple[str, list[str]]
) -> None:
    facts = complete({"deal": {"id": "1"}})
    with suppress(TemplateError):
        docx = limited(merge_docx, Limits(seconds=SECONDS))(source(files[name]), facts)
        pages = PdfReader(io.BytesIO(to_pdf(docx, seconds=SECONDS))).pages
        assert SECRET not in "".join(page.extract_text() for page in pages)
    assert server[1] == []


@pytest.mark.needs("soffice")
def test_what_a_person_writes_into_data_stays_text(server: tuple[str, list[str]], tmp_path: Path) -> None:
    """A value is no part of the document's language, neither ours nor Word's."""
    folder = secrets(tmp_path)
    hostile = f"<w:p/>]]><!DOCTYPE x>&amp;&lt;{{IMAGE:{folder}/secret.svg}}{{{{ 7 * 7 }}}}{{_{{"
    hostile += f" INCLUDETEXT {folder}/secret.txt"
    docx = merge_docx(source(GOOD), complete({"deal": {"id": hostile}}))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(docx))).pages)
    assert "".join(hostile.split()) in "".join(text.split())
    assert server[1] == []


def test_an_honest_file_passes() -> None:
    assert texts(merge_docx(source(GOOD), complete({"deal": {"id": "48213"}}))) == ["Номер 48213"]
