"""Documents made by the processes of the embedded runner, beside a process that starts from nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.hand import NAIVE, OURS, serve_prints
from bench.inputs import Paper, invoice, paper
from bench.installation import Place
from bench.measure import Figure, take_turns
from bench.report import Goal, Row
from docsvc.model import Queue
from docsvc.relay.outbox import Claim, Outcome
from docsvc.relay.pool import Pool

PRELOAD = "docsvc.supervisor.preload"
HANDS = 2
BATCH = 6  # documents in a round of the throughput: enough for both hands to be busy most of the time
COLD = """
import json, sys
from templates import library, render
source = next(each for each in library() if each.digest == sys.argv[1])
render(source, json.load(open(sys.argv[2], encoding="utf-8")))
"""


def rows(here: Place) -> Iterator[Row]:
    """Time one invoice by a process that waits, by a new one, by a cold one; then both hands at work."""
    sheet = invoice()
    facts = here.folder / "facts.json"
    facts.write_text(json.dumps(sheet.facts, ensure_ascii=False), encoding="utf-8")
    pool = Pool(serve_prints, HANDS, preload=PRELOAD)
    imported = {outcome.error for outcome in make(pool, OURS, sheet, HANDS)}
    yield Row("modules that a job imports", _count(imported), goal=Goal(0))
    yield from _one(here, pool, sheet, facts)
    for name, each, goal in (("contracts", paper("contract"), Goal(9)), ("invoices", sheet, Goal(22))):
        yield _throughput(here, pool, name, each, goal)
    pool.close()


def make(pool: Pool, name: str, sheet: Paper, count: int) -> list[Outcome]:
    """Have the pool make a document so many times, as the runner does: a claim for each free hand."""
    payload = {"page": sheet.page}
    if name == OURS:
        payload = {"template": sheet.source.digest, "facts": json.dumps(sheet.facts)}
    waiting = [Claim(str(position), name, payload, "", 1, Queue.RENDER) for position in range(count)]
    done: list[Outcome] = []
    while len(done) < count:
        while waiting and pool.idle:
            pool.submit([waiting.pop()])
        done += pool.collect(1.0)
    return done


def _one(here: Place, pool: Pool, sheet: Paper, facts: Path) -> Iterator[Row]:
    taken = take_turns(
        {
            "waiting": lambda: make(pool, OURS, sheet, 1),
            "new": lambda: _in_new_process(sheet),
            "cold": lambda: _cold(sheet, facts),
        },
        rounds=here.size.rounds,
    )
    cold = taken["cold"].ms()
    yield Row("invoice by a waiting process", taken["waiting"].ms(), "cold python -c", cold)
    yield Row("invoice by a newly forked one", taken["new"].ms(), "cold python -c", cold)


def _throughput(here: Place, pool: Pool, name: str, sheet: Paper, goal: Goal) -> Row:
    count = min(BATCH, 2 * here.size.documents)
    taken = take_turns(
        {
            "ours": lambda: make(pool, OURS, sheet, count),
            "naive": lambda: make(pool, NAIVE, sheet, count),
        },
        rounds=here.size.rounds,
    )
    ours, naive = (taken[who].rate(count, "doc") for who in ("ours", "naive"))
    return Row(f"{name} by {HANDS} processes", ours, "WeasyPrint in the same pool", naive, goal)


def _in_new_process(sheet: Paper) -> None:
    pool = Pool(serve_prints, 1, preload=PRELOAD)
    make(pool, OURS, sheet, 1)
    pool.close()


def _cold(sheet: Paper, facts: Path) -> None:
    subprocess.run([sys.executable, "-c", COLD, sheet.source.digest, str(facts)], check=True)


def _count(imported: set[str]) -> Figure:
    counts = [len(names.split()) for names in imported]
    return Figure(max(counts), min(counts), max(counts), "modules")
