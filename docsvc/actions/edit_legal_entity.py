"""Writing down the requisites of one of our own companies."""

import re
from collections.abc import Mapping

from sqlalchemy import select

from docsvc.access import Right, require
from docsvc.errors import BadInput
from docsvc.model import LegalEntity, new_id
from docsvc.work import ORGANISATION, Actor, Work

LONGEST = 500
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def add_legal_entity(work: Work, *, actor: Actor, requisites: Mapping[str, str]) -> str:
    """Make a new company of ours and return its id; the first one is the default.

    Raises `Forbidden`, or `BadInput` naming each wrong field.
    """
    require(actor, Right.ADMINISTER)
    cleaned = _cleaned({"name": "", "inn": ""} | dict(requisites))
    first = work.session.scalar(select(LegalEntity.id).limit(1)) is None
    details = {key: value for key, value in cleaned.items() if value}
    entity = LegalEntity(id=new_id(), name=cleaned["name"], inn=cleaned["inn"], is_default=first)
    entity.details = details
    work.add(entity)
    work.record(ORGANISATION, "legal_entity.added", actor, legal_entity=entity.id, inn=entity.inn)
    return entity.id


def edit_legal_entity(work: Work, entity_id: str, *, actor: Actor, requisites: Mapping[str, str]) -> None:
    """Replace the given requisites (keys of the facts' `seller`); an empty value removes one.

    Documents already made keep the requisites that they were made with. Raises `Forbidden`, `NotFound`, or
    `BadInput` naming each wrong field.
    """
    require(actor, Right.ADMINISTER)
    entity = work.get(LegalEntity, entity_id)
    cleaned = _cleaned(requisites)
    before = entity.details | {"name": entity.name, "inn": entity.inn}
    changed = sorted(key for key, value in cleaned.items() if str(before.get(key) or "") != value)
    if not changed:
        return
    entity.name, entity.inn = cleaned.get("name", entity.name), cleaned.get("inn", entity.inn)
    kept = {key: value for key, value in entity.details.items() if key not in cleaned}
    entity.details = kept | {key: value for key, value in cleaned.items() if value}
    work.record(ORGANISATION, "legal_entity.edited", actor, legal_entity=entity.id, fields=changed)


def _cleaned(requisites: Mapping[str, str]) -> dict[str, str]:
    cleaned = {key: " ".join(value.split()) for key, value in requisites.items()}
    _refuse_wrong(cleaned)
    return cleaned


def _refuse_wrong(cleaned: Mapping[str, str]) -> None:
    problems = [(key, "слишком длинно") for key, value in cleaned.items() if len(value) > LONGEST]
    problems += [(key, "не может быть пустым") for key in ("name", "inn") if cleaned.get(key) == ""]
    if (colour := cleaned.get("brand_color")) and not COLOUR.fullmatch(colour):
        problems.append(("brand_color", "ожидается цвет вида #1d4f91"))
    if any(not value.isprintable() for value in cleaned.values()):
        problems.append(("", "недопустимые знаки"))
    if problems:
        raise BadInput(problems)
