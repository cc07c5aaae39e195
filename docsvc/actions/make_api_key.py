"""Let a program in."""

import secrets
from collections.abc import Iterable

from sqlalchemy import func, select

from docsvc.access import Right, require
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import ApiKey, User, new_id
from docsvc.model.api_scopes import FOR_A_PERSON, KEY_BYTES, KEY_PREFIX, ApiScope, key_hash
from docsvc.work import ORGANISATION, Actor, Work


def make_api_key(
    work: Work, *, actor: Actor, name: str, scopes: Iterable[str], user_email: str | None = None
) -> str:
    """Make a key and return it: it is shown this once, its hash is kept.

    `user_email` names the person that the key acts for; scopes of documents and archive need one, since what
    a program may do with documents is what that person may do. Raises `BadInput` naming the wrong field.
    """
    require(actor, Right.ADMINISTER)
    chosen = _chosen(scopes)
    user_id = _user(work, user_email) if user_email else None
    if user_id is None and (personal := sorted(FOR_A_PERSON & chosen)):
        text = Phrase(
            "для прав %(scopes)s укажите, от чьего имени действует ключ", scopes=", ".join(personal)
        )
        raise BadInput([("user_email", text)])
    if not name.strip():
        raise BadInput([("name", "назовите ключ, например «amoCRM»")])
    key = KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)
    row = ApiKey(id=new_id(), name=name.strip(), key_hash=key_hash(key), created_at=work.now)
    row.scopes, row.user_id = sorted(chosen), user_id
    work.add(row)
    private = {"key_name": row.name, "user": user_email or ""}
    work.record(ORGANISATION, "api_key.made", actor, key=row.id, scopes=row.scopes, private=private)
    return key


def _chosen(scopes: Iterable[str]) -> frozenset[ApiScope]:
    asked = frozenset(scopes)
    known = ", ".join(ApiScope)
    if unknown := sorted(asked - frozenset(ApiScope)):
        text = Phrase("нет прав %(unknown)s; есть: %(known)s", unknown=", ".join(unknown), known=known)
        raise BadInput([("scopes", text)])
    if not asked:
        raise BadInput([("scopes", Phrase("выберите хотя бы одно право из: %(known)s", known=known))])
    return frozenset(ApiScope(scope) for scope in asked)


def _user(work: Work, email: str) -> str:
    found = select(User.id).where(func.lower(User.email) == email.strip().lower(), User.active)
    user_id = work.session.scalars(found).first()
    if user_id is None:
        raise BadInput([("user_email", Phrase("нет работающего сотрудника с почтой %(email)s", email=email))])
    return user_id
