"""Issue an approved document on which nobody else acts, such as an invoice."""

from collections.abc import Sequence

from docsvc.access import Right, allow
from docsvc.actions.guard_facts import Accepted, require_ready
from docsvc.actions.recipients import settle_receivers
from docsvc.actions.send_document import Terms, dispatch_to
from docsvc.errors import BadInput
from docsvc.model import Act, Asked, Kind, Move
from docsvc.model.kinds import KINDS
from docsvc.work import Actor, Work


def issue_document(
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    recipients: Sequence[Asked] = (),
    message: str = "",
    seen: int | None = None,
    accept: Accepted | None = None,
) -> None:
    """Promise the sealed file; whoever is to receive it gets a link by mail once it is complete.

    Raises `BadInput` for a kind that others sign or accept, and for wrong receivers; `ConditionsUnanswered`,
    and `FactsDrifted` unless `accept` covers what is no longer as the document says.
    """
    document = work.document(document_id)
    allow(actor, Right.SEND, document)
    document.refuse_stale(seen)
    if KINDS[Kind(document.kind)].client_act is not Act.RECEIVE:
        raise BadInput([("kind", "этот документ подписывают или принимают: отправьте его получателям")])
    settled = settle_receivers(work, document, recipients)
    require_ready(work, document, actor=actor, accept=accept)
    document.move(Move.ISSUE)
    if settled:
        dispatch_to(work, [document], actor=actor, recipients=settled, terms=Terms(message=message.strip()))
    work.record(document, "document.issued", actor)
    work.later("seal", {"document": document.id}, key=f"seal:{document.version.id}")
