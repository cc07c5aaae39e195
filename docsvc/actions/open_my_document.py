"""Opening one's document from the page of one's own documents: no second link is needed."""

from sqlalchemy import select

from docsvc.actions.enter import lock
from docsvc.actions.open_link import Opened, open_seat
from docsvc.errors import LinkInvalid
from docsvc.model import Recipient
from docsvc.queries.own_page import whose_page
from docsvc.work import Work


def open_my_document(
    work: Work, session_token: str, *, recipient_id: str, address: str, device: str
) -> Opened:
    """Open a session at what was sent to the person; an access code is asked for there as ever.

    Raises `LinkInvalid` for somebody else's, and for what a link would not open either.
    """
    email = whose_page(work.session, session_token, now=work.now)
    theirs = select(Recipient.dispatch_id).where(Recipient.id == recipient_id, Recipient.email == email)
    dispatch_id = work.session.scalar(theirs)
    if dispatch_id is None:
        raise LinkInvalid
    recipient = lock(work, recipient_id, dispatch_id=dispatch_id)
    return open_seat(work, recipient, address=address, device=device)
