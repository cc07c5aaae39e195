"""Files that go with a document: told by content, kept for the approvers, never given to the client."""

import io
import itertools
import zipfile
from collections.abc import Iterator

import pytest
from PIL import Image

from docsvc.actions.attach_file import MAX_BYTES, MOST_FILES, attach_file
from docsvc.actions.remove_attachment import remove_attachment
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import BadInput, NotFound, WrongMove
from docsvc.model.attachment_types import kept_name
from docsvc.queries.attachments import attached_file, attachments
from docsvc.queries.history import history
from tests.integration.approvals.talk import contract, tell
from tests.integration.core.installation import Installation, installed

NUMBERS = (str(number) for number in itertools.count(900))
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("attachments")) as made:
        yield made


@pytest.fixture
def draft(installation: Installation) -> str:
    return contract(installation, tell(installation, next(NUMBERS)))


def attach(
    installation: Installation, document_id: str, name: str, content: bytes, who: str = "manager"
) -> str:
    with installation.tools.work() as work:
        return attach_file(work, document_id, actor=installation.people[who], name=name, content=content)


def names(installation: Installation, document_id: str) -> list[str]:
    with installation.tools.read() as session:
        return [each.name for each in attachments(session, document_id)]


def package(*parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for part in ("[Content_Types].xml", *parts):
            zipped.writestr(part, "<x/>")
    return file.getvalue()


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kept", "media_type"),
    [
        ("Расчёт.pdf", PDF, "Расчёт.pdf", "application/pdf"),
        ("a.docx", package("word/document.xml"), "a.docx", "application/vnd.openxmlformats"),
        ("a.xlsx", package("xl/workbook.xml"), "a.xlsx", "application/vnd.openxmlformats"),
        ("фото.JPEG", picture("JPEG"), "фото.JPEG", "image/jpeg"),
        ("скан.png", picture("PNG"), "скан.png", "image/png"),
        ("заметка.txt", "Привет".encode("cp1251"), "заметка.txt", "text/plain"),
        ("счёт.exe", PDF, "счёт.exe.pdf", "application/pdf"),
        ("стр.html", b"<script>alert(1)</script>", "стр.html.txt", "text/plain"),
    ],
)
def test_a_file_is_what_its_content_says(
    installation: Installation, draft: str, name: str, content: bytes, kept: str, media_type: str
) -> None:
    attach(installation, draft, name, content)
    with installation.tools.read() as session:
        (file,) = attachments(session, draft)
    assert (file.name, file.size) == (kept, len(content))
    assert file.media_type.startswith(media_type)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00\x03\x00",
        b"\x7fELF\x02\x01\x01\x00",
        package("word/document.xml", "word/vbaProject.bin"),
        package("что-то.txt"),
        b"PK\x03\x04 not a package",
        b"%PDF-" + b"0" * MAX_BYTES,
    ],
)
def test_programs_macros_archives_and_giants_are_refused(
    installation: Installation, draft: str, content: bytes
) -> None:
    with pytest.raises(BadInput):
        attach(installation, draft, "договор.pdf", content)
    assert names(installation, draft) == []


def test_a_name_has_no_folders_and_no_invisible_signs() -> None:
    assert kept_name("..\\..\\C:\\тайна\u202e.pdf", "application/pdf") == "тайна.pdf"
    assert kept_name("\n/", "text/plain") == "файл.txt"
    assert len(kept_name("я" * 900 + ".pdf", "application/pdf")) < 200


def test_there_may_be_so_many_files_and_no_more(installation: Installation, draft: str) -> None:
    ids = [attach(installation, draft, f"{number}.pdf", PDF) for number in range(MOST_FILES)]
    with pytest.raises(BadInput, match="не больше 20"):
        attach(installation, draft, "ещё.pdf", PDF)
    with installation.tools.work() as work:
        remove_attachment(work, ids[0], actor=installation.people["manager"])
    attach(installation, draft, "ещё.pdf", PDF)
    assert names(installation, draft)[-1] == "ещё.pdf"


def test_a_removed_file_is_gone_and_its_record_stays(installation: Installation, draft: str) -> None:
    manager = installation.people["manager"]
    file = attach(installation, draft, "Расчёт.pdf", PDF)
    with installation.tools.work() as work:
        remove_attachment(work, file, actor=manager)
    with pytest.raises(NotFound), installation.tools.work() as work:
        remove_attachment(work, file, actor=manager)
    with installation.tools.read() as session, pytest.raises(NotFound):
        attached_file(session, manager, draft, attachment_id=file)
    with installation.tools.read() as session:
        kinds = [each.kind for each in history(session, draft)]
    assert kinds[:2] == ["document.attachment_removed", "document.attached"]


def test_a_file_is_read_through_its_own_document_only(installation: Installation, draft: str) -> None:
    other = contract(installation, tell(installation, next(NUMBERS)))
    file = attach(installation, draft, "Расчёт.pdf", PDF)
    people = installation.people
    with installation.tools.read() as session:
        assert attached_file(session, people["director"], draft, attachment_id=file).name == "Расчёт.pdf"
        for who, document in (("manager", other), ("outsider", draft)):
            with pytest.raises(NotFound):
                attached_file(session, people[who], document, attachment_id=file)


def test_nothing_is_attached_to_what_is_over(installation: Installation, draft: str) -> None:
    with installation.tools.work() as work:
        withdraw_document(work, draft, actor=installation.people["manager"], reason="Сделки не будет")
    with pytest.raises(WrongMove):
        attach(installation, draft, "Расчёт.pdf", PDF)
