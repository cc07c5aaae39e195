"""Guessing a password is slow, from one address, from a network and from everywhere."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from docsvc.model import AuditEntry
from tests.integration.core.installation import Installation
from tests.integration.security.conftest import give_password
from tests.integration.web.persons import PASSWORD, TOKEN, Browser

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The clock stands still: the real one may pass from one window into the next."""
MANAGER = "manager@polaris.example"


@pytest.fixture(autouse=True)
def noon(installation: Installation) -> None:
    installation.tools.clock = lambda: NOON


def guess(app: APIFlask, address: str, password: str = "нет", email: str = MANAGER) -> int:
    browser = app.test_client()
    found = TOKEN.search(browser.get("/login").text)
    assert found
    form = {"csrf_token": found[1], "email": email, "password": password}
    return browser.post("/login", data=form, environ_base={"REMOTE_ADDR": address}).status_code


def test_addresses_of_one_network_are_one_guesser(app: APIFlask) -> None:
    told = [guess(app, f"2001:db8::{number:x}") for number in range(12)]
    assert told == [401] * 10 + [429] * 2
    assert guess(app, "2001:db8:0:1::1", PASSWORD) == 303


def test_a_mapped_address_is_the_address_itself(app: APIFlask) -> None:
    assert [guess(app, f"::ffff:198.51.100.{number}") for number in range(11)] == [401] * 11
    assert [guess(app, "198.51.100.7") for _ in range(10)][-1] == 429


def test_an_account_is_guessed_thirty_times_an_hour_from_anywhere(
    installation: Installation, app: APIFlask
) -> None:
    told = [guess(app, f"198.51.100.{number}") for number in range(32)]
    assert told == [401] * 30 + [429] * 2
    assert guess(app, "203.0.113.1", PASSWORD) == 429
    with installation.tools.read() as session:
        blocked = [body for body in session.scalars(select(AuditEntry.body)) if b"login.blocked" in body]
    assert len(blocked) == 1
    installation.tools.clock = lambda: NOON + timedelta(hours=1)
    assert guess(app, "203.0.113.1", PASSWORD) == 303


def test_one_person_blocked_does_not_block_another(app: APIFlask) -> None:
    for number in range(31):
        guess(app, f"198.51.100.{number}", email="director@polaris.example")
    assert guess(app, "203.0.113.1", PASSWORD) == 303


def test_a_refused_guess_costs_no_hashing(
    app: APIFlask, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # here hashing takes its time
    give_password(installation, "manager")

    def seconds() -> float:
        begun = perf_counter()
        guess(app, "198.51.100.7")
        return perf_counter() - begun

    hashed = min(seconds() for _ in range(10))
    refused = min(seconds() for _ in range(10))
    assert refused < hashed


def test_guesses_of_the_present_password_count_too(browser: Browser) -> None:
    assert browser.post("/login", email=MANAGER, password=PASSWORD).status_code == 303
    told = [browser.post("/me", current="нет", password="новый пароль") for _ in range(11)]
    assert [answer.status_code for answer in told] == [401] * 10 + [429]
    assert "Подождите" in told[-1].text
    right = browser.post("/me", current=PASSWORD, password="новый пароль")
    assert right.status_code == 429


def test_the_present_password_still_sets_a_new_one(app: APIFlask, browser: Browser) -> None:
    assert browser.post("/login", email=MANAGER, password=PASSWORD).status_code == 303
    assert browser.post("/me", current=PASSWORD, password="короче").status_code == 422
    assert browser.post("/me", current=PASSWORD, password="новый пароль").status_code == 303
    assert guess(app, "198.51.100.7", "новый пароль") == 303
