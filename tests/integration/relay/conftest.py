"""Workers that Redis tells of."""

import pytest
from sqlalchemy import update

from docsvc.model import OutboxMessage, OutboxState
from docsvc.relay.connection import connect
from docsvc.relay.doorbell import Doorbell
from docsvc.relay.offer import Names
from tests.integration.core.installation import Installation
from tests.services.redis import RedisServer


@pytest.fixture
def quiet(shared: Installation) -> Installation:
    """An installation in which nothing is left to do, whatever other tests promised."""
    with shared.tools.work() as work:
        work.session.execute(update(OutboxMessage).values(state=OutboxState.DONE.value))
    return shared


@pytest.fixture
def names(quiet: Installation) -> Names:
    """What that installation calls its keys in Redis."""
    return Names(quiet.tools.secrets.mark)


@pytest.fixture
def doorbell(redis_server: RedisServer, names: Names) -> Doorbell:
    """What rings for the workers of that installation."""
    return Doorbell(connect(redis_server.url), names)
