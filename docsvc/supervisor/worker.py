"""The process of one worker: `python -m docsvc.supervisor.worker QUEUE`."""

import faulthandler
import os
import resource
import signal
import sys
from collections.abc import Callable
from time import monotonic

from docsvc.jobs import run_job
from docsvc.model import Queue
from docsvc.relay.connection import connect
from docsvc.relay.heart import Heart
from docsvc.relay.leases import Holder, end_leases
from docsvc.relay.outbox import Claim
from docsvc.relay.patience import Patience
from docsvc.relay.pool import JOB_SECONDS
from docsvc.relay.worker import OutboxWorker
from docsvc.supervisor.beginning import take_token
from docsvc.supervisor.hand import MEMORY_BYTES, QUIET_SECONDS
from docsvc.supervisor.place import Place
from docsvc.supervisor.ready import say_ready
from docsvc.supervisor.start import start
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from docsvc.work.database import WORKER
from templates import limits, office


def doing(tools: Tools) -> Callable[[Claim], str]:
    """Return what does a job and ends the process when it takes too long.

    The time is kept by a thread of C, which also ends a process that hangs in C and lets no other thread run.
    What it was busy with is then found by the worker that takes its place.
    """

    def do(held: Claim) -> str:
        faulthandler.dump_traceback_later(JOB_SECONDS, exit=True)
        try:
            return run_job(tools, held.name, held.payload, job=held.id)
        finally:
            faulthandler.cancel_dump_traceback_later()

    return do


def warming(queue: Queue) -> Callable[[], None]:
    """Return what makes a quiet worker ready for the first document, once."""
    begun, warm = monotonic(), queue not in {Queue.RENDER, Queue.SEAL}

    def idle() -> None:
        nonlocal warm
        if warm or monotonic() - begun < QUIET_SECONDS:
            return
        warm = True
        limits.start()
        if queue is Queue.RENDER:
            office.start()

    return idle


def serve_queue(tools: Tools, queue: Queue, place: Place) -> None:
    """Work for one queue until SIGTERM: the job in hand is finished, and every lease ended."""
    holder = Holder(place.name, queue.value, tools.clock())
    redis = connect(tools.settings.redis_url)
    worker = OutboxWorker(tools, holder, redis, do=doing(tools), idle=warming(queue))
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, worker.leave)
    heart = Heart(tools, holder, lambda: worker.held)
    Patience().insist(lambda: _begin(tools, queue, place), unless=lambda: worker.leaves)
    heart.start()
    say_ready(os.getpid())
    worker.work()
    heart.stop()
    with Patience(pause=bool):
        end_leases(tools, worker=holder.name)
    office.stop()
    limits.stop()


def _begin(tools: Tools, queue: Queue, place: Place) -> None:
    """End what the worker before held; who seals takes the token's key."""
    end_leases(tools, worker=place.before)
    if queue is Queue.SEAL:
        take_token(tools)


def main() -> None:
    """Run as a process of its own."""
    queue = Queue(sys.argv[1])
    settings, place = start("worker", kind=queue.value)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    serve_queue(open_tools(settings, use=WORKER), queue, place)


if __name__ == "__main__":
    main()
