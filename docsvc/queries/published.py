"""What this installation publishes about its trust: who it is, and what its seals lead to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import LegalEntity, SealKey, SealKind
from docsvc.queries.seal_keys import current_seal, revocations
from signing import Revocation


@dataclass(frozen=True, slots=True)
class Published:
    """Our organisation as anybody may know it, and the seal that signs now; `chain` if others issued it.

    `revoked` is what our own authority has revoked of its seals.
    """

    organisation: str
    inn: str
    phone: str
    seal: str
    issuer: str
    until: datetime | None
    own: bool
    chain: str
    revoked: tuple[Revocation, ...] = ()


def published(session: Session) -> Published:
    """Return what stands on the public page of trust."""
    found = select(LegalEntity).order_by(LegalEntity.is_default.desc()).limit(1)
    entity, key = session.scalars(found).one_or_none(), current_seal(session)
    own = key is None or key.kind == SealKind.OWN.value
    return Published(
        organisation=entity.name if entity else "",
        inn=entity.inn if entity else "",
        phone=str(entity.details.get("phone", "")) if entity else "",
        seal=key.fingerprint if key else "",
        issuer=key.issuer if key else "",
        until=key.until if key else None,
        own=own,
        chain="" if own or key is None else session.get_one(SealKey, key.id).chain,
        revoked=revocations(session),
    )
