"""Send an approved document to those who sign, accept or receive it."""

from collections.abc import Sequence
from datetime import date, datetime, time

from docsvc.access import Right, allow
from docsvc.actions.recipients import settle_recipients
from docsvc.actions.submit_document import refuse_stale
from docsvc.errors import BadInput
from docsvc.model import (
    Asked,
    Dispatch,
    DispatchDocument,
    Document,
    Move,
    Recipient,
    RecipientState,
    new_id,
)
from docsvc.work import Actor, Work
from signing import token, token_hash


def send_document(
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    recipients: Sequence[Asked],
    message: str = "",
    expires_on: date | None = None,
    seen: int | None = None,
) -> str:
    """Promise the certified file and the invitations; return the id of the dispatch.

    The dispatch ends at the end of `expires_on` where the organisation is; a quote ends at its own date.
    Raises what `settle_recipients` raises, and `BadInput` for a day that has passed.
    """
    document = work.document(document_id)
    allow(actor, Right.SEND, document)
    refuse_stale(document, seen)
    settled = settle_recipients(work, document, recipients)
    document.move(Move.SEND)
    dispatch = dispatch_to(work, document, actor=actor, recipients=settled, message=message)
    dispatch.expires_at = _end_of(work, expires_on or document.valid_until)
    work.later("prepare", {"dispatch": dispatch.id, "document": document.id}, key=f"prepare:{dispatch.id}")
    if dispatch.expires_at is not None:
        promise = {"dispatch": dispatch.id, "document": document.id}
        work.later("expire", promise, due_at=dispatch.expires_at, key=f"expire:{dispatch.id}")
    return dispatch.id


def dispatch_to(
    work: Work,
    document: Document,
    *,
    actor: Actor,
    recipients: Sequence[Asked],
    message: str,
) -> Dispatch:
    """Write the dispatch down with its recipients, all waiting, and record it."""
    dispatch = Dispatch(id=new_id(), sender_id=actor.id, message=message.strip(), created_at=work.now)
    work.add(dispatch)
    work.add(
        DispatchDocument(
            dispatch_id=dispatch.id,
            version_id=document.version.id,
            document_id=document.id,
            position=1,
        ),
    )
    for asked in recipients:
        work.add(_recipient(work, dispatch, asked))
    work.session.refresh(dispatch, ["documents", "recipients"])
    work.record(
        document,
        "dispatch.created",
        actor,
        dispatch=dispatch.id,
        acts=[asked.act.value for asked in recipients],
        private={"recipients": [f"{asked.name} <{asked.email}>" for asked in recipients]},
    )
    return dispatch


def _recipient(work: Work, dispatch: Dispatch, asked: Asked) -> Recipient:
    recipient_id, generation = new_id(), 1
    return Recipient(
        id=recipient_id,
        dispatch_id=dispatch.id,
        order=asked.order,
        act=asked.act.value,
        party=asked.party,
        name=asked.name,
        email=asked.email,
        position=asked.position,
        organisation=asked.organisation,
        authority=asked.authority,
        language=asked.language,
        generation=generation,
        token_hash=token_hash(token(work.secrets.tokens, recipient_id, generation)),
        state=RecipientState.WAITING.value,
    )


def _end_of(work: Work, day: date | None) -> datetime | None:
    if day is None:
        return None
    if day < work.today:
        raise BadInput([("expires_on", f"дата {day:%d.%m.%Y} уже прошла")])
    return datetime.combine(day, time(23, 59, 59), tzinfo=work.timezone)
