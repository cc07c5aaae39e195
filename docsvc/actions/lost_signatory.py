"""What waits for a signature of ours that its signatory may not give any more: its owner is told."""

from typing import Final

from sqlalchemy import ColumnElement, select

from docsvc.actions.close_dispatch import lock_dispatch
from docsvc.errors import NotFound
from docsvc.mail.post import post_to_user
from docsvc.model import (
    ACTING,
    MAY_ACT,
    Act,
    Dispatch,
    DispatchDocument,
    Document,
    LegalEntity,
    Mail,
    Recipient,
    RecipientState,
    User,
)
from docsvc.queries.our_signatory import SELLER, still_ours
from docsvc.work import Work

_AWAITED: Final = frozenset({RecipientState.WAITING, *MAY_ACT})


def promise_for_person(work: Work, user: User) -> None:
    """Look after what a person was asked to sign for us, where they may not any more."""
    _promise(work, Recipient.email == user.email)


def promise_for_company(work: Work, entity: LegalEntity) -> None:
    """Look after what waits for the signatory of a company of ours, where its requisites name another."""
    theirs = (
        select(DispatchDocument.dispatch_id)
        .join(Document, Document.id == DispatchDocument.document_id)
        .where(Document.legal_entity_id == entity.id)
    )
    _promise(work, Recipient.dispatch_id.in_(theirs))


def _promise(work: Work, whose: ColumnElement[bool]) -> None:
    """Promise a letter for each: their documents are locked by a job, never behind a lock on people."""
    work.session.flush()
    asked = (
        select(Recipient)
        .join(Dispatch, Dispatch.id == Recipient.dispatch_id)
        .where(Dispatch.closed_at.is_(None), Recipient.state.in_(_AWAITED), Recipient.act.in_(ACTING))
        .where(Recipient.party.startswith(SELLER), whose)
    )
    for recipient in work.session.scalars(asked).unique():
        if not still_ours(recipient):
            first = recipient.dispatch.documents[0].document_id
            payload = {"recipient": recipient.id, "document": first}
            work.later("signatory_lost", payload, key=f"signatory_lost:{recipient.id}")


def tell_of_lost_signatory(work: Work, recipient_id: str) -> None:
    """Write to the owner of a sending once that somebody else has to sign; nothing where that is over."""
    recipient = work.get(Recipient, recipient_id)
    try:
        dispatch, documents = lock_dispatch(work, recipient.dispatch_id)
    except NotFound:
        return
    awaited = RecipientState(recipient.state) in _AWAITED and Act(recipient.act) in ACTING
    if dispatch.is_over(work.now) or not awaited or still_ours(recipient):
        return
    document = documents[0]
    written = select(Mail.params).filter_by(template="signatory_lost", document_id=document.id)
    if all(params.get("who") != recipient.name for params in work.session.scalars(written)):
        post_to_user(work, "signatory_lost", document.owner, document=document, who=recipient.name)
