"""A device that was handed over: whose it is, and what is open on it."""

from sqlalchemy import select, update

from docsvc.errors import NotFound, Unauthenticated
from docsvc.model import Recipient, SigningSession, WebSession
from docsvc.queries.who_is import session_hash
from docsvc.work import Work


def lent(work: Work, web_token: str) -> WebSession:
    """Return a browser that was handed over and not taken back; raise `Unauthenticated`."""
    found = select(WebSession).where(
        WebSession.token_hash == session_hash(web_token),
        WebSession.expires_at > work.now,
        WebSession.lent_for != "",
    )
    browser = work.session.scalars(found).one_or_none()
    if browser is None:
        raise Unauthenticated
    return browser


def end_turns(work: Work, browser: WebSession) -> None:
    """End whatever somebody has open on a lent device: the next person must not find it."""
    people = select(Recipient.id).where(Recipient.dispatch_id == browser.lent_for)
    open_here = (
        update(SigningSession)
        .where(
            SigningSession.host_id == browser.user_id,
            SigningSession.recipient_id.in_(people),
            SigningSession.expires_at > work.now,
        )
        .values(expires_at=work.now)
    )
    work.session.execute(open_here, execution_options={"synchronize_session": "fetch"})


def require_asked(work: Work, browser: WebSession, recipient_id: str) -> None:
    """Raise `NotFound` unless somebody is asked in the sending that the device was lent for."""
    recipient = work.session.get(Recipient, recipient_id)
    if recipient is None or recipient.dispatch_id != browser.lent_for:
        raise NotFound
