"""Which database a test runs on, where not everything has to run on both."""

import pytest

URLS = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}
"""The fixture of each database's address."""

EACH = pytest.mark.parametrize("database_url", URLS, indirect=True)
"""Run a test of a folder that is content with SQLite on both."""


def address(request: pytest.FixtureRequest) -> str:
    """Return the address of the database that a test names, or of SQLite."""
    url: str = request.getfixturevalue(URLS[getattr(request, "param", "sqlite")])
    return url
