"""Whoever sees nearly everything gets the same list, in a bounded time, whichever way it is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, func, select

from api.app import create_app
from bench.years import key
from docsvc.access import visible
from docsvc.model import Document, DocumentVersion, Mailing, MailingRow, State, WebSession
from docsvc.queries.archive import ArchiveFilter, archive, archive_total
from docsvc.queries.document_filter import DocumentFilter
from docsvc.queries.documents import document_list
from docsvc.queries.paging import MOST_PAGES
from docsvc.queries.remarks import questions_for
from docsvc.queries.tiles import MOST_COUNTED, MOST_LOOKED_UP, Tile, tiles
from docsvc.queries.usage import usage_by_version
from docsvc.queries.who_is import session_hash
from docsvc.work import Actor
from tests.integration.core.installation import Installation
from tests.integration.lists.conftest import DOCUMENTS
from tests.integration.lists.test_lists import person

EVERYBODY = ("u7", "lawyer", "finance", "director", "accountant", "administrator")
PAGES = (
    "/documents",
    "/documents?q=ладога",
    "/documents?state=archived&sort=company",
    "/archive",
    "/deals",
    "/absences",
    "/",
)


@contextmanager
def asked_of(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def counted(installation: Installation, actor: Actor) -> dict[str, int]:
    """Count what the actor sees of each state, the plain way."""
    rows = select(Document.state, func.count()).where(visible(actor), Document.trashed_at.is_(None))
    copies = select(MailingRow.document_id)
    with installation.tools.read() as session:
        found = session.execute(rows.where(Document.id.not_in(copies)).group_by(Document.state))
        return {row[0]: row[1] for row in found}


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_document_is_visible_by_itself_as_it_is_in_a_list(years: Installation, who: str) -> None:
    actor = person(years, who)
    with years.tools.read() as session:
        by_set = set(session.scalars(select(Document.id).where(visible(actor))))
        by_each = set(session.scalars(select(Document.id).where(visible(actor, each=True, dense=True))))
    assert by_set == by_each


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_tile_counts_all_or_says_that_there_are_more(years: Installation, who: str) -> None:
    actor = person(years, who)
    with years.tools.read() as session:
        shown = tiles(session, actor, DocumentFilter())
    whole = counted(years, actor)
    assert {state.value for state in shown} == set(whole)
    for state, tile in shown.items():
        assert tile.count == whole[state] or (tile.more and tile.count < whole[state] and not tile.money)


def test_counting_ends_where_it_takes_too_long(years: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    with years.tools.read() as session:
        assert tiles(session, person(years, "director"), DocumentFilter())[State.ARCHIVED] == Tile(
            MOST_COUNTED, more=True
        )
        monkeypatch.setattr("docsvc.queries.tiles.MANY_TO_COUNT", 1_000)
        assert tiles(session, person(years, "lawyer"), DocumentFilter())[State.ARCHIVED] == Tile(
            MOST_LOOKED_UP, more=True
        )


def test_pages_go_on_as_far_as_anybody_turns_them(years: Installation) -> None:
    director = person(years, "director")
    with years.tools.read() as session:
        first = document_list(session, director, DocumentFilter())
        last = document_list(session, director, DocumentFilter(), page=10**6)
        month = ArchiveFilter(since=(day := first.rows[0].date) - timedelta(days=20), until=day)
        total = archive_total(session, director, month)
        shown = archive(session, director, month, page=10**6)
    assert (first.goes_on, first.more, first.whole) == (True, True, False)
    assert (last.number, last.goes_on, last.is_end) == (MOST_PAGES, False, True)
    assert (total.more, shown.whole, shown.number) == (False, True, shown.last)


@pytest.mark.parametrize("who", ["lawyer", "director", "accountant", "administrator"])
@pytest.mark.parametrize("sort", ["-updated", "company", "-amount"])
def test_sqlite_reads_a_page_of_many_in_its_order_and_sorts_nothing(
    years_on_sqlite: Installation, who: str, sort: str
) -> None:
    actor, engine = person(years_on_sqlite, who), years_on_sqlite.tools.database.reader
    chosen = DocumentFilter(states=frozenset({State.ARCHIVED}), sort=sort)
    with asked_of(engine) as statements, years_on_sqlite.tools.read() as session:
        found = document_list(session, actor, chosen, total=Tile(MOST_COUNTED, more=True))
        if who != "lawyer":
            archive(session, actor, ArchiveFilter(), total=Tile(MOST_COUNTED, more=True))
    assert len(found.rows) == found.size
    (page, *of_archive) = [each for each in statements if " OFFSET " in each]
    for statement in (page, *of_archive):
        assert "TEMP B-TREE FOR ORDER BY" not in plan_of(years_on_sqlite, statement)


@pytest.mark.parametrize("page", [1, 10**6])
@pytest.mark.parametrize("sort", ["-updated", "company"])
def test_sqlite_finds_a_manager_s_documents_by_whose_they_are(
    years_on_sqlite: Installation, sort: str, page: int
) -> None:
    """Among all those in a state theirs are few, and ever fewer the more there are."""
    actor, engine = person(years_on_sqlite, "u7"), years_on_sqlite.tools.database.reader
    chosen = DocumentFilter(states=frozenset({State.ARCHIVED}), sort=sort)
    with asked_of(engine) as statements, years_on_sqlite.tools.read() as session:
        assert document_list(session, actor, chosen, page=page).rows
        assert archive(session, actor, ArchiveFilter(), page=page).rows
    asked = [each for each in statements if "document.state" in each and "owner_id = ?" in each]
    plans = [plan_of(years_on_sqlite, each) for each in asked]
    assert len(plans) == 4
    assert all("(owner_id=?)" in plan and "(state=?)" not in plan for plan in plans)


def test_sqlite_finds_questions_by_whom_they_are_for(years_on_sqlite: Installation) -> None:
    actor, engine = person(years_on_sqlite, "director"), years_on_sqlite.tools.database.reader
    with asked_of(engine) as statements, years_on_sqlite.tools.read() as session:
        questions_for(session, actor)
    (plan,) = [plan_of(years_on_sqlite, each) for each in statements if "FROM remark" in each]
    assert "SCAN" not in plan
    assert "(state=?)" not in plan


def test_what_templates_made_is_counted_without_the_trash(years_on_sqlite: Installation) -> None:
    version = DocumentVersion.template_version_id
    plain = select(version, func.count(DocumentVersion.document_id.distinct())).group_by(version)
    with years_on_sqlite.tools.read() as session:
        kept = plain.join(Document, Document.id == DocumentVersion.document_id).where(
            Document.trashed_at.is_(None)
        )
        counted = {row[0]: row[1] for row in session.execute(kept)}
        assert {key: usage.made for key, usage in usage_by_version(session).items()} == counted
    assert 0 < sum(counted.values()) < DOCUMENTS


def plan_of(installation: Installation, statement: str) -> str:
    with installation.tools.database.reader.connect() as connection:
        empty = (1,) * statement.count("?")
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", empty)
        return " ".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_page_asks_as_often_whatever_it_shows(years: Installation, who: str) -> None:
    """No more than a person's session, the frame, and a few for the list; never one for each row."""
    browser = create_app(years.tools).test_client()
    browser.set_cookie("docsvc", log_in(years, who))
    for page in PAGES:
        with asked_of(years.tools.database.reader) as statements:
            answer = browser.get(page)
        assert answer.status_code in {200, 302, 403}, page
        assert len(statements) <= 20, (page, len(statements))


def log_in(installation: Installation, who: str) -> str:
    actor, token = person(installation, who), f"session of {who}"
    with installation.tools.work() as work:
        times = {"created_at": work.now, "seen_at": work.now, "expires_at": work.now + timedelta(days=1)}
        work.add(WebSession(token_hash=session_hash(token), user_id=actor.id, **times))
    return token


def test_the_years_hold_what_they_are_measured_by(years: Installation) -> None:
    with years.tools.read() as session:
        assert session.get(Document, key("d", DOCUMENTS)) is not None
        assert session.get(Mailing, key("m", 50)) is not None
