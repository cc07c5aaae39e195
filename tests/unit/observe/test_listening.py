"""What an administrator reads when a port cannot be opened."""

import socket

import pytest

from docsvc.health.listening import refused_address


@pytest.mark.parametrize(
    ("host", "port", "error", "words"),
    [
        ("127.0.0.1", 80, PermissionError(13, "Permission denied"), "127.0.0.1:80 — порты ниже 1024"),
        ("10.0.0.5", 8000, OSError(99, "Cannot assign"), "у этой машины такого нет, выберите другой --host"),
        ("docs", 8000, socket.gaierror(-2, "Name or service not known"), "у этой машины такого нет"),
        ("::", 8000, OSError(97, "Address family not supported"), "Address family not supported"),
    ],
)
def test_why_an_address_cannot_be_had_is_told_with_what_to_do(
    host: str, port: int, error: OSError, words: str
) -> None:
    assert words in str(refused_address(host, port, error, option="--port"))


def test_the_port_of_a_node_is_named_as_its_command_does() -> None:
    told = refused_address("127.0.0.1", 9100, OSError(98, "in use"), option="--health-port")
    assert str(told).endswith("остановите её или выберите другой --health-port.")
