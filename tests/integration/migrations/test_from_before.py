"""From a schema of before, with its rows, to the present one: everything is there, and life goes on."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from docsvc.migrations.upgrade import upgrade
from docsvc.model import Document, Kind
from docsvc.queries.trail import verify_trail
from docsvc.wiring import open_tools
from docsvc.work import Database
from tests.integration.core import story
from tests.integration.core.conftest import push
from tests.integration.core.installation import Installation, make_installation
from tests.integration.migrations.past import columns_of, rows_of, write_as_before

LEFT_BEHIND = "0005"
"""The schema of the code that the present one replaces."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, str]]:
    """An installation with a contract that one of two people has signed, and its id."""
    folder = tmp_path_factory.mktemp("lived")
    made = make_installation(folder / "data", database_url=f"sqlite:///{folder / 'lived.db'}")
    contract = story.approved_contract(made, push(made))
    story.send(made, contract)
    story.sign(made, contract, "director@polaris.example", typed="Соколов А. В.")
    yield made, contract
    made.tools.database.dispose()


def moved_in(lived: Installation, folder: Path, url: str) -> Installation:
    """Return the installation in a folder and on a database of its own."""
    shutil.copytree(lived.folder, folder)
    settings = replace(lived.settings, data=folder, blobs_url=f"fs://{folder}/blobs", database_url=url)
    return replace(lived, folder=folder, settings=settings, tools=open_tools(settings))


def test_a_contract_half_signed_before_the_upgrade_is_signed_and_archived_after_it(
    lived: tuple[Installation, str], tmp_path: Path, database_url: str
) -> None:
    old, contract = lived
    database = Database(database_url)
    write_as_before(old.tools.database, database, LEFT_BEHIND)
    known = columns_of(database)
    before = rows_of(database, known)
    upgrade(database_url)
    assert rows_of(database, known) == before
    database.dispose()
    new = moved_in(old, tmp_path / "data", database_url)
    story.sign(new, contract, "ivanov@vector.example", typed="Иванов И. И.")
    with new.tools.read() as session:
        assert session.get_one(Document, contract).state == "archived"
        assert not verify_trail(session).broken
    story.make(new, push(new), Kind.QUOTE)
    new.tools.database.dispose()


def test_rows_of_the_first_schema_are_all_there_in_the_last(
    lived: tuple[Installation, str], database_url: str
) -> None:
    old, _contract = lived
    database = Database(database_url)
    write_as_before(old.tools.database, database, "0001")
    known = columns_of(database)
    before = rows_of(database, known)
    upgrade(database_url)
    assert rows_of(database, known) == before
    with Session(database.reader) as session:
        assert not verify_trail(session).broken
    database.dispose()
