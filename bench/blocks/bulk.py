"""The whole line: personal quotes from deal to recorded PDF, by the embedded runner."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from time import monotonic, perf_counter, sleep

from sqlalchemy import func, select

from bench.blocks.html import naive
from bench.inputs import Paper, paper
from bench.installation import Installation, Place
from bench.measure import Series, figure
from bench.report import Goal, Row
from docsvc.model import DocumentVersion, RenderState

PATIENCE_SECONDS = 300.0
LOOK_SECONDS = 0.05
GOAL = Goal(100 / 12 * 60)  # 100 documents in 12 seconds
NAIVE_PART = 10  # of so many documents the naive loop makes one: its pace does not change


def rows(here: Place) -> Iterator[Row]:
    """Time a bulk from the first deal to the last PDF; beside it WeasyPrint in a loop that only prints."""
    installation, sheet = here.installation, paper("quote", lines=12)
    numbers = count(1000)
    documents, fewer = here.size.documents, max(1, here.size.documents // NAIVE_PART)
    made, whole, theirs = [], [], []
    with runner(installation):
        _bulk(installation, numbers, 2)  # both processes of the pool have started
        for _ in range(1 + here.size.rounds // 4):
            accepted, finished = _bulk(installation, numbers, documents)
            made.append(accepted)
            whole.append(finished)
            theirs.append(_loop(sheet, fewer))
    ours = figure([60 * documents / seconds for seconds in whole], "doc/min")
    loop = figure([60 * fewer / seconds for seconds in theirs], "doc/min")
    yield Row(f"{documents} quotes, deal to PDF", ours, "WeasyPrint in a loop", loop, GOAL)
    yield Row("of that: deal and numbered draft", Series(tuple(made)).rate(documents, "doc"))


@contextmanager
def runner(installation: Installation) -> Iterator[None]:
    """Run the embedded runner as `docsvc serve` does."""
    command = [sys.executable, "-m", "docsvc.supervisor.runner"]
    process = subprocess.Popen(command, env=installation.environ)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _bulk(installation: Installation, numbers: "count[int]", documents: int) -> tuple[float, float]:
    """Make the documents; return the seconds until the last is numbered, and until all have their PDF."""
    started = perf_counter()
    for _ in range(documents):
        installation.quote(next(numbers))
    accepted = perf_counter() - started
    end = monotonic() + PATIENCE_SECONDS
    while _pending(installation):
        if monotonic() > end:
            raise TimeoutError("the runner does not make the documents")
        sleep(LOOK_SECONDS)
    return accepted, perf_counter() - started


def _pending(installation: Installation) -> int:
    waiting = select(func.count()).where(DocumentVersion.render_state == RenderState.PENDING.value)
    with installation.tools.read() as session:
        return session.scalar(waiting) or 0


def _loop(sheet: Paper, documents: int) -> float:
    started = perf_counter()
    for _ in range(documents):
        naive(sheet)
    return perf_counter() - started
