"""Writing down the requisites of one of our own companies."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from docsvc.access import Right, require
from docsvc.actions.ask_registry import ask_registry
from docsvc.actions.lost_signatory import promise_for_company
from docsvc.errors import BadInput
from docsvc.model import LegalEntity, new_id
from docsvc.model.authority import FIELDS, AuthorityTerms, kept_authority, read_terms, terms_of
from docsvc.model.mchd import read_mchd
from docsvc.queries.detached_files import AUTHORITIES
from docsvc.work import ORGANISATION, Actor, Work

LONGEST = 500
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def add_legal_entity(work: Work, *, actor: Actor, requisites: Mapping[str, str], mchd: bytes = b"") -> str:
    """Make a new company of ours and return its id; the first one is the default.

    `mchd` is the file of its signatory's machine-readable power of attorney. Raises `Forbidden`, or
    `BadInput` naming each wrong field.
    """
    require(actor, Right.ADMINISTER)
    cleaned = _cleaned({"name": "", "inn": ""} | _plain(requisites))
    first = work.session.scalar(select(LegalEntity.id).limit(1)) is None
    details = {key: value for key, value in cleaned.items() if value}
    details |= _authority(work, requisites, {}, mchd)
    entity = LegalEntity(id=new_id(), name=cleaned["name"], inn=cleaned["inn"], is_default=first)
    entity.details = details
    work.add(entity)
    work.record(ORGANISATION, "legal_entity.added", actor, legal_entity=entity.id, inn=entity.inn)
    return entity.id


def edit_legal_entity(
    work: Work, entity_id: str, *, actor: Actor, requisites: Mapping[str, str], mchd: bytes = b""
) -> None:
    """Replace the given requisites (keys of the facts' `seller`); an empty value removes one.

    Documents already made keep the requisites that they were made with. `mchd` is the file of the
    signatory's machine-readable power of attorney. Raises `Forbidden`, `NotFound`, or `BadInput` naming each
    wrong field.
    """
    require(actor, Right.ADMINISTER)
    entity = work.get(LegalEntity, entity_id)
    cleaned: dict[str, Any] = dict(_cleaned(_plain(requisites)))
    cleaned |= _authority(work, requisites, entity.details, mchd)
    before = entity.details | {"name": entity.name, "inn": entity.inn}
    changed = sorted(key for key, value in cleaned.items() if (before.get(key) or "") != (value or ""))
    if not changed:
        return
    entity.name, entity.inn = cleaned.get("name", entity.name), cleaned.get("inn", entity.inn)
    kept = {key: value for key, value in entity.details.items() if key not in cleaned}
    entity.details = kept | {key: value for key, value in cleaned.items() if value}
    work.record(ORGANISATION, "legal_entity.edited", actor, legal_entity=entity.id, fields=changed)
    if "signatory_name" in changed:
        promise_for_company(work, entity)


def _plain(requisites: Mapping[str, str]) -> dict[str, str]:
    """Leave out what makes up the terms of an authority: they are kept as one."""
    parts = {f"authority_{name}" for name in FIELDS} - {"authority_until"}
    return {key: value for key, value in requisites.items() if key not in parts}


def _authority(
    work: Work, requisites: Mapping[str, str], known: Mapping[str, Any], mchd: bytes
) -> dict[str, Any]:
    """Return the signatory's authority as it is kept, where the form asked for it; an МЧД tells it whole."""
    if mchd:
        file = work.blobs.put(AUTHORITIES, mchd)
        terms = read_mchd(mchd).model_copy(update={"file": file})
    elif "authority_kind" not in requisites:
        return {}
    else:
        terms = _typed(requisites, known.get("authority_terms") or {})
    told = kept_authority(terms, words=" ".join(requisites.get("authority", "").split()), until=terms.until)
    ask_registry(work, told.get("authority_terms") or {})
    return told or {"authority_terms": {}}


def _typed(requisites: Mapping[str, str], known: Mapping[str, Any]) -> AuthorityTerms:
    """Read the terms as they were typed; what only the file told stays while the number does."""
    typed = terms_of(requisites)
    same = typed.get("number") and typed["number"] == known.get("number")
    kept = {name: known[name] for name in known.keys() - set(FIELDS)} if same else {}
    try:
        return read_terms(kept | typed)
    except BadInput as error:
        raise BadInput([(f"authority_{path}", text) for path, text in error.problems]) from None


def check_colour(colour: str) -> None:
    """Raise `BadInput` where a colour is neither empty nor like #1d4f91."""
    if colour and not COLOUR.fullmatch(colour):
        raise BadInput([("brand_color", "ожидается цвет вида #1d4f91")])


def _is_day(text: str) -> bool:
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _cleaned(requisites: Mapping[str, str]) -> dict[str, str]:
    cleaned = {key: " ".join(value.split()) for key, value in requisites.items()}
    _refuse_wrong(cleaned)
    check_colour(cleaned.get("brand_color", ""))
    return cleaned


def _refuse_wrong(cleaned: Mapping[str, str]) -> None:
    problems = [(key, "слишком длинно") for key, value in cleaned.items() if len(value) > LONGEST]
    problems += [(key, "не может быть пустым") for key in ("name", "inn") if cleaned.get(key) == ""]
    if not _is_day(cleaned.get("authority_until", "")):
        problems.append(("authority_until", "нужна дата вида 2027-12-31 или пусто"))
    if any(not value.isprintable() for value in cleaned.values()):
        problems.append(("", "недопустимые знаки"))
    if problems:
        raise BadInput(problems)
