"""Letting a person in: a password against its hash, then a session."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.actions.attempts import Limit, count_failure, refusal
from docsvc.errors import TooManyAttempts, WrongPassword
from docsvc.model import User, WebSession
from docsvc.queries.who_is import actor_of, session_hash
from docsvc.work import ORGANISATION, SYSTEM, Work

LIFETIME = timedelta(days=7)
PER_PERSON = Limit("login-person", most=10, minutes=15)
PER_ADDRESS = Limit("login-address", most=60, minutes=15)


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a password has shown; `user_id` is None when it does not match."""

    email: str
    user_id: str | None


def check_password(session: Session, email: str, password: str) -> Checked:
    """Compare a password with its hash, as slowly for an unknown e-mail as for a known one.

    Argon2 takes tens of milliseconds on purpose, so this runs outside the writing transaction.
    """
    email = normal_email(email)
    user = session.scalars(select(User).where(User.email == email, User.active)).one_or_none()
    known = user.password_hash if user and user.password_hash else _nobody()
    matches = _matches(known, password)
    return Checked(email=email, user_id=user.id if user and user.password_hash and matches else None)


def log_in(
    work: Work, checked: Checked, *, address: str, device: str
) -> str | WrongPassword | TooManyAttempts:
    """Open a session and return its token, or return the refusal: raised, it would undo the count."""
    person, place = f"{checked.email}\0{address}", address
    refused = refusal(work, PER_PERSON, person) or refusal(work, PER_ADDRESS, place)
    if refused:
        return refused
    if checked.user_id is None:
        count_failure(work, PER_ADDRESS, place)
        if count_failure(work, PER_PERSON, person) == PER_PERSON.most:
            private = {"email": checked.email, "address": address, "device": device}
            work.record(ORGANISATION, "login.blocked", SYSTEM, private=private)
        return WrongPassword()
    return _open_session(work, work.get(User, checked.user_id), address=address, device=device)


def normal_email(email: str) -> str:
    """Return an e-mail as accounts keep it."""
    return email.strip().casefold()


def _open_session(work: Work, user: User, *, address: str, device: str) -> str:
    token = secrets.token_urlsafe(32)
    work.add(
        WebSession(
            token_hash=session_hash(token),
            user_id=user.id,
            created_at=work.now,
            seen_at=work.now,
            expires_at=work.now + LIFETIME,
        ),
    )
    actor = replace(actor_of(user), address=address, device=device)
    work.record(ORGANISATION, "session.opened", actor)
    return token


def _matches(known: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(known, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


@cache
def _nobody() -> str:
    """Return the hash of a password that nobody has."""
    return PasswordHasher().hash(secrets.token_urlsafe(32))
