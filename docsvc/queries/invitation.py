"""What a link may say of itself before anybody has opened it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import LinkInvalid
from docsvc.model import Kind, Recipient
from docsvc.queries.standing import may_open
from signing import links
from signing.errors import MalformedLink


@dataclass(frozen=True, slots=True)
class Invitation:
    """What may be said before anybody has opened the link: who sends which kind of document, to whom.

    `documents` is how many there are; `kind` is None where an access code comes first.
    """

    organisation: str
    kind: Kind | None
    language: str
    documents: int = 1


def read_invitation(session: Session, token: str, *, now: datetime) -> Invitation:
    """Return what a link may say of itself; raise `LinkInvalid`, in the same words as `open_link` does."""
    try:
        digest = links.token_hash(links.parse(token))
    except MalformedLink as error:
        raise LinkInvalid from error
    recipient = session.scalars(select(Recipient).filter_by(token_hash=digest)).one_or_none()
    if recipient is None or not may_open(recipient, now=now):
        raise LinkInvalid
    documents = [each.document for each in recipient.dispatch.documents]
    first = documents[0]
    kind = None if recipient.access_hash else Kind(first.kind)
    return Invitation(first.legal_entity.name, kind, recipient.language, len(documents))
