"""What every test may ask for: the services around docsvc, real and on this machine."""

import gc
from functools import cache

import pytest

# memory first: it says where the others put their files. programs before postgres, which imports it: pytest
# wants to see a plugin before others do.
pytest_plugins = (
    "tests.services.memory",
    "tests.services.programs",
    "tests.services.postgres",
    "tests.services.redis",
    "tests.services.smtp",
    "tests.services.certomancer",
    "tests.services.softhsm",
    "tests.services.hurry",
)

SLOWEST = (
    "battery/test_battery",
    "seals/test_two_hundred",
    "approvals/test_races",
    "core/test_kill",
    "container/test_compose",
    "relay/test_failpoints",
    "security/test_slow_clients",
    "office/test_troubles",
    "signing_acts/test_races",
    "approvals/test_machine",
    "mailing/test_copies",
    "core/test_serve",
    "relay/test_fleet",
    "golden/test_shipped_templates",
    "golden/test_lines",
    "codes/test_looking",
    "core/test_own_signing",
    "web/test_access",
    "core/test_refusals",
    "documents/test_edited_outside",
    "word_corpus/test_contracts",
    "safety/test_bombs",
    "golden/test_word_templates",
    "signing/test_bit_flips",
    "seals/test_lasting",
    "word_corpus/test_shipped",
    "core/test_promises",
    "safety/test_limits",
    "journeys/test_contract",
    "journeys/test_lawyer_templates",
    "journeys/test_signing_ways",
    "journeys/test_demo",
    "journeys/test_quote",
    "journeys/test_own_signing",
)
"""Begun first: what is begun last keeps one worker busy while the others have nothing left to do."""

RARELY = (10_000, 20, 20)
"""How much is made between two looks of the garbage collector; usually it is (700, 10, 10)."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slowest modules first, in this order, in front of the random order of the others."""
    items.sort(key=lambda item: _turn(item.nodeid.partition("::")[0]))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end anyway, and look at the rest less often.

    Each saves a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


@cache
def _turn(module: str) -> int:
    return next((at for at, name in enumerate(SLOWEST) if name in module), len(SLOWEST))
