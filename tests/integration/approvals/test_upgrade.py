"""An approval that was begun before rounds, time and deputies came goes on after the upgrade."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from docsvc.actions.create_document import create_document
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.pause_approval import pause_approval, resume_approval
from docsvc.actions.submit_document import submit_document
from docsvc.migrations.upgrade import configuration, upgrade
from docsvc.model import Base, Document, Kind, Verdict
from docsvc.queries.approvals import approval_view, stages
from docsvc.queries.inbox import inbox
from docsvc.wiring import open_tools
from docsvc.work import Database
from tests.integration.approvals.talk import PDF_HASH, contract, laid_out, tell
from tests.integration.core.installation import Installation, make_installation

BEFORE = "0003"


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """An empty database: the schema is what these tests are about."""
    return "template0"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(fixture)
    return url


def decide(installation: Installation, document_id: str, who: str) -> None:
    with installation.tools.work() as work:
        actor = installation.people[who]
        decide_on_document(work, document_id, actor=actor, verdict=Verdict.APPROVE, seen_sha256=PDF_HASH)


def submit(installation: Installation, document_id: str) -> None:
    with installation.tools.work() as work:
        submit_document(work, document_id, actor=installation.people["manager"])


def make_of_before(installation: Installation, url: str) -> None:
    """Write what the installation holds as the schema of before could hold it."""
    source, target = installation.tools.database, Database(url)
    with source.reader.connect() as rows, target.writer.begin() as connection:
        command.upgrade(configuration(connection), BEFORE)
        known = sa.MetaData()
        known.reflect(connection)
        for table in Base.metadata.sorted_tables:
            if table.name not in known.tables:
                continue
            kept = [column for column in table.columns if column.name in known.tables[table.name].columns]
            old = sa.Table(table.name, sa.MetaData(), *(sa.Column(each.name, each.type) for each in kept))
            if found := [dict(row._mapping) for row in rows.execute(sa.select(*old.columns))]:
                connection.execute(old.insert(), found)
    target.dispose()


def upgraded(installation: Installation, url: str) -> Installation:
    """Return the same installation on the database of before, brought to the newest schema."""
    make_of_before(installation, url)
    installation.tools.database.dispose()
    upgrade(url)
    settings = replace(installation.settings, database_url=url)
    tools = open_tools(settings)
    tools.clock = installation.clock
    return replace(installation, tools=tools, settings=settings)


def test_an_approval_of_before_the_upgrade_is_decided_after_it(tmp_path: Path, database_url: str) -> None:
    old = make_installation(tmp_path / "data", database_url=f"sqlite:///{tmp_path / 'old.db'}")
    deal = tell(old, "upgrade")
    begun, draft = contract(old, deal), contract(old, deal)
    submit(old, begun)
    decide(old, begun, "lawyer")
    new = upgraded(old, database_url)
    with new.tools.read() as session:
        found = approval_view(session, begun)
        assert found is not None
        assert (found.initiator, found.round, found.state.value) == (old.people["manager"].name, 1, "running")
        assert [stage.given for stage in stages(session, begun)] == [1, 0]
        assert [row.id for row in inbox(session, new.people["finance"])] == [begun]
    for act in (pause_approval, resume_approval):
        with new.tools.work() as work:
            act(work, begun, actor=new.people["manager"], reason="Уточняем срок")
    for who in ("finance", "director"):
        decide(new, begun, who)
    submit(new, draft)
    with new.tools.read() as session:
        states = [session.get_one(Document, each).state for each in (begun, draft)]
        assert [row.id for row in inbox(session, new.people["lawyer"])] == [draft]
    assert states == ["approved", "in_approval"]
    with new.tools.work() as work:
        fresh = create_document(work, deal, actor=new.people["manager"], kind=Kind.QUOTE)
    laid_out(new, fresh)
    submit(new, fresh)
    with new.tools.read() as session:
        assert session.get_one(Document, fresh).state == "approved"
    new.tools.database.dispose()
