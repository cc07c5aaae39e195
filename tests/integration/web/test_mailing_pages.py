"""The pages of a mailing: the list is looked through before anything goes out, and watched afterwards."""

import csv
import io
import re
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from docsvc.actions.create_document import create_document
from docsvc.actions.submit_document import submit_document
from docsvc.jobs import run_job
from docsvc.model import Document, Kind, Mailing, MailingRow, OutboxMessage
from tests.integration.web.persons import Browse, Browser, House, person, render

GOOD = "ФИО;Почта;Организация\nИванов Иван;ivanov@many.ru;ООО «Один»\nПетрова Анна;petrova@many.ru;\n"
WRONG = "имя;почта\n;ivanov@many.ru\nПетрова Анна;нет\nСидоров;good@many.ru\nСидоров;GOOD@many.ru\n"


@pytest.fixture
def nda(house: House) -> str:
    manager = person(house.tools, "manager")
    with house.tools.work() as work:
        made = create_document(work, house.deal, actor=manager, kind=Kind.NDA)
    render(house.tools)
    with house.tools.work() as work:
        submit_document(work, made, actor=manager)
    return made


@pytest.fixture
def manager(browse: Browse) -> Browser:
    return browse("manager")


def file(content: bytes | str, name: str = "люди.csv") -> dict[str, Any]:
    raw = content.encode() if isinstance(content, str) else content
    return {"file": (io.BytesIO(raw), name)}


def workbook() -> bytes:
    book = Workbook()
    sheet = book.create_sheet("Люди", 0)
    for row in (["E-mail", "Имя"], ["ivanov@many.ru", "Иванов Иван"], [None, None], ["p@many.ru", "=1+1"]):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def list_of(page: str) -> str:
    found = re.search(r"<textarea[^>]*id=\"list\"[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    return found[1].replace("&#34;", '"').replace("&lt;", "<")


def mailings(house: House) -> int:
    with house.tools.read() as session:
        return session.scalar(select(func.count(Mailing.id))) or 0


def mailed(house: House, manager: Browser, nda: str, people: str = GOOD) -> str:
    """Send a mailing and let its batches run; return its page's address."""
    answer = manager.post(f"/documents/{nda}/mailing/send", list=people)
    assert answer.status_code == 303, answer.text
    with house.tools.read() as session:
        jobs = session.scalars(select(OutboxMessage).where(OutboxMessage.name == "mailing")).all()
    for job in jobs:
        assert run_job(house.tools, job.name, job.payload) == ""
    return str(answer.headers["Location"])


def test_the_document_offers_it_and_the_sample_is_a_list_that_is_taken(manager: Browser, nda: str) -> None:
    where = f"/documents/{nda}/mailing"
    assert where in manager.get(f"/documents/{nda}").text
    assert "Проверить список" in manager.get(where).text
    sample = manager.get(f"{where}/sample.csv").get_data()
    page = manager.post(f"{where}/check", **file(sample)).text
    assert "ivanova@example.ru" in page
    assert "Отправить 2 коп" in page


def test_nothing_goes_out_while_a_line_is_wrong_unless_it_is_left_out(
    house: House, manager: Browser, nda: str
) -> None:
    where = f"/documents/{nda}/mailing"
    page = manager.post(f"{where}/check", **file(WRONG), message="Здравствуйте!").text
    for words in ("Имя — обязательное поле", "нужен адрес", "уже есть в строке 4", "Здравствуйте!"):
        assert words in page
    typed = list_of(page)
    assert [typed.splitlines()[int(line)] for line in re.findall(r'data-to-line="(\d+)"', page)] == [
        ";ivanov@many.ru",
        "Петрова Анна;нет",
        "Сидоров;GOOD@many.ru",
    ]
    refused = manager.post(f"{where}/send", list=typed)
    assert refused.status_code == 422
    assert mailings(house) == 0
    assert manager.post(f"{where}/send", list=typed, only_right="yes").status_code == 303
    with house.tools.read() as session:
        assert [row.person["email"] for row in session.scalars(select(MailingRow))] == ["good@many.ru"]


def test_a_list_is_mended_on_the_page(manager: Browser, nda: str) -> None:
    where = f"/documents/{nda}/mailing"
    page = manager.post(f"{where}/check", list="имя;почта\nИванов;ivanov@many.ru\n").text
    assert "Отправить 1 копию" in page
    assert manager.post(f"{where}/check", list='имя;почта\n"Иванов;x').status_code == 200


def test_a_workbook_is_read_as_what_it_shows(manager: Browser, nda: str) -> None:
    page = manager.post(f"/documents/{nda}/mailing/check", **file(workbook(), "люди.xlsx")).text
    assert "ivanov@many.ru" in page
    assert "=1+1" not in page  # a formula without a kept value has none
    assert "Имя — обязательное поле" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "пустой"),
        (b"PK\x03\x04 broken", "повреждён"),
        (b"\xd0\xcf\x11\xe0 old", ".xls"),
        (b"one;two\n1;2\n", "заголовки"),
        (b"name;email\n", "никого нет"),
        (b"\0\1\2\3", "Это не таблица"),
        ("имя;почта\n" + "а;b@c.ru\n" * 1001, "разделите"),
    ],
)
def test_what_is_no_list_is_refused_in_words(
    manager: Browser, nda: str, content: bytes | str, words: str
) -> None:
    answer = manager.post(f"/documents/{nda}/mailing/check", **file(content))
    assert answer.status_code == 422
    assert words in answer.text


