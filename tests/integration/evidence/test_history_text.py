"""The history as a file: whole, in words, and without what is only ours where it should not be."""

import re
from zoneinfo import ZoneInfo

from docsvc.model import Document
from docsvc.queries.history_export import history_text
from tests.integration.evidence.conftest import Archived

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(UTC\+03:00\) \| \S.*")
MOSCOW = ZoneInfo("Europe/Moscow")


def written(archived: Archived, *, language: str = "ru", inner: bool = True) -> list[str]:
    with archived.installation.tools.read() as session:
        document = session.get_one(Document, archived.document_id)
        text = history_text(session, document, zone=MOSCOW, language=language, inner=inner)
    return text.splitlines()


def test_every_event_is_a_line_with_its_time_and_zone(archived: Archived) -> None:
    first, _blank, *lines, _empty, last = written(archived)
    assert first.startswith("Документ: ")
    assert re.fullmatch(r"Последняя запись: \d+, SHA-256 [0-9a-f]{64}", last)
    assert all(LINE.fullmatch(line) for line in lines)
    assert lines == sorted(lines, key=lambda line: line[:19])


def test_who_did_what_is_said_in_the_right_case(archived: Archived) -> None:
    said = "\n".join(written(archived))
    assert "| Подписан Ивановым И.И. | IP: " in said
    assert "Отправлен клиенту Иванову И.И. (ivanov@vector.example)" in said
    assert re.search(r"\| Документ закрыт \| Хэш: [0-9a-f]{12}… \| Сертификат: № [0-9A-F]{20}", said)


def test_inner_steps_and_our_addresses_stay_inside(archived: Archived) -> None:
    whole, outer = written(archived), written(archived, inner=False)
    assert len(outer) <= len(whole)
    assert not any("IP: " in line and "Создан" in line for line in outer)
