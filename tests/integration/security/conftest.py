"""An installation on each database, and browsers of whoever attacks it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask

from api.app import create_app
from docsvc.actions.set_password import set_password
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model.deal_input import read_deal
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation, make_installation
from tests.integration.web.persons import PASSWORD, Browser


@pytest.fixture
def installation(tmp_path: Path, database_url: str) -> Iterator[Installation]:
    made = make_installation(tmp_path / "data", database_url=database_url)
    with made.tools.work() as work:
        set_password(
            work, made.people["manager"].id or "", actor=made.people["administrator"], password=PASSWORD
        )
    yield made
    made.tools.database.dispose()


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
