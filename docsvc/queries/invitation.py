"""What a link may say of itself before anybody has opened it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import LinkInvalid
from docsvc.model import MAY_ACT, Kind, Recipient, RecipientState
from docsvc.queries.standing import READABLE, standing_of
from signing import links
from signing.errors import MalformedLink

_ANSWERED = frozenset({RecipientState.ACTED, RecipientState.DECLINED})


@dataclass(frozen=True, slots=True)
class Invitation:
    """What may be said before anybody has opened the link: who sends which kind of document, to whom."""

    organisation: str
    kind: Kind
    language: str


def read_invitation(session: Session, token: str, *, now: datetime) -> Invitation:
    """Return what a link may say of itself; raise `LinkInvalid`, in the same words as `open_link` does."""
    try:
        digest = links.token_hash(links.parse(token))
    except MalformedLink as error:
        raise LinkInvalid from error
    recipient = session.scalars(select(Recipient).filter_by(token_hash=digest)).one_or_none()
    if recipient is None or not _opens(recipient, now):
        raise LinkInvalid
    document = recipient.dispatch.documents[0].document
    return Invitation(document.legal_entity.name, Kind(document.kind), recipient.language)


def _opens(recipient: Recipient, now: datetime) -> bool:
    """Answer as `open_link` will: a dead link says so at once, not after another click."""
    if recipient.state in _ANSWERED:
        return True
    if RecipientState(recipient.state) not in MAY_ACT:
        return False
    return any(
        standing_of(recipient, each.dispatch, each.document, each.version, now=now, acted=False) in READABLE
        for each in recipient.dispatch.documents
    )
