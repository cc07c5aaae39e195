"""What an installation still needs before its first signed document."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsvc.model import ApiKey, Deal, Document, LegalEntity, Role, RouteRule, Template, User, UserRole

REQUISITES = (
    "full_name",
    "ogrn",
    "address",
    "bank_name",
    "bik",
    "account",
    "signatory_name",
    "signatory_position",
)


class Step(StrEnum):
    """One thing to set up."""

    ENTITY = "entity"
    SIGNATORY = "signatory"
    PEOPLE = "people"
    TEMPLATES = "templates"
    ROUTES = "routes"
    MAIL = "mail"
    SMS = "sms"
    DEALS = "deals"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Check:
    """One step: whether it is done, and a figure the requisites that are missing, or an id."""

    step: Step
    done: bool
    count: int = 0
    missing: tuple[str, ...] = ()
    about: str | None = None


def checklist(session: Session, *, smtp: bool, sms: bool | None = None) -> tuple[Check, ...]:
    """Return every step in the order that a new installation takes; without `sms` only what it needs."""
    entity = session.scalars(
        select(LegalEntity).order_by(LegalEntity.is_default.desc()).limit(1)
    ).one_or_none()
    lacking = tuple(key for key in REQUISITES if not (entity and entity.details.get(key)))
    people, templates = _count(session, User), _count(session, Template)
    deals, documents, keys = _count(session, Deal), _count(session, Document), _count(session, ApiKey)
    return (
        Check(
            Step.ENTITY,
            done=entity is not None and not lacking,
            missing=lacking,
            about=entity.id if entity else None,
        ),
        Check(Step.SIGNATORY, done=_has_director(session)),
        Check(Step.PEOPLE, done=people > 1, count=people),
        Check(Step.TEMPLATES, done=templates > 0, count=templates),
        Check(Step.ROUTES, done=_count(session, RouteRule) > 0),
        Check(Step.MAIL, done=smtp),
        *([] if sms is None else [Check(Step.SMS, done=sms)]),
        Check(Step.DEALS, done=deals > 0 or keys > 0, count=deals),
        Check(Step.DOCUMENT, done=documents > 0, count=documents),
    )


def _count(session: Session, table: type[User | Template | RouteRule | Deal | Document | ApiKey]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _has_director(session: Session) -> bool:
    found = select(User.id).join(UserRole).where(UserRole.role == Role.DIRECTOR, User.active).limit(1)
    return session.scalar(found) is not None
