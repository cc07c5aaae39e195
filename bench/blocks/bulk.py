"""The whole line, by the embedded runner: quotes from deal to recorded PDF, invoices into the archive."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from time import monotonic, perf_counter, sleep

from sqlalchemy import Select, func, select

from bench.blocks.html import naive
from bench.inputs import Paper, paper
from bench.installation import Installation, Place
from bench.measure import Figure, Series, figure
from bench.report import Goal, Row
from docsvc.actions.issue_document import issue_document
from docsvc.actions.submit_document import submit_document
from docsvc.model import Document, DocumentVersion, Kind, RenderState, State

PATIENCE_SECONDS = 300.0
LOOK_SECONDS = 0.05
GOAL = Goal(100 / 12 * 60)  # 100 documents in 12 seconds
NAIVE_PART = 10  # of so many documents the naive loop makes one: its pace does not change


def rows(here: Place) -> Iterator[Row]:
    """Time a bulk from the first deal to the last PDF; beside it WeasyPrint in a loop that only prints."""
    installation, sheet = here.installation, paper("quote", lines=12)
    numbers = count(1000)
    documents, fewer = here.size.documents, max(1, here.size.documents // NAIVE_PART)
    made, whole, theirs, printed, kept = [], [], [], [], []
    with runner(installation):
        _bulk(installation, numbers, 2)  # both processes of the pool have started
        for _ in range(1 + here.size.rounds // 4):
            accepted, finished = _bulk(installation, numbers, documents)
            made.append(accepted)
            whole.append(finished)
            theirs.append(_loop(sheet, fewer))
            rendered, archived = _archived(installation, numbers, documents)
            printed.append(rendered)
            kept.append(archived)
    ours, loop = _pace(whole, documents), _pace(theirs, fewer)
    yield Row(f"{documents} quotes, deal to PDF", ours, "WeasyPrint in a loop", loop, GOAL)
    yield Row("of that: deal and numbered draft", Series(tuple(made)).rate(documents, "doc"))
    yield Row(f"{documents} invoices, deal to archive", _pace(kept, documents), goal=GOAL)
    yield Row("of that: deal to PDF", _pace(printed, documents))
    sealed = [all_of_it - first for all_of_it, first in zip(kept, printed, strict=True)]
    yield Row("of that: seal, certificate, package", _pace(sealed, documents))


def _pace(taken: list[float], documents: int) -> Figure:
    return figure([60 * documents / seconds for seconds in taken], "doc/min")


@contextmanager
def runner(installation: Installation) -> Iterator[None]:
    """Run the embedded runner as `docsvc serve` does."""
    command = [sys.executable, "-m", "docsvc.supervisor.runner"]
    quiet = subprocess.DEVNULL  # a line of the log for each of a thousand jobs
    process = subprocess.Popen(command, env=installation.environ, stdout=quiet, stderr=quiet)
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
    _wait_until(installation, _RENDERED)
    return accepted, perf_counter() - started


def _archived(installation: Installation, numbers: "count[int]", documents: int) -> tuple[float, float]:
    """Make and issue invoices; return the seconds until all have their PDF, and until all are archived."""
    started, actor, tools = perf_counter(), installation.manager, installation.tools
    made = [installation.make(next(numbers), Kind.INVOICE) for _ in range(documents)]
    _wait_until(installation, _RENDERED)
    rendered = perf_counter() - started
    for document_id in made:
        with tools.work() as work:
            submit_document(work, document_id, actor=actor)
            issue_document(work, document_id, actor=actor)
    _wait_until(installation, _SEALED)
    return rendered, perf_counter() - started


_RENDERED = select(func.count()).where(DocumentVersion.render_state == RenderState.PENDING.value)
_SEALED = select(func.count()).where(Document.state.in_([State.SEALING.value, State.COMPLETED.value]))
"""How many wait for what: a PDF, the archive."""


def _wait_until(installation: Installation, waiting: Select[int]) -> None:
    end = monotonic() + PATIENCE_SECONDS
    while _count(installation, waiting):
        if monotonic() > end:
            raise TimeoutError("the runner does not make the documents")
        sleep(LOOK_SECONDS)


def _count(installation: Installation, waiting: Select[int]) -> int:
    with installation.tools.read() as session:
        return session.scalar(waiting) or 0


def _loop(sheet: Paper, documents: int) -> float:
    started = perf_counter()
    for _ in range(documents):
        naive(sheet)
    return perf_counter() - started
