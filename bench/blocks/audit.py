"""The audit trail: an entry with a commit each, beside the disk itself; and checking whole chains."""

import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256

import rfc8785
from sqlalchemy import insert

from audit import Entry, Event, Head, append, verify_chain
from bench.installation import Place
from bench.measure import take_turns
from bench.report import Goal, Row
from docsvc.model import AuditEntry, AuditHead, AuditPayload, new_id
from docsvc.queries.trail import verify_trail
from docsvc.tools import Tools
from docsvc.work import SYSTEM

SUBJECT = "bench"
COMMIT_BYTES = 4096  # a page of the write-ahead log: the least that a commit writes
VERIFIED = Goal(500_000)


def rows(here: Place) -> Iterator[Row]:
    """Time writing, then verifying in memory and out of the database."""
    tools = here.installation.tools
    yield _append(here, tools)
    entries = chain(here.size.entries)
    _store(tools, entries)
    taken = take_turns(
        {
            "memory": lambda: verify_chain(entries, head=None),
            "database": lambda: _verify_all(tools),
            "naive": lambda: _recanonicalise(entries),
        },
        rounds=here.size.rounds,
    )
    with tools.read() as session:
        stored = verify_trail(session).entries
    naive = taken["naive"].rate(len(entries), "entries")
    peer = "parsed and made canonical anew"
    yield Row("audit verify, in memory", taken["memory"].rate(len(entries), "entries"), peer, naive, VERIFIED)
    yield Row("audit verify, the database", taken["database"].rate(stored, "entries"), peer, naive, VERIFIED)


def chain(length: int) -> tuple[Entry, ...]:
    """Make one chain of entries like those of a document."""
    entries: list[Entry] = []
    head: Head | None = None
    for number in range(length):
        event = Event(
            kind="document.rendered",
            at=datetime.now(UTC),
            actor=SYSTEM.reference,
            subject=SUBJECT,
            public={"version": "1.0", "pages": number % 7, "sha256": sha256(b"%d" % number).hexdigest()},
            private={"name": "Кузнецова Елена Павловна", "address": "198.51.100.7"},
        )
        entries.append(append(head, event))
        head = Head(SUBJECT, entries[-1].position, entries[-1].hash)
    return tuple(entries)


def _append(here: Place, tools: Tools) -> Row:
    page = os.urandom(COMMIT_BYTES)
    count = 5 * here.size.times
    with (here.folder / "log").open("wb", buffering=0) as log:
        taken = take_turns(
            {"ours": lambda: _record(tools), "disk": lambda: _sync(log.fileno(), page)},
            rounds=here.size.rounds,
            times=count,
        )
    ours, disk = (taken[who].rate(1, what) for who, what in (("ours", "entries"), ("disk", "syncs")))
    return Row("audit append, a commit each", ours, "write and fdatasync", disk, Goal(0.5, beside=True))


def _record(tools: Tools) -> None:
    with tools.work() as work:
        work.record("bench-append", "document.rendered", SYSTEM, version="1.0", pages=3)


def _sync(descriptor: int, page: bytes) -> None:
    os.write(descriptor, page)
    os.fdatasync(descriptor)


def _store(tools: Tools, entries: Sequence[Entry]) -> None:
    ids = [new_id() for _ in entries]
    bodies = [
        {
            "id": row,
            "subject": entry.subject,
            "position": entry.position,
            "previous": entry.previous,
            "hash": entry.hash,
            "body": entry.body,
        }
        for row, entry in zip(ids, entries, strict=True)
    ]
    payloads = [
        {"entry_id": row, "salt": entry.salt, "payload": entry.payload}
        for row, entry in zip(ids, entries, strict=True)
    ]
    with tools.work() as work:
        work.session.execute(insert(AuditEntry), bodies)
        work.session.execute(insert(AuditPayload), payloads)
        last = entries[-1]
        work.add(AuditHead(subject=SUBJECT, position=last.position, hash=last.hash))


def _verify_all(tools: Tools) -> None:
    with tools.read() as session:
        if verify_trail(session).broken:
            raise ValueError("a chain that we wrote is broken")


def _recanonicalise(entries: Sequence[Entry]) -> None:
    """Check the links the plain way: parse each body, make it canonical again, hash it."""
    previous = bytes(32)
    for entry in entries:
        body = rfc8785.dumps(json.loads(entry.body))
        previous = sha256(b"docsvc/entry/v1\0" + previous + body).digest()
        if previous.hex() != entry.hash:
            raise ValueError("the chain is broken")
