"""The life that is cut off at every failpoint, with workers instead of the embedded runner."""

import pytest

from tests.integration.core import test_kill
from tests.integration.core.conftest import push
from tests.integration.core.installation import Installation
from tests.services.redis import RedisServer


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """Where there are workers there is PostgreSQL."""
    return postgres_url


@pytest.mark.timeout(900)  # ten starts of everything, on a busy machine
def test_a_life_cut_off_at_every_failpoint_has_every_outcome_once_on_workers_too(
    installation: Installation, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded = test_kill.environ_of(installation)
    monkeypatch.setattr(test_kill, "RUNNER", "tests.integration.relay.node")
    monkeypatch.setattr(test_kill, "environ_of", lambda _: embedded | {"DOCSVC_REDIS_URL": redis_server.url})
    test_kill.test_a_life_cut_off_at_every_failpoint_has_every_outcome_once(installation, push(installation))
