"""What only whoever asked for an approval may do with it while it runs."""

from docsvc.access import Right, allow
from docsvc.actions.require_short import require_short
from docsvc.actions.stages import require_running
from docsvc.errors import CommentRequired, Forbidden
from docsvc.model import Approval, Document
from docsvc.queries.acts import steers
from docsvc.work import Actor, Work


def steer(
    work: Work, document_id: str, *, actor: Actor, reason: str, paused: bool = False
) -> tuple[Document, Approval | None]:
    """Lock a document whose approval the actor may steer: its initiator, its owner or those over them.

    Raises `NotFound`, `Forbidden`, `CommentRequired` without a reason, `WrongMove` where nothing is under
    way, and `NotRunning` for what is paused, unless `paused`.
    """
    document = work.document(document_id)
    allow(actor, Right.VIEW, document)
    approval = require_running(work, document, paused=paused)
    if not steers(actor, document, initiator_id=approval.initiator_id if approval else None):
        raise Forbidden
    if not reason.strip():
        raise CommentRequired
    require_short(reason=reason)
    return document, approval
