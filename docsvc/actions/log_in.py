"""Letting a person in: a password against its hash, then a session."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.actions.attempts import Limit, count_failure, look_up_refusal, network_of
from docsvc.actions.set_password import matches
from docsvc.errors import TooManyAttempts, WrongPassword
from docsvc.model import User, WebSession
from docsvc.queries.who_is import actor_of, session_hash
from docsvc.work import ORGANISATION, SYSTEM, Work

LIFETIME = timedelta(days=7)
PER_PERSON = Limit("login-person", most=10, minutes=15)
PER_ADDRESS = Limit("login-address", most=60, minutes=15)
PER_ACCOUNT = Limit("login-account", most=30, minutes=60)
"""Over all addresses: whoever has a thousand of them guesses no faster."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a password has shown; `user_id` is None when it does not match."""

    email: str
    user_id: str | None


def refuse_guess(session: Session, email: str, *, address: str, now: datetime) -> TooManyAttempts | None:
    """Return the refusal when a limit of guesses is used up: ask before a password is hashed."""
    counters = _counters(normal_email(email), address)
    refusals = (look_up_refusal(session, limit, key, now=now) for limit, key in counters)
    return next((refused for refused in refusals if refused), None)


def count_guess(work: Work, email: str, *, address: str, device: str) -> None:
    """Count a wrong password; the one that uses a limit of the account up is recorded."""
    email = normal_email(email)
    counted = {limit: count_failure(work, limit, key) for limit, key in _counters(email, address)}
    if any(counted[limit] == limit.most for limit in (PER_PERSON, PER_ACCOUNT)):
        private = {"email": email, "address": address, "device": device}
        work.record(ORGANISATION, "login.blocked", SYSTEM, private=private)


def check_password(session: Session, email: str, password: str) -> Checked:
    """Compare a password with its hash, as slowly for an unknown e-mail as for a known one.

    Argon2 takes tens of milliseconds on purpose, so this runs outside the writing transaction.
    """
    email = normal_email(email)
    user = session.scalars(select(User).where(User.email == email, User.active)).one_or_none()
    known = user.password_hash if user and user.password_hash else _nobody()
    is_right = matches(known, password)
    return Checked(email=email, user_id=user.id if user and user.password_hash and is_right else None)


def log_in(
    work: Work, checked: Checked, *, address: str, device: str
) -> str | WrongPassword | TooManyAttempts:
    """Open a session and return its token, or return the refusal: raised, it would undo the count."""
    refused = refuse_guess(work.session, checked.email, address=address, now=work.now)
    if refused:
        return refused
    if checked.user_id is None:
        count_guess(work, checked.email, address=address, device=device)
        return WrongPassword()
    return _open_session(work, work.get(User, checked.user_id), address=address, device=device)


def normal_email(email: str) -> str:
    """Return an e-mail as accounts keep it."""
    return email.strip().casefold()


def _counters(email: str, address: str) -> tuple[tuple[Limit, str], ...]:
    """Return what a wrong password is counted by: each limit with its key."""
    place = network_of(address)
    return (PER_PERSON, f"{email}\0{place}"), (PER_ADDRESS, place), (PER_ACCOUNT, email)


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


@cache
def _nobody() -> str:
    """Return the hash of a password that nobody has."""
    return PasswordHasher().hash(secrets.token_urlsafe(32))
