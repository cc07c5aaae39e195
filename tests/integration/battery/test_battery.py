"""A few kills at random in each layout; `make battery` makes a hundred."""

import pytest

from tests.battery.battery import AT_ONCE, battery
from tests.services.layouts import LAYOUTS

KILLS = {"embedded": 2, "redis": 3}
SEED = 11
"""The same kills each time: what is found here can be found again. `make battery` draws another."""

WITHIN_SECONDS = 150
"""Other tests take their share of the machine; alone it has to be a minute."""


@pytest.mark.timeout(420)
@pytest.mark.needs("pdfsig", "postgresql", "redis")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_is_killed_nothing_is_lost_and_nothing_done_twice(layout: str) -> None:
    report = battery(layout, kills=KILLS[layout], seed=SEED, within=WITHIN_SECONDS)
    assert not report.faults, str(report)
    assert report.looked["documents"] == report.looked["packages"] == report.documents >= AT_ONCE
    assert report.looked["chains"] > report.documents
