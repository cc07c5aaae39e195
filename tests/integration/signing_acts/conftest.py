"""One installation a module, on SQLite: each test makes and sends documents of its own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.integration.core.conftest import push
from tests.integration.core.installation import Installation, installed
from tests.integration.signing_acts.office import Office


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with installed(tmp_path_factory.mktemp("acts")) as made:
        yield office_of(made)


@pytest.fixture
def office(lasting: Office) -> Iterator[Office]:
    """The office with its clock set right."""
    yield lasting
    lasting.installation.clock.ahead = timedelta()


def office_of(installation: Installation) -> Office:
    return Office(installation, push(installation))
