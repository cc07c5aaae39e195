"""The installation under test, and browsers of its people."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from api.app import create_app
from docsvc.actions.attach_file import attach_file
from docsvc.actions.create_document import create_document
from docsvc.actions.keep_block import add_block
from docsvc.actions.load_organisation import load_organisation
from docsvc.actions.submit_document import submit_document
from docsvc.actions.template_file import read_template
from docsvc.actions.upload_template import upload_template
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.config import Settings, read_settings
from docsvc.installation import initialise
from docsvc.jobs.trial import run_trial_rows
from docsvc.model import Kind, Trial
from docsvc.model.content_input import BlockInput
from docsvc.model.deal_input import DealInput
from docsvc.model.organisation_file import read_organisation
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from docsvc.work import SYSTEM
from tests.integration.passwords import hashed_quickly
from tests.integration.studio.lawyer import NAMED, page, word
from tests.integration.web.persons import DEAL, ORGANISATION, Browse, House, log_in_as, person, render


@dataclass(frozen=True, slots=True)
class Built:
    """A data folder with everything in it, and the ids of what the tests ask for."""

    data: Path
    deal: str
    draft: str
    asked: str


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """An empty database: these installations are made from nothing, as `docsvc init` does."""
    return "template0"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the installation once on SQLite; each test gets a copy."""
    data = tmp_path_factory.mktemp("built") / "data"
    built = build(data, f"sqlite:///{data / 'docsvc.sqlite3'}")
    with sqlite3.connect(data / "docsvc.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return built


@pytest.fixture
def house(tmp_path: Path, built: Built) -> Iterator[House]:
    data = Path(shutil.copytree(built.data, tmp_path / "data"))
    yield from open_house(replace(built, data=data), f"sqlite:///{data / 'docsvc.sqlite3'}")


@pytest.fixture
def house_on_postgresql(tmp_path: Path, postgres_url: str) -> Iterator[House]:
    yield from open_house(build(tmp_path / "data", postgres_url), postgres_url)


def settings_of(data: Path, database_url: str) -> Settings:
    """Return the settings of an installation on loopback."""
    environ = {"DATA": str(data), "DATABASE_URL": database_url, "BASE_URL": "http://localhost"}
    return read_settings({f"DOCSVC_{name}": value for name, value in environ.items()})


def build(data: Path, database_url: str) -> Built:
    """Make an installation: people, a deal, a draft quote and a contract that awaits the lawyer."""
    settings = settings_of(data, database_url)
    initialise(settings, organisation="ООО «Север»")
    tools = open_tools(settings)
    with hashed_quickly(), tools.work() as work:
        load_organisation(work, read_organisation(ORGANISATION), actor=SYSTEM)
        deal = upsert_deal(work, DealInput.model_validate(DEAL), actor=SYSTEM).id
    manager = person(tools, "manager")
    with tools.work() as work:
        draft = create_document(work, deal, actor=manager, kind=Kind.QUOTE)
        asked = create_document(work, deal, actor=manager, kind=Kind.CONTRACT)
    render(tools)
    with tools.work() as work:
        attach_file(work, draft, actor=manager, name="Расчёт.pdf", content=b"%PDF-1.7")
    with tools.work() as work:
        submit_document(work, asked, actor=manager)
    upload_templates(tools)
    tools.database.dispose()
    return Built(data, deal, draft, asked)


def upload_templates(tools: Tools) -> None:
    """Let the lawyer upload a Word file, and an HTML page that is tried on its sample."""
    lawyer = person(tools, "lawyer")
    for name, content in (("договор.docx", word("Договор {DOCUMENT.NUMBER}")), ("договор.html", page())):
        source = read_template(name, content, named=NAMED)
        with tools.work() as work:
            version_id = upload_template(work, source, actor=lawyer)
    with tools.read() as session:
        trial = session.scalars(select(Trial).where(Trial.version_id == version_id)).one()
    run_trial_rows(tools, {"trial": trial.id})
    with tools.work() as work:
        add_block(work, BlockInput(name="privacy", title="Тайна", text="Стороны хранят тайну."), actor=lawyer)


def open_house(built: Built, database_url: str) -> Iterator[House]:
    """Open an installation and close it at the end."""
    tools = open_tools(settings_of(built.data, database_url))
    yield House(create_app(tools), tools, built.deal, built.draft, built.asked)
    tools.database.dispose()


@pytest.fixture
def browse(house: House) -> Browse:
    return lambda name: log_in_as(house, name)
