"""Setting a person's password: browsers that were logged in with the old one are out."""

import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete

from docsvc.access import Right, require
from docsvc.errors import BadInput, WrongPassword
from docsvc.errors.phrase import Phrase
from docsvc.model import User, WebSession
from docsvc.work import ORGANISATION, Actor, Work

SHORTEST: Final = 8
LONGEST: Final = 200
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
_GROUPS, _GROUP_LENGTH = 4, 4


def set_password(
    work: Work, user_id: str, *, actor: Actor, password: str | None = None, current: str | None = None
) -> str | None:
    """Set a password; without one, make a random one and return it: it is shown once.

    An administrator sets anybody's. A person sets their own and proves it with the `current` one.
    Raises `Forbidden`, `WrongPassword`, or `BadInput` for a password that is too short.
    """
    made = random_password() if password is None else None
    hashed = hash_password(password or made or "")  # slow on purpose, so before the first statement locks
    user = work.get(User, user_id)
    own = actor.id == user.id
    if not own:
        require(actor, Right.ADMINISTER)
    elif not matches(user.password_hash, current or ""):
        raise WrongPassword
    user.password_hash = hashed
    work.session.execute(delete(WebSession).where(WebSession.user_id == user.id))
    work.record(ORGANISATION, "user.password_set", actor, user=user.id)
    return made


def hash_password(password: str) -> str:
    """Hash a password (argon2id); raise `BadInput` for one that is too short or cannot be typed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(
            [("password", Phrase("нужно от %(least)s до %(most)s знаков", least=SHORTEST, most=LONGEST))]
        )
    try:
        return PasswordHasher().hash(password)
    except UnicodeEncodeError:
        raise BadInput([("password", "недопустимый символ")]) from None


def matches(known: str, password: str) -> bool:
    """Tell whether a password has that hash; it takes as long as hashing does."""
    try:
        return PasswordHasher().verify(known, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def random_password() -> str:
    """Return a password of 79 random bits that can be read out over the phone."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)
