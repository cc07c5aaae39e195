"""What a recipient saw of a document in an earlier round, and how its text has changed since."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import ChangeRequest, Dispatch, DispatchDocument, DocumentVersion, Recipient
from docsvc.queries.compare import Text, paragraphs_of, text_of
from storage import Blobs
from templates.compare import Row, side_by_side


@dataclass(frozen=True, slots=True)
class Earlier:
    """The version that the person saw before, when, what they asked to be changed, and the two texts."""

    version: str
    seen_at: datetime | None
    asked: str
    texts: tuple[Text, Text]


def changed_since(session: Session, recipient: Recipient, entry: DispatchDocument) -> Earlier | None:
    """Return the newest other version that was opened under the recipient's address, None for the first."""
    before = (
        select(DocumentVersion, Recipient.opened_at, Recipient.id)
        .join(DispatchDocument, DispatchDocument.version_id == DocumentVersion.id)
        .join(Dispatch, Dispatch.id == DispatchDocument.dispatch_id)
        .join(Recipient, Recipient.dispatch_id == Dispatch.id)
        .where(
            DispatchDocument.document_id == entry.document_id,
            DocumentVersion.id != entry.version_id,
            Dispatch.created_at < entry.dispatch.created_at,
            Recipient.email == recipient.email,
            Recipient.opened_at.is_not(None),
        )
        .order_by(Dispatch.created_at.desc(), Recipient.id.desc())
        .limit(1)
    )
    found = session.execute(before).first()
    if found is None:
        return None
    version, seen_at, recipient_id = found
    texts = (text_of(version), text_of(entry.version))
    return Earlier(version.label, seen_at, _asked(session, recipient_id), texts)


@lru_cache(maxsize=32)
def text_changes(blobs: Blobs, earlier: Earlier) -> tuple[Row, ...]:
    """Return the two texts side by side; no transaction need be open. Raises `NotComparable`.

    Both are frozen, so the answer holds for good.
    """
    old, new = (paragraphs_of(blobs, text) for text in earlier.texts)
    return side_by_side(old, new)


def _asked(session: Session, recipient_id: str) -> str:
    said = select(ChangeRequest.text).filter_by(recipient_id=recipient_id).order_by(ChangeRequest.at.desc())
    return session.scalars(said.limit(1)).first() or ""
