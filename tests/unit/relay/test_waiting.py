"""An outage costs growing pauses and is told once; everything else is let through."""

import pytest
from redis.exceptions import ConnectionError as RedisAway

from docsvc.errors import DatabaseUnavailable
from docsvc.relay.patience import FIRST_PAUSE, LONGEST_PAUSE, Patience
from docsvc.relay.true_clock import ClockApart


def test_pauses_grow_to_less_than_a_second_and_begin_anew(caplog: pytest.LogCaptureFixture) -> None:
    pauses: list[float] = []
    patience = Patience(pauses.append)
    for error in (RedisAway("redis://:secret@host"), DatabaseUnavailable()) * 4:
        with patience:
            raise error
    assert pauses[0] == FIRST_PAUSE
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE < 1
    assert len(caplog.records) == 1
    assert "secret" not in caplog.text
    with patience:
        pass
    with patience:
        raise DatabaseUnavailable
    assert pauses[-1] == FIRST_PAUSE
    assert len(caplog.records) == 3, "gone, back, gone again"


def test_a_clock_that_is_wrong_is_waited_for_and_named(caplog: pytest.LogCaptureFixture) -> None:
    with Patience(pause=bool):
        raise ClockApart
    assert [
        (each.msg["part"], each.msg["reason"]) for each in caplog.records if isinstance(each.msg, dict)
    ] == [("clock", "clockapart")]


def test_a_mistake_is_not_waited_for() -> None:
    with pytest.raises(ZeroDivisionError), Patience(lambda _: pytest.fail("it waits")):
        _ = 1 / 0


def test_what_has_to_be_done_once_is_tried_until_it_is_done_or_nobody_wants_it() -> None:
    tried: list[int] = []

    def act() -> None:
        tried.append(len(tried))
        if len(tried) < 3:
            raise DatabaseUnavailable

    Patience(bool).insist(act, unless=lambda: False)
    assert len(tried) == 3
    Patience(bool).insist(act, unless=lambda: True)
    assert len(tried) == 3
