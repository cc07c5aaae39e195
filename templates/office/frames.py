"""Bytes over a pipe that never wait beyond a moment: `until` is of the monotonic clock."""

import os
import select
from time import monotonic

_CHUNK = 1024**2


class Closed(Exception):
    """The other end of the pipe is gone."""


def write(pipe: int, content: bytes, until: float) -> None:
    """Write everything to a pipe that does not block. Raises Closed, TimeoutError."""
    rest = memoryview(content)
    while rest:
        _wait(pipe, select.POLLOUT, until)
        try:
            rest = rest[os.write(pipe, rest[:_CHUNK]) :]
        except BlockingIOError:
            continue  # there was room, but less than a pipe writes at once
        except BrokenPipeError as error:
            raise Closed from error


def read(pipe: int, count: int, until: float) -> bytes:
    """Read exactly so many bytes from a pipe that does not block. Raises Closed, TimeoutError."""
    content = bytearray()
    while len(content) < count:
        _wait(pipe, select.POLLIN, until)
        chunk = os.read(pipe, min(count - len(content), _CHUNK))
        if not chunk:
            raise Closed
        content += chunk
    return bytes(content)


def _wait(pipe: int, event: int, until: float) -> None:
    poll = select.poll()
    poll.register(pipe, event)
    if not poll.poll(max(0.0, until - monotonic()) * 1000):
        raise TimeoutError
