"""What somebody else puts into Redis: dropped, counted, never executed, and in nobody's way."""

import json
import pickle
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis
from rq import Callback
from rq import Queue as RqQueue
from rq.serializers import JSONSerializer

from docsvc.model import OutboxMessage, OutboxState, Queue, new_id
from docsvc.relay.connection import connect
from docsvc.relay.doorbell import Doorbell
from docsvc.relay.health import redis_state
from docsvc.relay.offer import Names
from tests.integration.core.installation import Installation
from tests.integration.relay.crew import Done, promise, ringing, undone, wait_until, worker_of, working
from tests.services.redis import RedisServer


@pytest.mark.parametrize("squat", [Redis.set, Redis.rpush])
def test_nobody_else_keeps_the_place_of_whoever_rings(
    redis_server: RedisServer, names: Names, doorbell: Doorbell, squat: Callable[[Redis, str, str], object]
) -> None:
    with redis_server.client() as redis:
        squat(redis, names.leader, "not ours")
    assert [doorbell.lead("ours") for _ in range(2)] == [False, True]


def test_another_installation_on_the_same_server_is_in_nobodys_way(
    redis_server: RedisServer, doorbell: Doorbell
) -> None:
    theirs = Doorbell(connect(redis_server.url), Names("another"))
    theirs.ring({Queue.RENDER: [(new_id(),)]})
    assert (theirs.lead("their relay"), doorbell.lead("our relay")) == (True, True)
    assert doorbell.offered()[Queue.RENDER] == ()


def test_a_worker_does_nothing_of_another_queue_whatever_it_is_told(
    quiet: Installation, redis_server: RedisServer, doorbell: Doorbell
) -> None:
    (promised,) = promise(quiet, "render")
    done = Done()
    doorbell.ring({Queue.MAIL: [(promised,)]})
    with working([worker_of(quiet.tools, redis_server, Queue.MAIL, do=done)]):
        wait_until(lambda: not doorbell.offered()[Queue.MAIL])
    with quiet.tools.read() as session:
        state = session.get_one(OutboxMessage, promised).state
    assert (done.ids, state) == ([], OutboxState.WAITING.value)


def planted(redis: Redis, queue: str, target: Path, promised: str) -> dict[str, Callable[[], object]]:
    """Return ways to put something into a queue that is not ours; each would make the file `target`."""
    theirs = RqQueue(queue, connection=redis, serializer=JSONSerializer)
    pickling = RqQueue(queue, connection=redis)
    touch, ids = Callback("os.system"), ([promised],)

    def raw(content: object, **fields: str) -> None:
        job = f"raw-{new_id()}"
        redis.hset(f"rq:job:{job}", mapping={"data": zlib.compress(json.dumps(content).encode()), **fields})
        redis.rpush(theirs.key, job)

    def wrong_kind() -> None:
        redis.set("rq:job:text", "not a hash")
        redis.rpush(theirs.key, "text", b"\xff\xfe", "")

    return {
        "a function": lambda: theirs.enqueue("os.system", f"touch {target}"),
        "a pickle": lambda: pickling.enqueue("os.system", f"touch {target}"),
        "a bomb of a pickle": lambda: (
            redis.hset("rq:job:bomb", "data", zlib.compress(pickle.dumps(Bomb(target)))),
            redis.rpush(theirs.key, "bomb"),
        ),
        "a callback": lambda: theirs.enqueue("docsvc.outbox", args=ids, on_success=touch, on_failure=touch),
        "a web request": lambda: raw(["docsvc.outbox", None, [[promised]], {}], webhooks="[]"),
        "an object": lambda: raw(["docsvc.outbox", "os", [[promised]], {}]),
        "a huge one": lambda: raw(["docsvc.outbox", None, [[promised]], {}], description="x" * 200_000),
        "no id": lambda: theirs.enqueue("docsvc.outbox", args=(["'; DROP TABLE outbox"],)),
        "not a list": lambda: raw({"docsvc.outbox": 1}),
        "another kind": wrong_kind,
    }


class Bomb:
    """What runs a command when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __reduce__(self) -> tuple[object, ...]:
        import os

        return os.system, (f"touch {self._target}",)


def test_what_is_not_ours_is_dropped_and_counted_and_never_executed(
    quiet: Installation, redis_server: RedisServer, names: Names, doorbell: Doorbell, tmp_path: Path
) -> None:
    target, done = tmp_path / "executed", Done()
    (promised,) = promise(quiet, "render")
    with redis_server.client() as redis:
        ways = planted(redis, names.queue(Queue.RENDER), target, promised)
        for plant in ways.values():
            plant()
        with working([worker_of(quiet.tools, redis_server, Queue.RENDER, do=done)]):
            wait_until(lambda: not doorbell.offered()[Queue.RENDER])
            assert (done.ids, target.exists()) == ([], False)
            doorbell.ring({Queue.RENDER: [(promised,)]})
            wait_until(lambda: not undone(quiet))
        assert not target.exists()
        assert not redis.keys("rq:job:*")
    seen = redis_state(replace(quiet.settings, redis_url=redis_server.url), names)
    assert (seen.usable, seen.refused, seen.queued[Queue.RENDER]) == (True, len(ways), 0)
    assert "os.system" in seen.last_refused


def test_what_stands_where_a_queue_should_be_is_taken_away(
    quiet: Installation, redis_server: RedisServer, names: Names, doorbell: Doorbell
) -> None:
    promise(quiet, "render")
    with redis_server.client() as redis:
        redis.set(f"rq:queue:{names.queue(Queue.RENDER)}", "in the way")
    with ringing(quiet.tools, redis_server):
        worker = worker_of(quiet.tools, redis_server, Queue.RENDER, do=Done())
        with working([worker]):
            wait_until(lambda: not undone(quiet))
