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


def brand(session: Session) -> tuple[str, str]:
    """Return the organisation's name and its colour (`#rrggbb`, or empty)."""
    found = select(LegalEntity).order_by(LegalEntity.is_default.desc()).limit(1)
    entity = session.scalars(found).one_or_none()
    return (entity.name, str(entity.details.get("brand_color") or "")) if entity else ("", "")


def _row(entity: LegalEntity) -> EntityRow:
    return EntityRow(entity.id, entity.name, entity.inn, entity.is_default, dict(entity.details))
