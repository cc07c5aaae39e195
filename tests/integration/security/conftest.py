"""An installation on each database, and browsers of whoever attacks it."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from apiflask import APIFlask
from argon2 import PasswordHasher

from api.app import create_app
from docsvc.actions.set_password import set_password
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model.deal_input import read_deal
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation, make_installation
from tests.integration.web.persons import PASSWORD, Browser


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords of the tests are hashed in no time: thirty guesses would take three seconds."""
    monkeypatch.setattr(
        "docsvc.actions.set_password.PasswordHasher",
        partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1),
    )


@pytest.fixture
def installation(tmp_path: Path, database_url: str, quick_hashing: None) -> Iterator[Installation]:
    made = make_installation(tmp_path / "data", database_url=database_url)
    for who in ("manager", "director"):
        give_password(made, who)
    yield made
    made.tools.database.dispose()


def give_password(installation: Installation, who: str) -> None:
    """Let a person of the installation log in with the password of the tests."""
    people = installation.people
    with installation.tools.work() as work:
        set_password(work, people[who].id or "", actor=people["administrator"], password=PASSWORD)


@pytest.fixture
def deal_id(installation: Installation) -> str:
    with installation.tools.work() as work:
        deal = read_deal(json.dumps(DEAL, ensure_ascii=False).encode())
        return upsert_deal(work, deal, actor=installation.people["manager"]).id


@pytest.fixture
def app(installation: Installation) -> APIFlask:
    return create_app(installation.tools)


@pytest.fixture
def browser(app: APIFlask) -> Browser:
    return Browser(app.test_client())
