"""The keys of the organisation's seal: for those who open them, and for the page that shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.errors import NotFound
from docsvc.model import SealKey
from docsvc.model.seal_keys import StoredKey
from docsvc.work import Actor
from signing import Revocation, RevocationReason, read_certificates, read_prints

SOON = timedelta(days=60)
"""How long before its end a certificate is worth a word; see `docsvc.model.seal_keys.WARNED`."""

SHORTEST_PRINT = 8
"""Hexadecimal digits by which a key is told from another."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key as people see it; `whole` if the chain leads to a root that is known."""

    id: str
    kind: str
    who: str
    organisation: str
    issuer: str
    fingerprint: str
    serial: str
    since: datetime
    until: datetime
    whole: bool
    author: str
    created_at: datetime
    retired_at: datetime | None
    revoked_since: datetime | None
    revoked_reason: str


Mark = tuple[str, datetime | None, datetime | None]


def stored_keys(session: Session) -> tuple[StoredKey, ...]:
    """Return every key that may seal, the one that signs first, if there is any; then the newest first."""
    rows = session.scalars(_ordered().where(SealKey.revoked_since.is_(None)))
    return tuple(StoredKey(row.kind, row.label, row.store, row.chain) for row in rows)


def key_marks(session: Session) -> tuple[Mark, ...]:
    """Return what tells whether any key has changed since it was read."""
    order = (SealKey.retired_at.is_not(None), SealKey.created_at.desc(), SealKey.id.desc())
    found = select(SealKey.fingerprint, SealKey.retired_at, SealKey.revoked_since).order_by(*order)
    return tuple((row[0], row[1], row[2]) for row in session.execute(found))


def seal_prints(session: Session) -> frozenset[str]:
    """Return the SHA-256 of every certificate that we have sealed with."""
    return read_prints(session.scalars(select(SealKey.fingerprint)))


def revocations(session: Session) -> tuple[Revocation, ...]:
    """Return what our authority has revoked, as its list names it."""
    found = select(SealKey).where(SealKey.revoked_since.is_not(None)).order_by(SealKey.revoked_since)
    return tuple(_revocation(key) for key in session.scalars(found))


def anchors(session: Session) -> tuple[bytes, ...]:
    """Return what the chain of each key leads to, earlier keys too (PEM)."""
    return tuple(dict.fromkeys(_last(chain) for chain in session.scalars(select(SealKey.chain))))


def seal_key_rows(session: Session, actor: Actor) -> tuple[KeyRow, ...]:
    """Return the keys for the page of the seal, the current one first; for administrators."""
    require(actor, Right.ADMINISTER)
    return tuple(_row(key) for key in session.scalars(_ordered()))


def find_key(session: Session, fingerprint: str) -> str:
    """Return the id of the one key whose SHA-256 begins so; raises `NotFound` for none, or several."""
    asked = "".join(sign for sign in fingerprint.lower() if sign.isalnum())
    found = session.execute(select(SealKey.id, SealKey.fingerprint)).all()
    fitting = [row.id for row in found if row.fingerprint.replace(":", "").lower().startswith(asked)]
    if len(fitting) != 1 or len(asked) < SHORTEST_PRINT:
        raise NotFound
    return str(fitting[0])


def current_seal(session: Session) -> KeyRow | None:
    """Return the key that signs now; None before the first start."""
    key = session.scalars(_ordered().limit(1)).one_or_none()
    return _row(key) if key and key.retired_at is None else None


def ends_soon(session: Session, now: datetime) -> KeyRow | None:
    """Return the current key if its certificate ends within 60 days, or has ended."""
    key = current_seal(session)
    return key if key and key.until <= now + SOON else None


def _ordered() -> Select[SealKey]:
    return select(SealKey).order_by(
        SealKey.retired_at.is_not(None), SealKey.created_at.desc(), SealKey.id.desc()
    )


def _revocation(key: SealKey) -> Revocation:
    own = read_certificates(key.chain.encode())[0]
    if key.revoked_since is None:
        raise ValueError("the key is not revoked")
    return Revocation(own.serial_number, key.revoked_since, RevocationReason(key.revoked_reason))


def _row(key: SealKey) -> KeyRow:
    chain = read_certificates(key.chain.encode())
    own, last = chain[0], chain[-1]
    subject: Mapping[str, str] = own.subject.native
    return KeyRow(
        id=key.id,
        kind=key.kind,
        who=str(subject.get("common_name", own.subject.human_friendly)),
        organisation=str(subject.get("organization_name", "")),
        issuer=str(own.issuer.native.get("common_name", own.issuer.human_friendly)),
        fingerprint=key.fingerprint,
        serial=f"{own.serial_number:X}",
        since=own.not_valid_before,
        until=own.not_valid_after,
        whole=last.self_signed != "no" or key.kind == "own",
        author=key.author,
        created_at=key.created_at,
        retired_at=key.retired_at,
        revoked_since=key.revoked_since,
        revoked_reason=key.revoked_reason,
    )


def _last(chain: str) -> bytes:
    begin = "-----BEGIN CERTIFICATE-----"
    return (begin + chain.rpartition(begin)[2]).encode()
