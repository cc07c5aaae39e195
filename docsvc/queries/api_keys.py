"""The keys of machines: never the key itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.model import ApiKey, User
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class ApiKeyRow:
    """One key: what it may do and in whose name."""

    id: str
    name: str
    scopes: tuple[str, ...]
    person: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def api_keys(session: Session, actor: Actor) -> tuple[ApiKeyRow, ...]:
    """Return the keys, those in force first; for administrators."""
    require(actor, Right.ADMINISTER)
    found = (
        select(ApiKey, User.name)
        .outerjoin(User, User.id == ApiKey.user_id)
        .order_by(ApiKey.revoked_at.is_not(None), ApiKey.created_at.desc())
    )
    return tuple(
        ApiKeyRow(
            id=key.id,
            name=key.name,
            scopes=tuple(str(scope) for scope in key.scopes),
            person=name or "",
            created_at=key.created_at,
            used_at=key.used_at,
            revoked_at=key.revoked_at,
        )
        for key, name in session.execute(found)
    )
