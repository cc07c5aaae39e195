"""A request's body has a limit of time, in which only the client's time counts."""

import socket
import time
from collections.abc import Iterator

import pytest
from gunicorn.http.errors import NoMoreData  # type: ignore[import-untyped]  # ships no types

from docsvc.supervisor import web
from docsvc.supervisor.web import PatientUnreader


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, PatientUnreader]]:
    """A client, and what reads from them."""
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.MonkeyPatch.context() as patch:
        patch.setattr(web, "BODY_SECONDS", 0.1)
        unreader = PatientUnreader(ours)
        unreader.begin()
        yield theirs, unreader


def test_a_body_that_lies_ready_is_read_however_long_we_were_busy(
    pair: tuple[socket.socket, PatientUnreader],
) -> None:
    client, unreader = pair
    client.sendall(b"body")
    time.sleep(0.15)
    assert unreader.chunk() == b"body"


def test_a_body_that_trickles_in_is_given_up(pair: tuple[socket.socket, PatientUnreader]) -> None:
    client, unreader = pair
    with pytest.raises(NoMoreData):
        unreader.chunk()
    client.sendall(b"late")
    with pytest.raises(NoMoreData):
        unreader.chunk()
