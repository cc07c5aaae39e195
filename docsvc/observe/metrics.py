"""What processes count and time, for Prometheus: figures of work, labelled by our own words only.

All processes of a node measure into one folder (`PROMETHEUS_MULTIPROC_DIR`), so that whoever is asked can
answer for all of them. Without the folder, as in a command or a test, a process counts for itself.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Final

import prometheus_client.values
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from docsvc.observe.slots import Slot

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
REGISTRY: Final = CollectorRegistry()
_JOB_BUCKETS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 90)
_REQUEST_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

if FOLDER in os.environ:
    _slot = Slot(Path(os.environ[FOLDER]))
    prometheus_client.values.ValueClass = prometheus_client.values.MultiProcessValue(_slot)  # type: ignore[no-untyped-call]

JOBS: Final = Counter("docsvc_jobs", "Jobs that ended.", ("name", "outcome"), registry=REGISTRY)
JOB_SECONDS: Final = Histogram(
    "docsvc_job_seconds", "Time of a job.", ("name",), buckets=_JOB_BUCKETS, registry=REGISTRY
)
STEP_SECONDS: Final = Histogram(
    "docsvc_step_seconds", "Time of a step within a job.", ("step",), buckets=_JOB_BUCKETS, registry=REGISTRY
)
RENDERS: Final = Counter("docsvc_renders", "PDFs made.", ("engine", "outcome"), registry=REGISTRY)
SEALS: Final = Counter(
    "docsvc_seals", "Signatures put into files: to certify, sign, seal, archive.", ("act",), registry=REGISTRY
)
REFUSED: Final = Counter("docsvc_refused_jobs", "Jobs in Redis that were not ours.", registry=REGISTRY)
REQUESTS: Final = Counter(
    "docsvc_http_requests", "Requests answered.", ("route", "method", "status"), registry=REGISTRY
)
REQUEST_SECONDS: Final = Histogram(
    "docsvc_http_request_seconds",
    "Time to an answer.",
    ("route",),
    buckets=_REQUEST_BUCKETS,
    registry=REGISTRY,
)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Time one step of a job, also when it fails."""
    begun = perf_counter()
    try:
        yield
    finally:
        STEP_SECONDS.labels(name).observe(perf_counter() - begun)


@contextmanager
def rendering(engine: str) -> Iterator[None]:
    """Time and count the making of one PDF."""
    outcome = "failed"
    try:
        with step("render"):
            yield
        outcome = "done"
    finally:
        RENDERS.labels(engine, outcome).inc()


@contextmanager
def sealing(act: str) -> Iterator[None]:
    """Time one signature put into a file, and count it when it is there."""
    with step(act):
        yield
    SEALS.labels(act).inc()


def counted() -> bytes:
    """Return the figures of every process of this node as Prometheus reads them."""
    if FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    everybody = CollectorRegistry()
    MultiProcessCollector(everybody, path=os.environ[FOLDER])  # type: ignore[no-untyped-call]  # has none
    return generate_latest(everybody)
