"""What drifted, as the page of a document asks for it."""

from datetime import date

from sqlalchemy.orm import Session

from docsvc.queries.document import load_visible
from docsvc.queries.drift import DriftView, drift_view
from docsvc.work import Actor
from storage import Blobs


def document_drift(
    session: Session, blobs: Blobs, actor: Actor, document_id: str, *, today: date
) -> DriftView:
    """Return what differs of a document that the actor may see; raise `NotFound`."""
    return drift_view(session, blobs, load_visible(session, actor, document_id), today=today)
