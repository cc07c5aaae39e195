"""Bytes over pipes: whole or not at all, and never later than asked."""

import os
from collections.abc import Iterator
from threading import Thread
from time import monotonic

import pytest

from templates.office.frames import Closed, read, write

LONG = os.urandom(3 * 1024**2)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    for end in ends:
        os.set_blocking(end, False)
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:  # a test has closed it
            continue


def soon() -> float:
    return monotonic() + 0.05


def test_what_is_longer_than_a_pipe_holds_arrives_whole(pipe: tuple[int, int]) -> None:
    reads, writes = pipe
    sender = Thread(target=write, args=(writes, LONG, monotonic() + 60))
    sender.start()
    assert read(reads, len(LONG), monotonic() + 60) == LONG
    sender.join()


def test_nothing_is_waited_for_beyond_the_moment(pipe: tuple[int, int]) -> None:
    reads, writes = pipe
    write(writes, b"half", soon())
    with pytest.raises(TimeoutError):
        read(reads, 8, soon())


def test_writing_to_somebody_who_does_not_read_ends_in_time(pipe: tuple[int, int]) -> None:
    with pytest.raises(TimeoutError):
        write(pipe[1], LONG, soon())


def test_who_is_gone_is_noticed_at_once(pipe: tuple[int, int]) -> None:
    reads, writes = pipe
    os.write(writes, b"half")
    os.close(writes)
    with pytest.raises(Closed):
        read(reads, 8, monotonic() + 60)


def test_writing_to_who_is_gone_is_noticed_too(pipe: tuple[int, int]) -> None:
    os.close(pipe[0])
    with pytest.raises(Closed):
        write(pipe[1], b"words", monotonic() + 60)
