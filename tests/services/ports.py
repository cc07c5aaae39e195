"""A port for a server of a test."""

import secrets
import socket
from typing import Final

PORTS: Final = range(20_000, 32_000)
"""Below those that the system gives to whoever connects: none is taken away before the server is there."""


def free_port() -> int:
    """Return a port of loopback that nobody listens on; by chance, for others look for one at this moment.

    Of two who ask the system itself one after the other, both may be given the same one.
    """
    while True:
        port = secrets.choice(PORTS)
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue
