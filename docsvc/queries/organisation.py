"""Our own legal entities and their requisites."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.errors import NotFound
from docsvc.model import LegalEntity
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One legal entity of ours; `details` are the requisites of the facts' `seller`."""

    id: str
    name: str
    inn: str
    is_default: bool
    details: Mapping[str, Any]


def entities(session: Session, actor: Actor) -> tuple[EntityRow, ...]:
    """Return our legal entities, the default one first; for administrators."""
    require(actor, Right.ADMINISTER)
    found = select(LegalEntity).order_by(LegalEntity.is_default.desc(), LegalEntity.name)
    return tuple(_row(entity) for entity in session.scalars(found))


def one_entity(session: Session, actor: Actor, entity_id: str) -> EntityRow:
    """Return one legal entity; for administrators. Raises `NotFound`."""
    require(actor, Right.ADMINISTER)
    entity = session.get(LegalEntity, entity_id)
    if entity is None:
        raise NotFound
    return _row(entity)


@dataclass(frozen=True, slots=True)
class Brand:
    """How the organisation looks on pages; `color` is #rrggbb or empty."""

    name: str = ""
    color: str = ""
    has_logo: bool = False


def brand(session: Session) -> Brand:
    """Return the brand of our default company; the pictures themselves are not loaded."""
    details = LegalEntity.details
    found = select(
        LegalEntity.name, details["brand_color"].as_string(), details["logo"].as_string().is_not(None)
    ).order_by(LegalEntity.is_default.desc())
    row = session.execute(found.limit(1)).first()
    return Brand(row[0], row[1] or "", has_logo=row[2]) if row else Brand()


def logo(session: Session) -> str | None:
    """Return the logo of our default company as a data: URI."""
    found = select(LegalEntity.details["logo"].as_string()).order_by(LegalEntity.is_default.desc())
    uri: str | None = session.scalar(found.limit(1))
    return uri


def _row(entity: LegalEntity) -> EntityRow:
    return EntityRow(entity.id, entity.name, entity.inn, entity.is_default, dict(entity.details))
