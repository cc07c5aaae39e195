"""The databases that docsvc runs on, and an installation: what asks for `database_url` runs on each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from templates.limits import render_safely
from tests.integration.core.installation import Installation, copy_rows, make_installation
from tests.integration.databases import URLS, address
from tests.integration.once import remembering, share_pages, share_routes, share_sql, wait_for_no_disk
from tests.integration.passwords import hashed_quickly
from tests.services.postgres import Postgres


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'docsvc.db'}"


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """An installation's database: made once, for copying it takes a tenth of the time of making it."""
    name = postgres.create()
    copy_rows(postgres.url(name))
    return name


@pytest.fixture(params=URLS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database that `make_installation` has yet to fill, or of its copy on PostgreSQL."""
    return address(request)


@pytest.fixture
def installation(tmp_path: Path, database_url: str) -> Iterator[Installation]:
    """People, routes and templates, and nothing made yet."""
    made = make_installation(tmp_path / "data", database_url=database_url)
    yield made
    made.tools.database.dispose()


@pytest.fixture(scope="module", params=URLS)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """One installation for the tests of a module that only look, on each database."""
    folder = tmp_path_factory.mktemp("shared")
    url = f"sqlite:///{folder / 'docsvc.db'}"
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.url(postgres.create(template=request.getfixturevalue("postgres_template")))
    made = make_installation(folder / "data", database_url=url)
    yield made
    made.tools.database.dispose()


@pytest.fixture(scope="session", autouse=True)
def _worked_out_once() -> Iterator[None]:
    """Work out once a process what no test is about: documents of the same facts, SQL, pages, routes.

    Hundreds of tests begin with them; what rendering itself promises, others test.
    """
    with hashed_quickly() as patch:
        patch.setattr("docsvc.jobs.render.render_safely", remembering(render_safely))
        share_sql(patch)
        wait_for_no_disk(patch)
        share_pages(patch)
        share_routes(patch)
        yield
