"""The figures as a page, as files and as JSON: for those who answer for approvals."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.web.figure_words import length
from docsvc.actions.make_api_key import make_api_key
from docsvc.actions.set_password import hash_password
from docsvc.model import User
from docsvc.model.api_scopes import ApiScope
from tests.integration.approvals.history import History, at
from tests.integration.core.installation import Installation, make_installation
from tests.integration.passwords import hashed_quickly
from tests.integration.web.persons import Browser

PASSWORD = "correct horse battery"
EVIL = "=HYPERLINK(1)"
DAYS = "since=2026-11-09&until=2026-11-15"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A contract that was returned with a quote that could be a formula, and one that waits."""
    folder = tmp_path_factory.mktemp("pages")
    made = make_installation(folder / "data", database_url=f"sqlite:///{folder / 'docsvc.db'}")
    made.clock.ahead = at(13, 12) - datetime.now(UTC)
    history = History(made)
    sales = history.department("Продажи")
    one = history.round(history.document(department_id=sales), at(9, 10), at(9, 14), "returned")
    stage = history.stage(one, "Юрист", at(9, 10), at(9, 14), "stopped")
    history.quote(history.seat(stage, "lawyer", at(9, 14), "return", due=at(9, 11)), EVIL)
    two = history.round(history.document(state="in_approval"), at(12, 9), None, "running")
    history.seat(history.stage(two, "Юрист", at(12, 9), None, "open"), "lawyer", due=at(12, 18))
    history.keep()
    with hashed_quickly(), made.tools.work() as work:
        for who in ("director", "manager", "head of Продажи"):
            user = work.get(User, made.people[who].id)
            user.password_hash = hash_password(PASSWORD)
    yield made
    made.tools.database.dispose()


@pytest.fixture(scope="module")
def director(told: Installation) -> Browser:
    return browser(told, "director")


def browser(told: Installation, who: str) -> Browser:
    made = Browser(create_app(told.tools).test_client())
    assert made.post("/login", email=told.people[who].email, password=PASSWORD).status_code == 303
    return made


@pytest.fixture(scope="module")
def client(told: Installation) -> FlaskClient:
    return create_app(told.tools).test_client()


def key(told: Installation, who: str) -> dict[str, str]:
    with told.tools.work() as work:
        made = make_api_key(
            work,
            actor=told.people["administrator"],
            name="BI",
            scopes=[ApiScope.DOCUMENTS_READ],
            user_email=told.people[who].email,
        )
    return {"Authorization": f"Bearer {made}"}


def test_the_page_tells_each_figure_with_its_target(director: Browser) -> None:
    page = (director.get(f"/figures?{DAYS}").text or "").replace("\xa0", " ")
    for words in (
        "4 ч",
        "цель: больше 95 %",
        "Ниже цели",
        "цель: меньше 10 %",
        "Цель выполнена",
        "1 документ ждёт решения",
        "у 1 срок прошёл",
        "Смирнова Анна Андреевна",
        "=HYPERLINK(1)",
    ):
        assert words in page, words


def test_the_page_needs_no_script_and_names_no_other_site(director: Browser) -> None:
    page = director.get("/figures").text or ""
    assert "<canvas" not in page
    assert page.count("<table") == 5


def test_wrong_values_in_the_address_count_as_absent(director: Browser) -> None:
    assert director.get("/figures?since=yesterday&kind=poem&until=").status_code == 200
    assert "За этот период ничего" not in (director.get("/figures?since=2026-13-01").text or "")


def test_a_period_without_anything_says_so(director: Browser, told: Installation) -> None:
    page = browser(told, "head of Продажи").get("/figures?since=2020-01-01&until=2020-01-31").text or ""
    assert "За этот период ничего не согласовывали" in page
    assert "Все отделы" not in page
    assert "Все отделы" in (director.get("/figures").text or "")


def test_others_are_refused(told: Installation) -> None:
    manager = browser(told, "manager")
    for path in ("/figures", "/figures/figures.csv", "/figures/figures.xlsx"):
        assert manager.get(path).status_code == 403
    assert "/figures" not in (manager.get("/").text or "")


def test_csv_holds_every_table_and_no_formula(director: Browser) -> None:
    answer = director.get(f"/figures/figures.csv?{DAYS}")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    titles = {"Показатели", "Маршруты", "Этапы", "Люди", "Недели", "Возвраты", "Ждут сейчас"}
    assert titles <= {line[0] for line in lines if len(line) == 1}
    assert ["contract", "1", "4,00", "4,00", "4,00", "4,00"] in lines
    assert f"'{EVIL}" in {line[3] for line in lines if len(line) == 5}


def test_the_workbook_holds_text_as_text(director: Browser) -> None:
    answer = director.get(f"/figures/figures.xlsx?{DAYS}")
    assert answer.headers["Content-Disposition"].endswith("2026-11-09%202026-11-15.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
        strings = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 7
    assert EVIL in strings
    assert not any("<f>" in sheet for sheet in sheets)


def test_programs_read_the_same(client: FlaskClient, told: Installation) -> None:
    answer = client.get(f"/api/v1/figures?{DAYS}", headers=key(told, "director"))
    found = answer.json
    assert (answer.status_code, found["overall"]["median"]) == (200, 4 * 3600)
    assert found["sla_kept"] == {
        "percent": "0.0",
        "part": 0,
        "whole": 2,
        "target": 95,
        "below": False,
        "kept": False,
    }
    assert [(row["person"], row["overdue"]) for row in found["waiting"]] == [("Смирнова Анна Андреевна", 1)]
    narrowed = client.get(f"/api/v1/figures?{DAYS}&department=Продажи", headers=key(told, "director"))
    assert narrowed.json["waiting"] == []


def test_programs_are_told_what_is_wrong(client: FlaskClient, told: Installation) -> None:
    headers = key(told, "director")
    for query in ("since=2026-11-09&until=2026-11-01", "department=Луна", "kind=poem", "colour=red"):
        assert client.get(f"/api/v1/figures?{query}", headers=headers).status_code == 422, query
    assert client.get("/api/v1/figures", headers=key(told, "manager")).status_code == 403


def test_lengths_are_told_in_two_units() -> None:
    told = [length(seconds).replace("\xa0", " ") for seconds in (0, 59, 3600, 12_000, 190_800)]
    assert told == ["0 мин", "0 мин", "1 ч", "3 ч 20 мин", "2 дн. 5 ч"]
    assert length(190_800, worked=True) == "53\xa0ч"
