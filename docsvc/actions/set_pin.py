"""Choosing the PIN that a person signs with on somebody else's device."""

from docsvc.actions.enter import actor_of
from docsvc.actions.pins import hash_pin
from docsvc.errors import LinkInvalid
from docsvc.mail.post import post_to_address
from docsvc.model import SignerPin
from docsvc.queries.own_page import addressed_to, whose_page
from docsvc.work import ORGANISATION, Actor, Work


def set_my_pin(work: Work, session_token: str, *, pin: str, address: str, device: str) -> None:
    """Set the PIN of whoever has opened their own page; they are told by mail.

    Raises `LinkInvalid` without a session, and `BadInput` for a PIN that is too short or easily guessed.
    """
    email = whose_page(work.session, session_token, now=work.now)
    person = next(iter(addressed_to(work.session, email)), None)
    if person is None:
        raise LinkInvalid
    _set(work, actor_of(person, address=address, device=device), pin)


def set_own_pin(work: Work, *, actor: Actor, pin: str) -> None:
    """Set the PIN of a colleague, who has just given their password; raise `BadInput` as `set_my_pin`."""
    _set(work, actor, pin)


def _set(work: Work, actor: Actor, pin: str) -> None:
    hashed = hash_pin(work.secrets.codes, actor.email, pin)
    known = work.session.get(SignerPin, actor.email)
    if known is None:
        work.add(SignerPin(email=actor.email, pin_hash=hashed, set_at=work.now))
    else:
        known.pin_hash, known.set_at = hashed, work.now
    work.record(ORGANISATION, "pin.set", actor)
    post_to_address(work, "pin_set", actor.email, name=actor.name, language=actor.language)
