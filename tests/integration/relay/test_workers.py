"""What workers take from Redis: a hint of what is due, and never more than that."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import update

from docsvc.actions.replay_job import replay_job
from docsvc.model import OutboxMessage, OutboxState, Queue
from docsvc.model.queues import LOT
from docsvc.relay import outbox
from docsvc.relay.doorbell import DEPTH, Doorbell
from docsvc.relay.offer import Names
from docsvc.relay.outbox import Claim
from docsvc.relay.relay import Relay
from docsvc.relay.true_clock import ClockApart
from tests.integration.core.installation import Installation
from tests.integration.relay.crew import Done, promise, ringing, undone, wait_until, worker_of, working
from tests.services.redis import RedisServer

TWO = (Queue.RENDER, Queue.RENDER)


def row(quiet: Installation, row_id: str) -> OutboxMessage:
    with quiet.tools.read() as session:
        return session.get_one(OutboxMessage, row_id)


def test_due_work_is_done_once_by_two_relays_and_three_workers(
    quiet: Installation, redis_server: RedisServer
) -> None:
    done = Done()
    promised = promise(quiet, "render", 60) | promise(quiet, "expire", 120)
    workers = [worker_of(quiet.tools, redis_server, queue, do=done) for queue in (*TWO, Queue.SCAN)]
    with ringing(quiet.tools, redis_server, relays=2), working(workers):
        wait_until(lambda: not undone(quiet))
    ours = [each for each in done.ids if each in promised]
    assert len(ours) == len(set(ours)) == 180


def test_away_at_first_then_flushed_twenty_times_and_killed_in_mid_load_every_job_is_done_once(
    quiet: Installation, redis_server: RedisServer
) -> None:
    done = Done(seconds=0.01)
    promised = promise(quiet, "render", 150) | promise(quiet, "expire", 150)
    workers = [worker_of(quiet.tools, redis_server, queue, do=done) for queue in (*TWO, Queue.SCAN)]
    redis_server.kill()
    with ringing(quiet.tools, redis_server), working(workers), redis_server.client() as client:
        redis_server.start()
        for _ in range(20):
            client.flushall()
            done.wait_for_more()
        redis_server.kill()
        assert undone(quiet)
        redis_server.start()
        came_back = time.monotonic()
        done.wait_for_more()
        assert time.monotonic() - came_back < 20, "a second, where the machine has nothing else to do"
        wait_until(lambda: not undone(quiet))
    ours = [each for each in done.ids if each in promised]
    assert len(ours) == len(set(ours)) == 300


def test_looks_go_in_lots_and_what_was_tried_before_goes_alone(
    quiet: Installation, redis_server: RedisServer, doorbell: Doorbell
) -> None:
    tried = promise(quiet, "expire", 1)
    with quiet.tools.work() as work:
        work.session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(tried)).values(attempts=1))
    promise(quiet, "expire", 2 * LOT[Queue.SCAN])
    Relay(quiet.tools, doorbell, "relay").turn()
    assert len(doorbell.offered()[Queue.SCAN]) == 3


def test_a_queue_stays_short_and_what_is_in_it_is_not_offered_again(
    quiet: Installation, redis_server: RedisServer, names: Names, doorbell: Doorbell
) -> None:
    promise(quiet, "render", 2 * DEPTH)
    relay = Relay(quiet.tools, doorbell, "relay")
    for _ in range(3):
        relay.turn()
    offered = doorbell.offered()[Queue.RENDER]
    assert len(offered) == len(set(offered)) == DEPTH
    with redis_server.client() as client:
        client.ltrim(f"rq:queue:{names.queue(Queue.RENDER)}", DEPTH // 2, -1)
        relay.turn()
        assert len(set(doorbell.offered()[Queue.RENDER])) == DEPTH


def test_only_one_relay_rings_and_another_takes_over(
    quiet: Installation, redis_server: RedisServer, doorbell: Doorbell
) -> None:
    first, second = (Relay(quiet.tools, doorbell, name) for name in ("first", "second"))
    promise(quiet, "render")
    assert doorbell.lead("first")
    second.turn()
    assert doorbell.offered()[Queue.RENDER] == ()
    first.resign()
    second.turn()
    assert len(doorbell.offered()[Queue.RENDER]) == 1


@pytest.mark.parametrize("shared", ["postgresql"], indirect=True)
def test_whoever_has_a_wrong_clock_stands_still_until_it_is_right_and_lets_another_ring(
    quiet: Installation, redis_server: RedisServer, doorbell: Doorbell
) -> None:
    offsets = [timedelta(minutes=11)]
    looks: list[datetime] = []

    def clock() -> datetime:
        looks.append(quiet.tools.clock() + offsets[-1])
        return looks[-1]

    wrong = replace(quiet.tools, clock=clock)
    with pytest.raises(ClockApart):
        Relay(wrong, doorbell, "wrong").turn()
    assert doorbell.lead("right")
    promised, done = promise(quiet, "render"), Done()
    doorbell.ring({Queue.RENDER: [tuple(promised)]})
    with working([worker_of(wrong, redis_server, Queue.RENDER, do=done)]):
        before = len(looks)
        wait_until(lambda: len(looks) > before + 4)
        assert set(doorbell.offered()[Queue.RENDER]) == promised
        offsets.append(timedelta())
        wait_until(lambda: not undone(quiet))
    assert set(done.ids) == promised


def test_a_row_that_two_workers_are_told_of_is_done_by_one(
    quiet: Installation, redis_server: RedisServer, doorbell: Doorbell
) -> None:
    (promised,) = promise(quiet, "render")
    done = Done(seconds=0.3)
    workers = [worker_of(quiet.tools, redis_server, Queue.RENDER, do=done) for _ in range(2)]
    with working(workers):
        for _ in range(5):
            doorbell.ring({Queue.RENDER: [(promised,)]})
            doorbell.ring({Queue.RENDER: [(promised, promised)]})
        wait_until(lambda: not undone(quiet) and not any(doorbell.offered().values()))
    assert done.ids == [promised]


def test_whoever_lost_its_lease_in_a_long_sleep_is_not_believed(
    quiet: Installation, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "LEASE", outbox.LEASE / 100)
    asleep, wake = Event(), Event()

    def sleep(_held: Claim) -> str:
        asleep.set()
        wake.wait()
        return "the sleeper's own failure"

    (promised,) = promise(quiet, "render")
    sleeper = worker_of(quiet.tools, redis_server, Queue.RENDER, do=sleep)
    other = worker_of(quiet.tools, redis_server, Queue.RENDER, do=Done())
    with ringing(quiet.tools, redis_server), working([sleeper]):
        asleep.wait()
        with working([other]):
            wait_until(lambda: not undone(quiet))
        wake.set()
    found = row(quiet, promised)
    assert (found.state, found.worker, found.attempts) == (OutboxState.DONE.value, other.name, 2)


def test_whoever_is_told_to_leave_finishes_the_job_in_hand_and_gives_back_the_rest(
    quiet: Installation, redis_server: RedisServer, doorbell: Doorbell
) -> None:
    promised = sorted(promise(quiet, "expire", 5))
    begun, go_on = Event(), Event()

    def slowly(_held: Claim) -> str:
        begun.set()
        go_on.wait()
        return ""

    leaver = worker_of(quiet.tools, redis_server, Queue.SCAN, do=slowly)
    doorbell.ring({Queue.SCAN: [promised]})
    with working([leaver]):
        begun.wait()
        leaver.leave()
        go_on.set()
    found = [row(quiet, each) for each in promised]
    assert sorted(each.state for each in found) == ["done", *["waiting"] * 4]
    assert [each.attempts for each in found if each.state == "waiting"] == [0] * 4


def test_a_poisoned_message_dies_after_its_attempts_and_can_be_replayed(
    quiet: Installation, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BACKOFF", tuple(wait / 1000 for wait in outbox.BACKOFF[:3]))
    (promised,) = promise(quiet, "render")
    cured = Event()
    doctor = worker_of(
        quiet.tools, redis_server, Queue.RENDER, do=lambda _: "" if cured.is_set() else "poison"
    )
    with ringing(quiet.tools, redis_server), working([doctor]):
        wait_until(lambda: row(quiet, promised).state == OutboxState.DEAD.value)
        assert (row(quiet, promised).attempts, row(quiet, promised).error) == (4, "poison")
        cured.set()
        with quiet.tools.work() as work:
            replay_job(work, promised, actor=quiet.people["administrator"])
        wait_until(lambda: row(quiet, promised).state == OutboxState.DONE.value)


def test_a_dead_workers_row_is_found_by_the_relay(
    quiet: Installation, redis_server: RedisServer, doorbell: Doorbell
) -> None:
    (promised,) = promise(quiet, "render")
    outbox.claim(quiet.tools, limit=1, worker="dead")
    relay = Relay(quiet.tools, doorbell, "relay")
    relay.turn()
    assert doorbell.offered()[Queue.RENDER] == ()
    with quiet.tools.work() as work:
        ended = update(OutboxMessage).values(lease_until=work.now - outbox.LEASE)
        work.session.execute(ended.where(OutboxMessage.id == promised))
    relay.turn()
    assert doorbell.offered()[Queue.RENDER] == (promised,)
