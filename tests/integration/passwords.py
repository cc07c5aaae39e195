"""Passwords and PINs of tests are hashed in no time: thirty guesses would take three seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from argon2 import PasswordHasher


@contextmanager
def hashed_quickly() -> Iterator[pytest.MonkeyPatch]:
    """Hash with the least that argon2 can do; what is hashed so is verified as quickly ever after."""
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("set_password", "pins", "log_in"):
            patch.setattr(f"docsvc.actions.{module}.PasswordHasher", quick)
        yield patch
