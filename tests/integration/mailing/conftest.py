"""An approved agreement of one deal, ready to go to many."""

import pytest

from docsvc.model import Kind
from tests.integration.core import story
from tests.integration.core.conftest import push
from tests.integration.core.installation import Installation
from tests.integration.databases import address


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite; what two databases might do in two ways is marked with `EACH`."""
    return address(request)


@pytest.fixture
def deal_id(installation: Installation) -> str:
    return push(installation)


@pytest.fixture
def nda(installation: Installation, deal_id: str) -> str:
    """Our director signs it first, then the person: its kind has no route, so it is approved at once."""
    document_id = story.make(installation, deal_id, Kind.NDA)
    story.submit(installation, document_id)
    return document_id


@pytest.fixture
def quote(installation: Installation, deal_id: str) -> str:
    """An offer: the person accepts it, and nobody of ours signs."""
    document_id = story.make(installation, deal_id, Kind.QUOTE)
    story.submit(installation, document_id)
    return document_id
