"""Raising the level of sealed files, and stamping anew what would cease to be verifiable.

An authority that does not answer delays the level and nothing else: the file is sealed already, the level on
its page is the one reached, and the job looks again after as long as it has been waiting, at most a day.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from docsvc.actions.arm_lasting import arm_lasting, key_of
from docsvc.model import Document, DocumentVersion, OutboxMessage
from docsvc.observe import metrics
from docsvc.queries.seal_keys import revocations
from docsvc.tools import Tools, trusted_roots
from docsvc.work import SYSTEM, Work
from signing import Inquiry, Lasting, Level, prolong

AT_ONCE: Final = 200
"""Versions that one job arms; it promises the rest to the next."""

AHEAD: Final = timedelta(days=90)
"""How long before a stamp's certificate ends the next stamp is due; a third of a shorter life."""

SOONEST, LATEST = timedelta(minutes=5), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed file as the job finds it; `base` is what is added to, `since` when it was sealed."""

    document_id: str
    base: str
    level: str
    since: datetime


def make_lasting(tools: Tools, payload: Mapping[str, str]) -> None:
    """Add what the next level needs, attach the file beside the sealed one, and promise the next look."""
    found = _sealed(tools, payload["version"])
    if found is None or tools.stamper is None:
        return
    with tools.read() as session:
        revoked = revocations(session)
    inquiry = Inquiry(
        roots=trusted_roots(tools),
        own=tools.keys.authority,
        egress=tools.egress,
        at=tools.clock(),
        revoked=revoked,
    )
    before = tools.blobs.get(found.base)
    with metrics.step("prolong"):
        reached = prolong(before, inquiry=inquiry, stamper=tools.stamper)
    address = tools.blobs.put(found.document_id, reached.pdf) if reached.pdf != before else None
    with tools.work() as work:
        _attach(work, payload["version"], found, reached, address)


def arm_all(tools: Tools, payload: Mapping[str, str]) -> None:
    """Promise a look at every sealed file that has none: what was sealed before an authority was set."""
    with tools.work() as work:
        statement = (
            select(DocumentVersion)
            .where(
                DocumentVersion.final_blob.is_not(None),
                DocumentVersion.lasting_level != Level.B_LTA.value,
                DocumentVersion.id > payload.get("after", ""),
            )
            .order_by(DocumentVersion.id)
            .limit(AT_ONCE)
        )
        versions = work.session.scalars(statement).unique().all()
        for version in versions:
            arm_lasting(work, version, due_at=work.now)
        if len(versions) == AT_ONCE:
            work.later("lasting_all", {"after": versions[-1].id})


def _sealed(tools: Tools, version_id: str) -> Sealed | None:
    with tools.read() as session:
        version = session.get(DocumentVersion, version_id)
        row = session.scalars(select(OutboxMessage).where(OutboxMessage.key == key_of(version_id))).first()
        if version is None or version.final_blob is None or row is None or row.due_at > tools.clock():
            return None  # done before: the next look is promised
        since = row.created_at
        if version.lasting_until is not None:
            since = due_again(version.lasting_until, row.created_at)
        return Sealed(
            version.document_id,
            version.lasting_blob or version.final_blob,
            version.lasting_level or version.level,
            since,
        )


def _attach(work: Work, version_id: str, found: Sealed, reached: Lasting, address: str | None) -> None:
    document = work.document(found.document_id, trashed=True)
    version = work.get(DocumentVersion, version_id)
    if (version.lasting_blob or version.final_blob) != found.base:
        return  # another job was faster; it has armed the next look
    if address is not None:
        version.lasting_blob, version.lasting_sha256 = address, hashlib.sha256(reached.pdf).hexdigest()
        version.lasting_level = reached.level.value
        _record(work, document, version, reached)
    if reached.until is not None:
        version.lasting_until = reached.until
    version.lasting_lacks = _lacks(reached)
    arm_lasting(work, version, due_at=_next_look(work.now, found, reached))


def _record(work: Work, document: Document, version: DocumentVersion, reached: Lasting) -> None:
    until = reached.until.isoformat() if reached.until else ""
    work.record(
        document,
        "document.lasting",
        SYSTEM,
        version=version.label,
        level=reached.level.value,
        sha256=version.lasting_sha256,
        until=until,
    )


def _next_look(now: datetime, found: Sealed, reached: Lasting) -> datetime:
    if reached.until is not None:
        return max(due_again(reached.until, now), now + SOONEST)
    return now + min(max(now - found.since, SOONEST), LATEST)


def due_again(until: datetime, now: datetime) -> datetime:
    """Return when the next stamp is due if the last one's certificate ends at `until`."""
    return until - min(AHEAD, max(until - now, timedelta()) / 3)


def _lacks(reached: Lasting) -> str:
    if reached.revoked:
        return "revoked"
    if not reached.lacking:
        return ""
    return "tsa" if reached.unstamped else "evidence"
