"""The page of the archive, as an accountant pulls a period."""

from docsvc.model import ArchiveEntry, Document, State
from tests.integration.web.persons import Browse, House


def test_what_was_declared_void_is_marked_and_counted_apart(browse: Browse, house: House) -> None:
    with house.tools.work() as work:
        void, stands = work.get(Document, house.draft), work.get(Document, house.asked)
        void.state, stands.state = State.VOIDED.value, State.ARCHIVED.value
        work.add(
            ArchiveEntry(
                document_id=void.id,
                package_blob="0" * 64,
                package_sha256="0" * 64,
                file_name="КП.zip",
                archived_at=work.now,
            )
        )
    page = browse("manager").get("/archive").text
    rows = page.split("<tbody>")[1].split("</tr>")
    assert [("Аннулирован" in row, void.number in row) for row in rows if "data-row" in row].count(
        (True, True)
    ) == 1
    assert page.split("<tbody>")[0].count("из них аннулировано:") == 1
    assert "Аннулирован" not in next(row for row in rows if stands.number in row)
