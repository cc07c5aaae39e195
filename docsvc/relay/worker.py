"""A worker of RQ that trusts nothing but the outbox: what it takes from Redis is a hint where to look."""

from collections.abc import Callable, Sequence
from threading import Event
from time import monotonic
from typing import Any, Final, cast

from redis import Redis
from rq import SimpleWorker
from rq.exceptions import DequeueTimeout
from rq.job import Job
from rq.queue import Queue as RqQueue
from rq.serializers import JSONSerializer

from docsvc.model import Queue
from docsvc.observe import logs, metrics
from docsvc.relay.doorbell import refuse
from docsvc.relay.leases import Holder, give_back
from docsvc.relay.offer import Foreign, Names, Offer, read_offer
from docsvc.relay.outbox import LEASE, Claim, Outcome, claim, report
from docsvc.relay.patience import Patience
from docsvc.relay.true_clock import require_true_clock
from docsvc.tools import Tools

log = logs.logger(__name__)

LOTS_PER_PROCESS: Final = 1000
"""A worker leaves after so many jobs of Redis and is replaced, so that nothing can grow without end."""

MOST_MEMORY: Final = 64 * 1024
"""Bytes that a job may take in Redis."""

WORKER_TTL: Final = 16
"""Seconds, of which RQ waits 15 less for the next job: a request to stop is heard within one."""


class OutboxWorker(SimpleWorker):
    """Claims what it was told of, does it by `do`, and reports; `idle` is called when there is nothing to do.

    Of RQ it uses the queues. RQ's own loop would import and call what a job names, and whatever it names to
    call on success, on failure and in maintenance; commands could be sent to it by anybody who can publish.
    """

    def __init__(
        self,
        tools: Tools,
        holder: Holder,
        redis: Redis,
        *,
        do: Callable[[Claim], str],
        idle: Callable[[], object] = lambda: None,
    ) -> None:
        self._names = Names(tools.secrets.mark)
        queue = RqQueue(self._names.queue(Queue(holder.queue)), connection=redis, serializer=JSONSerializer)
        super().__init__(
            [queue],
            name=holder.name,
            connection=redis,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL,
            prepare_for_work=False,
        )
        self._tools, self._do, self._idle = tools, do, idle
        self._queue = holder.queue
        self._leaving = Event()
        self._patience = Patience(self._leaving.wait)
        self.held: tuple[Claim, ...] = ()

    @property
    def leaves(self) -> bool:
        """Tell whether it was asked to leave."""
        return self._leaving.is_set()

    def leave(self, *_signal: object) -> None:
        """Finish the job in hand, then return from `work`."""
        self._leaving.set()

    def work(self, *_: Any, **__: Any) -> bool:
        """Work until `leave`, or until it is time for a new process; tell whether anything was done."""
        done = 0
        while not self.leaves and done < LOTS_PER_PROCESS:
            with self._patience:
                require_true_clock(self._tools)
                offer = self._next()
                if offer is not None:
                    self._work_on(offer.ids)
                    done += 1
        return done > 0

    def execute_job(self, job: Job, queue: RqQueue) -> None:
        """Refuse: RQ's way of doing a job calls what it names."""
        raise NotImplementedError(job.id, queue.name)

    def _next(self) -> Offer | None:
        """Wait a moment for a job and take it out of Redis altogether; drop what is not ours."""
        try:
            found = self.queue_class.lpop(self.queue_keys(), self.dequeue_timeout, connection=self.connection)
        except DequeueTimeout:
            self._idle()
            return None
        fields = self._take(Job.redis_job_namespace_prefix.encode() + cast("tuple[bytes, bytes]", found)[1])
        if fields == {}:  # it was forgotten, or offered twice: the row is offered again if it is still due
            return None
        offer = read_offer(fields if isinstance(fields, dict) else {})
        if isinstance(offer, Offer):
            return offer
        self._refuse(offer)
        return None

    def _take(self, key: bytes) -> object:
        """Read a job and remove it; one that is larger than ours ever are is removed unread."""
        with self.connection.pipeline(transaction=False) as pipeline:
            pipeline.memory_usage(key, samples=0)
            (size,) = pipeline.execute(raise_on_error=False)  # some servers forbid the question
        is_huge = isinstance(size, int) and size > MOST_MEMORY
        with self.connection.pipeline() as pipeline:
            if not is_huge:
                pipeline.hgetall(key)
            pipeline.unlink(key)
            answers = pipeline.execute(raise_on_error=False)
        return None if is_huge else answers[0]

    def _refuse(self, foreign: Foreign) -> None:
        log.warning("foreign_job_refused", queue=self._queue)
        metrics.REFUSED.inc()
        refuse(self.connection, self._names, foreign.name)

    def _work_on(self, ids: Sequence[str]) -> None:
        """Do what of the rows is still to be had; report on all of it in one transaction."""
        self.held = claim(self._tools, limit=len(ids), worker=self.name, queue=self._queue, ids=ids)
        outcomes: list[Outcome] = []
        for held in self.held:
            if self.leaves and outcomes:
                break
            outcomes.append(Outcome(held, self._do(held)))
        try:
            self._report(outcomes)
        finally:
            left, self.held = self.held[len(outcomes) :], ()
            if left:
                give_back(self._tools, left)

    def _report(self, outcomes: Sequence[Outcome]) -> None:
        """Report, for as long as the leases may last where the database does not answer."""
        end = monotonic() + LEASE.total_seconds()
        patience = Patience()
        while outcomes:
            with patience:
                accepted = report(self._tools, outcomes)
                if accepted < len(outcomes):
                    log.warning("leases_lost", count=len(outcomes) - accepted)
                return
            if monotonic() > end:
                return
