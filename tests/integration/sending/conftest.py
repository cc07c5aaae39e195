"""An installation on SQLite with a deal; what both databases must do alike asks for `database_url` itself."""

import pytest

from tests.integration.core.conftest import push
from tests.integration.core.installation import Installation


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def deal_id(installation: Installation) -> str:
    return push(installation)
