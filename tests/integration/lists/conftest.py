"""Databases with years of documents in them."""

from collections.abc import Iterator

import pytest

from bench.years import fill
from tests.integration.core.installation import Installation, make_installation
from tests.services.postgres import Postgres

DOCUMENTS = 8_000


@pytest.fixture(scope="module")
def years(
    postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    url = postgres.url(postgres.create(template=postgres_template))
    made = make_installation(tmp_path_factory.mktemp("years") / "data", database_url=url)
    fill(made.tools.database, DOCUMENTS)
    yield made
    made.tools.database.dispose()


@pytest.fixture(scope="module")
def years_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("sqlite")
    made = make_installation(folder / "data", database_url=f"sqlite:///{folder}/docsvc.db")
    fill(made.tools.database, DOCUMENTS)
    yield made
    made.tools.database.dispose()
