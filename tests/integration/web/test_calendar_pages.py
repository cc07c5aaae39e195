"""The pages of time: the calendar, absences, a person's ties, and what is stuck."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from docsvc.model import Absence, Setting, User
from docsvc.queries.calendar import CALENDAR, calendar_of
from tests.integration.web.persons import Browse, House

Form = dict[str, Any]

WEEK = {f"day{n}": "9:00–18:00" if n < 5 else "" for n in range(7)}
CALENDAR_FORM: Form = {**WEEK, "country": "RU", "days_off": "", "working_days": ""}


def user(house: House, name: str) -> User:
    with house.tools.read() as session:
        return session.get_one(User, house.actor(name).id)


def days(ahead: int, length: int) -> Form:
    first = date.today() + timedelta(days=ahead)  # noqa: DTZ011 -- a browser's date
    return {"first": first.isoformat(), "last": (first + timedelta(days=length - 1)).isoformat()}


def test_the_calendar_is_kept_as_it_was_typed(browse: Browse, house: House) -> None:
    browser = browse("administrator")
    form = CALENDAR_FORM | {"day4": "9:00-13:00, 14:00-17:00", "days_off": "30.12.2026\n2026-12-29"}
    assert browser.post("/settings/calendar", **form).status_code == 303
    with house.tools.read() as session:
        calendar = calendar_of(session)
    assert calendar.days_off == {date(2026, 12, 29), date(2026, 12, 30)}
    page = browser.get("/settings/calendar").text
    assert "9:00–13:00, 14:00–17:00" in page
    assert "30.12.2026" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day0": "с девяти"}, "нужен вид 9:00"),
        ({"days_off": "завтра"}, "не дата"),
        ({"country": "XX"}, "нет календаря"),
        (dict.fromkeys(WEEK, ""), "ни одного рабочего часа"),
        ({"days_off": "30.12.2026", "working_days": "30.12.2026"}, "и выходной, и рабочий"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    browse: Browse, house: House, changes: Form, said: str
) -> None:
    answer = browse("administrator").post(
        "/settings/calendar", **(CALENDAR_FORM | {"day1": "10:00-12:00"} | changes)
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert changes.get("day1", "10:00-12:00") in answer.text
    with house.tools.read() as session:
        assert session.get(Setting, CALENDAR) is None


def test_a_person_writes_their_absence_down_and_takes_it_back(browse: Browse, house: House) -> None:
    browser, deputy = browse("director"), user(house, "finance")
    me, form = house.actor("director").id, days(3, 5) | {"next": "/me", "why": "Байкал"}
    answer = browser.post(f"/absences/{me}", deputy=deputy.id, **form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me")
    with house.tools.read() as session:
        absence = session.scalars(select(Absence)).one()
    assert (absence.ends_at - absence.starts_at) == timedelta(days=5)
    assert (absence.starts_at.hour, absence.deputy_id) == (21, deputy.id), "midnight in Moscow"
    page = browser.get("/me").text
    assert "Байкал" in page
    assert deputy.name in page
    assert browser.post(f"/absences/{me}/{absence.id}/cancel").status_code == 303
    assert "Байкал" not in browser.get("/me").text


@pytest.mark.parametrize("where", ["", "Asia/Vladivostok", "America/New_York"])
def test_an_absence_is_shown_by_the_days_that_were_typed(browse: Browse, house: House, where: str) -> None:
    me = house.actor("director").id
    with house.tools.work() as work:
        work.get(User, me).timezone = where
    browse("director").post(f"/absences/{me}", first="2090-05-20", last="2090-05-24")
    page = browse("director").get("/absences").text
    shown = re.sub(r"<[^>]+>", "", page).replace("\xa0", " ")
    assert "20 мая 2090 – 24 мая 2090" in shown
    assert "отсутствие с 20 мая 2090" in shown


@pytest.mark.parametrize(
    "form", [{"first": "", "last": ""}, days(-5, 2), {"first": "2026-12-05", "last": "2026-12-01"}]
)
def test_an_absence_that_cannot_be_is_refused(browse: Browse, house: House, form: Form) -> None:
    answer = browse("director").post(f"/absences/{house.actor('director').id}", **form)
    assert answer.status_code == 422
    assert "Ничего не сохранено" in answer.text


def test_a_head_keeps_the_absences_of_their_department_alone(browse: Browse, house: House) -> None:
    head, outsider = browse("head"), house.actor("outsider").id
    director = house.actor("director").id
    assert head.post(f"/absences/{director}", **days(1, 1)).status_code == 303
    assert head.post(f"/absences/{outsider}", **days(1, 1)).status_code == 404
    assert head.get(f"/absences?person={outsider}").status_code == 404
    assert head.post(f"/absences/{outsider}/deputy", deputy=director).status_code == 403
    page = head.get("/absences").text
    assert f"/absences?person={director}" in page
    assert f"/absences?person={outsider}" not in page


def test_a_person_names_their_usual_deputy(browse: Browse, house: House) -> None:
    finance = house.actor("finance").id
    browser, me = browse("director"), house.actor("director").id
    assert browser.post(f"/absences/{me}/deputy", deputy=finance).status_code == 303
    assert user(house, "director").deputy_id == finance
    assert browser.post(f"/absences/{me}/deputy", deputy=me).status_code == 422
    assert browser.post(f"/absences/{me}/deputy", deputy="").status_code == 303
    assert user(house, "director").deputy_id is None


def test_an_administrator_sets_manager_and_zone(browse: Browse, house: House) -> None:
    browser, lawyer = browse("administrator"), user(house, "lawyer")
    form: Form = {"name": "Lawyer", "roles": ["lawyer"], "active": "on", "department": "Продажи"}
    ties: Form = {"manager_id": house.actor("director").id, "timezone": "Asia/Omsk"}
    assert browser.post(f"/settings/people/{lawyer.id}", **form, **ties).status_code == 303
    changed = user(house, "lawyer")
    assert (changed.manager_id, changed.timezone) == (ties["manager_id"], "Asia/Omsk")
    for wrong in ({"timezone": "Mars/Olympus"}, {"manager_id": lawyer.id}):
        answer = browser.post(f"/settings/people/{lawyer.id}", **form, **(ties | wrong))
        assert answer.status_code == 422


def test_what_is_stuck_is_mended_from_its_page(browse: Browse, house: House) -> None:
    browser, lawyer = browse("administrator"), house.actor("lawyer").id
    assert "Ничего не застряло" in browser.get("/stuck").text
    assert browser.post(f"/absences/{lawyer}", **days(0, 3)).status_code == 303
    page = browser.get("/stuck").text
    assert "Решать некому" in page
    assert f"/absences?person={lawyer}" in page
    assert browser.post(f"/absences/{lawyer}/deputy", deputy=house.actor("director").id).status_code == 303
    assert "Ничего не застряло" in browser.get("/stuck").text


def test_a_refusal_on_the_page_of_what_is_stuck_is_told_there(browse: Browse, house: House) -> None:
    browser = browse("manager")
    answer = browser.post(f"/stuck/{house.asked}/resume")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/stuck")
    assert "продолжать нечего" in browser.get("/stuck").text
    assert browser.post(f"/stuck/{house.asked}/remind").status_code == 303
    assert browser.post(f"/stuck/{house.asked}/job").status_code == 403
