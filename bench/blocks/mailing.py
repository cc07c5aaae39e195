"""One document to many: their list looked through, the copies made and sent, the table of results."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from api.app import create_app
from bench.installation import Installation, Place
from bench.measure import Series, take_turns
from bench.report import Goal, Row
from docsvc.actions.submit_document import submit_document
from docsvc.jobs import run_job
from docsvc.model import Mailing, OutboxMessage, OutboxState
from docsvc.tools import Tools

HEADINGS = ("ФИО", "Почта", "Организация", "Должность")
FIRST_FREE = 900_000  # no other block counts its deals so far
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Desk:
    """A manager's browser at an approved document."""

    client: FlaskClient
    document_id: str

    def get(self, path: str) -> TestResponse:
        """Fetch a page of the document."""
        return _answered(self.client.get(f"/documents/{self.document_id}/{path}"))

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form of the document."""
        found = _TOKEN.search(self.get("mailing").text)
        token = {"csrf_token": found[1] if found else ""}
        return _answered(self.client.post(f"/documents/{self.document_id}/{path}", data=token | fields))


def rows(here: Place) -> Iterator[Row]:
    """Time a mailing from the list to its results."""
    installation, count = here.installation, here.size.people
    desk, people = _desk(installation), _people(count)
    text, book = _csv(people), _xlsx(people)
    looks = take_turns(
        {
            "CSV": lambda: desk.post("mailing/check", file=(io.BytesIO(text), "people.csv")),
            "Excel": lambda: desk.post("mailing/check", file=(io.BytesIO(book), "people.xlsx")),
        },
        rounds=1 + here.size.rounds // 3,
    )
    for name, series in looks.items():
        yield Row(f"list of {count} people looked through, {name}", series.ms(), goal=Goal(2000))
    seconds = _mailed(installation, desk, text.decode())
    yield Row(f"copies made and sent, of {count}", Series((seconds,)).rate(count, "copy"))
    reads = take_turns(
        {
            "its page": lambda: desk.get("mailings"),
            "as Excel": lambda: desk.get("mailings/results.xlsx"),
        },
        rounds=1 + here.size.rounds // 3,
    )
    for name, series in reads.items():
        yield Row(f"results of {count} people, {name}", series.ms(), goal=Goal(1000))


def _desk(installation: Installation) -> Desk:
    """Take an offer through its approval, and log its manager in."""
    tools, manager = installation.tools, installation.manager
    document_id = installation.quote(FIRST_FREE)
    _work_off(tools, "render")
    with tools.work() as work:
        submit_document(work, document_id, actor=manager)
    client = create_app(tools).test_client()
    found = _TOKEN.search(client.get("/login").text)
    password = installation.passwords[manager.email]
    fields = {"csrf_token": found[1] if found else "", "email": manager.email, "password": password}
    _answered(client.post("/login", data=fields))
    return Desk(client, document_id)


def _mailed(installation: Installation, desk: Desk, text: str) -> float:
    """Mail to the people of the list; return the seconds until the last copy is sent."""
    started = perf_counter()
    desk.post("mailing/send", list=text)
    _work_off(installation.tools, "mailing")
    taken = perf_counter() - started
    with installation.tools.read() as session:
        sent = [row.state for row in session.scalars(select(Mailing)).unique().one().rows]
    if set(sent) != {"sent"}:
        raise RuntimeError(f"not everybody got a copy: {set(sent)}")
    return taken


def _work_off(tools: Tools, name: str) -> None:
    with tools.read() as session:
        waiting = select(OutboxMessage).filter_by(name=name, state=OutboxState.WAITING.value)
        promised = [row.payload for row in session.scalars(waiting.order_by(OutboxMessage.id))]
    for payload in promised:
        if error := run_job(tools, name, payload):
            raise RuntimeError(error)


def _people(count: int) -> list[tuple[str, ...]]:
    return [
        (f"Получатель {number}", f"person{number}@many.example", f"ООО «Компания {number}»", "Директор")
        for number in range(1, count + 1)
    ]


def _csv(people: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADINGS, *people])
    return text.getvalue().encode()


def _xlsx(people: list[tuple[str, ...]]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    sheet = book.create_sheet("People", 0)
    for line in (HEADINGS, *people):
        sheet.append(line)
    book.save(content)
    return content.getvalue()


def _answered(response: TestResponse) -> TestResponse:
    if response.status_code >= 400:
        raise RuntimeError(f"{response.request.path}: {response.status_code} {response.text[-1500:]}")
    return response
