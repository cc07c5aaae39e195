"""One look at a time at a part, however many ask and however long it is silent."""

import threading
import time

import pytest
import structlog

from docsvc.health.parts import Fault, Finding, Part, is_ready
from docsvc.health.watch import Watch


def test_many_who_ask_at_once_get_the_answer_of_one_look() -> None:
    looked, go = [], threading.Event()

    def look() -> Fault:
        looked.append(1)
        go.wait(120)
        return Fault.FINE

    watch = Watch(Part.REDIS, look)
    asked = [watch.ask() for _ in range(20)]
    go.set()
    assert {each.result(60) for each in asked} == {Fault.FINE}
    assert len(looked) == 1


def test_a_look_that_hangs_is_not_begun_again() -> None:
    looked, go = [], threading.Event()

    def look() -> Fault:
        looked.append(1)
        go.wait(120)
        return Fault.FINE

    watch = Watch(Part.REDIS, look, keep=0.0)
    first = watch.ask()
    assert watch.ask() is first
    assert len(looked) == 1
    go.set()
    assert first.result(60) is Fault.FINE
    assert watch.ask() is not first


def test_what_raises_is_unreachable_and_the_log_names_the_part() -> None:
    def look() -> Fault:
        raise ConnectionError

    with structlog.testing.capture_logs() as lines:
        assert Watch(Part.REDIS, look).ask().result(60) is Fault.UNREACHABLE
    assert [(each["event"], each["part"]) for each in lines] == [("part_unreachable", "redis")]


def test_a_good_look_is_believed_longer_than_a_bad_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docsvc.health.watch.ILL_SECONDS", 0.01)
    answers = iter([Fault.UNREACHABLE, Fault.FINE, Fault.FULL])
    watch = Watch(Part.REDIS, lambda: next(answers), keep=60.0)
    assert watch.ask().result(60) is Fault.UNREACHABLE
    time.sleep(0.02)
    assert watch.ask().result(60) is Fault.FINE
    time.sleep(0.02)
    assert watch.ask().result(60) is Fault.FINE


@pytest.mark.parametrize(
    ("fault", "blocks", "ready"),
    [
        (Fault.UNREACHABLE, True, False),
        (Fault.UNREACHABLE, False, True),
        (Fault.FINE, True, True),
        (Fault.OFF, True, True),
    ],
)
def test_only_what_a_node_cannot_do_without_takes_it_out(fault: Fault, blocks: bool, ready: bool) -> None:  # noqa: FBT001
    assert is_ready([Finding(Part.REDIS, fault, blocks)]) is ready
