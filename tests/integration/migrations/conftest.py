"""Databases that nobody has filled yet: their schema is what these tests are about."""

import pytest

from tests.integration.databases import URLS, address


@pytest.fixture(scope="session")
def postgres_template() -> str:
    return "template0"


@pytest.fixture(params=URLS)
def database_url(request: pytest.FixtureRequest) -> str:
    return address(request)
