"""People that the tests of a module share; each test makes documents of its own."""

from collections.abc import Iterator

import pytest

from tests.integration.approvals.house import STAFF, House, furnish
from tests.integration.approvals.talk import tell
from tests.integration.approvals.waiting import untouched
from tests.integration.core.installation import Installation, installed


@pytest.fixture(scope="module")
def shared_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with installed(tmp_path_factory.mktemp("house")) as made:
        house = furnish(made, tell(made, "house"))
        made.people |= {who: house.actor(who) for who in STAFF}
        yield house


@pytest.fixture
def house(shared_house: House) -> Iterator[House]:
    """The house, and everybody home again afterwards."""
    yield shared_house
    shared_house.come_back()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation whose documents stay from test to test."""
    with installed(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture
def office(lasting: Installation) -> Iterator[Installation]:
    """The same with its clock set right, nobody away and nothing waiting."""
    with untouched(lasting) as installation:
        yield installation
