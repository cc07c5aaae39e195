"""The figures that the database knows: how much waits and for how long, as Prometheus reads them."""

from collections.abc import Iterator
from threading import Lock
from time import monotonic
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from docsvc.model.queues import Queue
from docsvc.observe import logs, metrics
from docsvc.queries.operations import QueueRow, WorkerRow, queues, workers
from docsvc.tools import Tools

log = logs.logger(__name__)

KEEP_S: Final = 5.0
"""How long the figures are believed: whoever asks more often gets the same."""


class Figures:
    """Everything that a node tells Prometheus: what its processes counted, and what the database holds."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lock = Lock()
        self._last, self._at = b"", -KEEP_S

    def exposition(self) -> bytes:
        """Return the text of a scrape."""
        with self._lock:
            if monotonic() - self._at >= KEEP_S:
                self._last, self._at = self._kept(), monotonic()
            return metrics.counted() + self._last

    def _kept(self) -> bytes:
        """Return what the database holds; nothing but `docsvc_database_up 0` where it cannot be asked."""
        registry = CollectorRegistry()
        registry.register(_Kept(self._tools))
        return generate_latest(registry)


class _Kept(Collector):
    """Asks the database once a scrape."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def describe(self) -> list[GaugeMetricFamily]:
        """Name nothing beforehand, so that registering asks nothing."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give every figure; only `docsvc_database_up` where there is no answer."""
        now = self._tools.clock()
        try:
            with self._tools.read() as session:
                waiting, seen = queues(session, now=now), workers(session, now=now)
        except Exception as error:
            log.warning("part_unreachable", part="database", exc_info=error)
            yield GaugeMetricFamily("docsvc_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("docsvc_database_up", "Whether the database answers.", value=1)
        yield _depth(waiting)
        yield _dead(waiting)
        yield _age(waiting, now.timestamp())
        yield _alive(seen)


def _depth(rows: tuple[QueueRow, ...]) -> GaugeMetricFamily:
    depth = GaugeMetricFamily("docsvc_outbox_depth", "Jobs due or under way.", labels=("queue", "state"))
    for row in rows:
        depth.add_metric((row.queue.value, "due"), row.due)
        depth.add_metric((row.queue.value, "leased"), row.leased)
    return depth


def _dead(rows: tuple[QueueRow, ...]) -> GaugeMetricFamily:
    dead = GaugeMetricFamily("docsvc_dead_jobs", "Jobs that failed for good.", labels=("queue",))
    for row in rows:
        dead.add_metric((row.queue.value,), row.dead)
    return dead


def _age(rows: tuple[QueueRow, ...], now: float) -> GaugeMetricFamily:
    age = GaugeMetricFamily(
        "docsvc_oldest_job_seconds", "How long the oldest due job waits.", labels=("queue",)
    )
    for row in rows:
        age.add_metric((row.queue.value,), max(0.0, now - row.oldest.timestamp()) if row.oldest else 0)
    return age


def _alive(seen: tuple[WorkerRow, ...]) -> GaugeMetricFamily:
    """Count the workers of each queue; the embedded runner serves every one."""
    alive = GaugeMetricFamily(
        "docsvc_workers", "Processes alive that take work from a queue.", labels=("queue",)
    )
    for queue in Queue:
        serving = [row for row in seen if not row.silent and row.queue in {"", queue.value}]
        alive.add_metric((queue.value,), len(serving))
    return alive
