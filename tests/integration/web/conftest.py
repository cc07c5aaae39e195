"""The installation under test, and browsers of its people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from docsvc.actions.create_document import create_document
from docsvc.actions.load_organisation import load_organisation
from docsvc.actions.submit_document import submit_document
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.config import read_settings
from docsvc.model import Kind
from docsvc.model.deal_input import DealInput
from docsvc.model.organisation_file import read_organisation
from docsvc.wiring import initialise, open_tools
from docsvc.work import SYSTEM
from tests.integration.web.persons import DEAL, ORGANISATION, PASSWORD, Browse, Browser, House, render


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    environ = {"DOCSVC_DATA": str(tmp_path / "data"), "DOCSVC_DATABASE_URL": database_url}
    settings = read_settings(environ | {"DOCSVC_BASE_URL": "http://localhost"})
    initialise(settings, organisation="ООО «Север»")
    tools = open_tools(settings)
    with tools.work() as work:
        load_organisation(work, read_organisation(ORGANISATION), actor=SYSTEM)
        deal = upsert_deal(work, DealInput.model_validate(DEAL), actor=SYSTEM).id
    made = House(create_app(tools), tools, deal, "", "")
    manager = made.actor("manager")
    with tools.work() as work:
        draft = create_document(work, deal, actor=manager, kind=Kind.QUOTE)
        asked = create_document(work, deal, actor=manager, kind=Kind.CONTRACT)
    render(tools)
    with tools.work() as work:
        submit_document(work, asked, actor=manager)
    yield House(made.app, tools, deal, draft, asked)
    tools.database.dispose()


@pytest.fixture
def browse(house: House) -> Browse:
    """Give a browser in which a person has logged in; None is nobody."""

    def start(name: str | None = None) -> Browser:
        browser = Browser(house.app.test_client())
        if name is not None:
            answer = browser.post("/login", email=f"{name}@sever.ru", password=PASSWORD)
            assert answer.status_code == 303
        return browser

    return start
