"""Exchanging the link of a letter for a session at one's own documents, and ending it."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete

from docsvc.actions.attempts import Limit, count_failure, network_of, refusal
from docsvc.actions.enter import actor_of
from docsvc.errors import LinkInvalid, TooManyAttempts
from docsvc.mail.own_page import MY_LINK, letter_of_token
from docsvc.model import Mail, PersonSession, Recipient
from docsvc.queries.own_page import addressed_to
from docsvc.work import ORGANISATION, Work
from signing import links
from signing.errors import MalformedLink

SESSION_LASTS: Final = timedelta(hours=2)
FAILURES: Final = Limit("my-link", most=60, minutes=15)
"""Links of one network that open nothing."""


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A new session at somebody's own documents: its secret for the cookie."""

    session_token: str

    def __repr__(self) -> str:
        """Keep the secret out of logs and tracebacks."""
        return "OpenedPage(…)"


def open_my_link(
    work: Work, token: str, *, address: str, device: str
) -> OpenedPage | LinkInvalid | TooManyAttempts:
    """Open the link of a letter.

    A refusal is returned, not raised: let the transaction commit, because the try is counted. `LinkInvalid`
    has the same words for every link that opens nothing.
    """
    network = network_of(address)
    if (refused := refusal(work, FAILURES, network)) is not None:
        return refused
    person = _person(work, token)
    if person is None:
        count_failure(work, FAILURES, network)
        return LinkInvalid()
    came = actor_of(person, address=address, device=device)
    work.record(ORGANISATION, "person.opened", came)
    session_token = secrets.token_urlsafe(32)
    work.add(
        PersonSession(
            token_hash=links.token_hash(session_token),
            email=person.email,
            created_at=work.now,
            expires_at=work.now + SESSION_LASTS,
        )
    )
    return OpenedPage(session_token)


def close_my_page(work: Work, session_token: str) -> None:
    """End a session; nothing happens when it is unknown or over."""
    digest = links.token_hash(session_token)
    work.session.execute(delete(PersonSession).where(PersonSession.token_hash == digest))


def _person(work: Work, token: str) -> Recipient | None:
    """Return the person whom a letter's link belongs to, as they were asked last."""
    try:
        mail_id = letter_of_token(work.secrets.tokens, token, now=work.now)
    except MalformedLink:
        return None
    mail = work.session.get(Mail, mail_id) if mail_id else None
    if mail is None or mail.template != MY_LINK:
        return None
    return next(iter(addressed_to(work.session, mail.to_email)), None)