def test_copies_go_out_and_their_page_tells_how_far_they_are(
    house: House, manager: Browser, nda: str
) -> None:
    where = mailed(house, manager, nda)
    page = manager.get(where).text
    for words in ("ivanov@many.ru", "ООО «Один»", "Готовим файл", "/1</a>"):
        assert words in page
    assert "Рассылки" in manager.get(f"/documents/{nda}").text
    assert "уже просили" in manager.post(f"/documents/{nda}/mailing/check", **file(GOOD)).text
    assert "petrova@many.ru" not in manager.get(f"{where}&reached=failed").text
    # In the list of documents a mailing is one line, until its copies are asked for.
    number = re.search(r"(\S+)/1</a>", page)
    assert number
    copy = f"<strong>{number[1].rpartition('>')[2]}/1</strong>"
    assert copy not in manager.get("/documents").text
    assert copy in manager.get("/documents?mailing=1").text
    assert copy in manager.get("/documents?q=ivanov@many.ru").text


def test_the_results_are_a_table_that_computes_nothing(house: House, manager: Browser, nda: str) -> None:
    where = mailed(house, manager, nda, "имя;почта\n=HYPERLINK(1);a@many.ru\n").replace(
        "mailings?", "mailings/%s?"
    )
    rows = list(csv.reader(io.StringIO(manager.get(where % "results.csv").text), delimiter=";"))
    assert rows[1][1] == "'=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(manager.get(where % "results.xlsx").get_data()))
    cell = book.worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")


def test_a_mailing_is_stopped_resumed_and_withdrawn_on_its_page(
    house: House, manager: Browser, nda: str
) -> None:
    mailed(house, manager, nda)
    where = f"/documents/{nda}/mailings"
    with house.tools.read() as session:
        mailing = session.scalars(select(Mailing.id)).one()
    assert manager.post(f"{where}/stop", mailing=mailing).status_code == 303
    stopped = manager.get(where).text
    assert "Уже готовятся и уйдут: 2" in stopped
    assert "отправлено 0 из 2" in stopped
    assert manager.post(f"{where}/resume", mailing=mailing).status_code == 303
    assert manager.post(f"{where}/withdraw", mailing=mailing).status_code == 422
    assert manager.post(f"{where}/withdraw", mailing=mailing, reason="Ошибка").status_code == 303
    assert "Рассылка отозвана" in manager.get(where).text
    assert manager.post(f"{where}/unknown", mailing=mailing).status_code == 404
    assert manager.post(f"{where}/stop", mailing="unknown").status_code == 404


def test_only_who_may_send_the_document_may_mail_it(
    house: House, manager: Browser, browse: Browse, nda: str
) -> None:
    mailed(house, manager, nda)
    posts = ("mailing/check", "mailing/send", "mailings/stop", "mailings/withdraw")
    outsider, lawyer = browse("outsider"), browse("lawyer")
    for path in posts:
        assert outsider.post(f"/documents/{nda}/{path}", list=GOOD, reason="нет").status_code == 404, path
        assert lawyer.post(f"/documents/{nda}/{path}", list=GOOD, reason="нет").status_code == 403, path
    with house.tools.read() as session:
        assert session.scalar(select(func.count(Document.id)).where(Document.number.like("%/%"))) == 2


def test_what_is_not_for_many_says_so(house: House, manager: Browser) -> None:
    page = manager.get(f"/documents/{house.draft}/mailing").text
    assert "согласованный документ" in page
