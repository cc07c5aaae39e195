"""What a library does slowly and our tests have it do a thousand times, done at once with the same result."""

import os
import ssl
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import httpx
import pytest
from pyhanko.pdf_utils import generic

_DIGITS = generic.HEX_DIGITS
_CHUNK = 1 << 16
TRANSPORT = "httpx._transports.default.create_ssl_context"


@pytest.fixture(scope="session", autouse=True)
def _hurried() -> Iterator[None]:
    """Half the time of a verification goes into reading the hexadecimal digits of signatures one by one.

    Most of a request to a server beside us goes into reading the roots of the whole world beforehand.
    """
    with pytest.MonkeyPatch.context() as patch:
        slowly = generic.read_hex_string_from_stream
        patch.setattr(generic, "read_hex_string_from_stream", partial(read_digits, slowly=slowly))
        patch.setattr(TRANSPORT, remembering(httpx.create_ssl_context))
        yield


def remembering(make: Callable[..., ssl.SSLContext]) -> Callable[..., ssl.SSLContext]:
    """Return `make` with a memory for whoever has no wish: httpx reads all roots anew for each request."""
    known: dict[tuple[object, ...], ssl.SSLContext] = {}

    def remembered(verify: object = True, cert: object = None, trust_env: object = True) -> ssl.SSLContext:  # noqa: FBT002
        if verify is not True or cert is not None:
            return make(verify=verify, cert=cert, trust_env=trust_env)
        key = (trust_env, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
        if key not in known:
            known[key] = make(verify=verify, cert=cert, trust_env=trust_env)
        return known[key]

    return remembered


def read_digits(stream: Any, *, slowly: Any) -> Any:
    """Read a hexadecimal string of pyHanko's; one that holds anything but digits is left to pyHanko."""
    begin = stream.tell()
    digits, closed, _ = stream.read(_CHUNK)[1:].partition(b">")
    if not closed or len(digits) % 2 or digits.translate(None, _DIGITS):
        stream.seek(begin)
        return slowly(stream)
    stream.seek(begin + len(digits) + 2)
    return generic.pdf_string(bytes.fromhex(digits.decode()))
