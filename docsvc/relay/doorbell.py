"""Redis as a doorbell: it says which rows are due, may say it twice, and may forget everything."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from redis import Redis
from redis.exceptions import ResponseError
from rq.queue import Queue as RqQueue
from rq.serializers import JSONSerializer

from docsvc.model import Queue
from docsvc.relay.offer import UNREADABLE, Names, offer_of

DEPTH: Final = 64
"""Jobs that wait in one queue of Redis: enough for every worker to have its next one at once."""

LEADS_MS: Final = 1500
MOST_REFUSED: Final = 20


class Doorbell:
    """The queues of RQ, and who rings."""

    def __init__(self, redis: Redis, names: Names) -> None:
        self._redis, self._names = redis, names
        self._queues = {
            each: RqQueue(names.queue(each), connection=redis, serializer=JSONSerializer) for each in Queue
        }

    def lead(self, name: str) -> bool:
        """Tell whether `name` is to ring now; two who think so for a moment do no harm."""
        if self._redis.set(self._names.leader, name, nx=True, px=LEADS_MS):
            return True
        with self._redis.pipeline() as pipeline:
            pipeline.get(self._names.leader)
            pipeline.pttl(self._names.leader)
            leader, left = pipeline.execute(raise_on_error=False)
        if leader == name.encode():
            return bool(self._redis.pexpire(self._names.leader, LEADS_MS))
        if leader is not None and not (isinstance(leader, bytes) and 0 <= left <= LEADS_MS):
            # None of ours put that there, and nobody would ever lead.
            self._redis.delete(self._names.leader)
        return False

    def resign(self, name: str) -> None:
        """Let another one lead at once."""
        if self._redis.get(self._names.leader) == name.encode():
            self._redis.delete(self._names.leader)

    def offered(self) -> dict[Queue, tuple[str, ...]]:
        """Return the ids of the jobs that wait in each queue."""
        with self._redis.pipeline(transaction=False) as pipeline:
            for queue in self._queues.values():
                pipeline.lrange(queue.key, 0, 4 * DEPTH)
            answers = pipeline.execute(raise_on_error=False)
        return {each: self._ids(each, answer) for each, answer in zip(self._queues, answers, strict=True)}

    def ring(self, lots: Mapping[Queue, Sequence[Sequence[str]]]) -> None:
        """Put a job for each lot of ids into its queue, all at once."""
        with self._redis.pipeline() as pipeline:
            for each, ids in lots.items():
                self._queues[each].enqueue_many([offer_of(lot) for lot in ids], pipeline=pipeline)
            pipeline.execute()

    def _ids(self, queue: Queue, answer: object) -> tuple[str, ...]:
        """Return ids; something else that stands where the queue should be is taken away."""
        if isinstance(answer, ResponseError):
            self._redis.delete(self._queues[queue].key)
            refuse(self._redis, self._names, UNREADABLE)
            return ()
        if isinstance(answer, Exception):
            raise answer
        return tuple(each.decode(errors="replace") for each in cast("list[bytes]", answer))


def refuse(redis: Redis, names: Names, name: str) -> None:
    """Count a job that was not ours, and note what it named."""
    with redis.pipeline() as pipeline:
        pipeline.incr(names.refused)
        pipeline.lpush(names.last_refused, name)
        pipeline.ltrim(names.last_refused, 0, MOST_REFUSED - 1)
        pipeline.execute(raise_on_error=False)  # a count that cannot be kept is no reason to stand still
