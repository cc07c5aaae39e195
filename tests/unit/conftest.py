"""Unit tests talk to nobody: sockets are off, but for those between a process and its own children."""

import pytest
from pytest_socket import disable_socket


@pytest.fixture(autouse=True)
def _no_sockets() -> None:
    # The plugin puts the sockets back after each test.
    disable_socket(allow_unix_socket=True)
