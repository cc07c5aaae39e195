"""Why nothing can listen at an address, and what to do: read by whoever has typed the command."""

import errno
import socket

from docsvc.errors import SetupIncomplete
from docsvc.errors.phrase import Phrase


def refused_address(host: str, port: int, error: OSError, *, option: str) -> SetupIncomplete:
    """Return the refusal; `option` names the port in the command, as `--port`."""
    return SetupIncomplete(what=_why(f"{host}:{port}", error, option))


def _why(address: str, error: OSError, option: str) -> Phrase:
    if error.errno == errno.EADDRINUSE:
        return Phrase(
            "адрес %(address)s — он занят другой программой, остановите её или выберите другой %(option)s",
            address=address,
            option=option,
        )
    if error.errno == errno.EACCES:
        return Phrase(
            "адрес %(address)s — порты ниже 1024 открывает только root, выберите другой %(option)s",
            address=address,
            option=option,
        )
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        option = option.replace("port", "host")
        return Phrase(
            "адрес %(address)s — у этой машины такого нет, выберите другой %(option)s",
            address=address,
            option=option,
        )
    reason = error.strerror or type(error).__name__
    return Phrase(
        "адрес %(address)s (%(reason)s): выберите другой %(option)s",
        address=address,
        reason=reason,
        option=option,
    )
