"""A recipient asks for changes: the documents go back to their author with remarks, for another round."""

from collections.abc import Sequence

from docsvc.actions.decline_document import leave_sending, read_reason, tell_owners, waiting_of
from docsvc.actions.enter import Visit, enter, in_person, require_turn
from docsvc.actions.write_remarks import MOST, check_remarks
from docsvc.errors import BadInput, WrongMove
from docsvc.errors.phrase import Phrase
from docsvc.model import (
    ACTING,
    ChangeRequest,
    DispatchDocument,
    Move,
    RecipientState,
    State,
    new_id,
)
from docsvc.model.remarks import RemarkInput
from docsvc.work import Work


def request_changes(
    work: Work,
    session_token: str,
    *,
    document_id: str,
    text: str,
    remarks: Sequence[RemarkInput] = (),
    address: str,
    device: str,
) -> None:
    """Send back what still waits of the sending, with what shall be changed; the owner is told.

    `remarks` are on the text of the document in front of the recipient; with them `text` may be empty. This
    sending is over: the next one, of a new version, shows the recipient what has changed. Raises
    `CommentRequired`, `BadInput`, and what `enter` and `require_turn` raise.
    """
    visit = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, visit, acts=ACTING)
    if visit.document.state != State.SENT:
        raise WrongMove(state=visit.document.state)
    said = _said(visit, remarks)
    words = read_reason(text, field="text") if text.strip() or not said else ""
    waiting = waiting_of(visit)
    leave_sending(work, visit, state=RecipientState.RETURNED, words=words)
    for entry in visit.dispatch.documents:
        if entry.document.state == State.SENT:
            _return(work, visit, entry, words=words, said=said if entry.document is visit.document else [])
    told = "\n".join([words, *(f"«{each['quote']}»: {each['text']}" for each in said)]).strip()
    tell_owners(work, visit, "changes_requested", waiting, reason=told)


def _said(visit: Visit, remarks: Sequence[RemarkInput]) -> list[dict[str, object]]:
    if len(remarks) > MOST:
        raise BadInput([("remarks", Phrase("замечаний больше %(most)s: соберите их в одно", most=MOST))])
    check_remarks(visit.document, remarks)
    return [
        {"page": each.page, "quote": " ".join(each.quote.split()), "text": each.text.strip()}
        for each in remarks
    ]


def _return(
    work: Work, visit: Visit, entry: DispatchDocument, *, words: str, said: list[dict[str, object]]
) -> None:
    entry.document.move(Move.REQUEST_CHANGES)
    request = work.add(
        ChangeRequest(
            id=new_id(),
            document_id=entry.document_id,
            version_id=entry.version_id,
            recipient_id=visit.recipient.id,
            text=words,
            remarks=said,
            at=work.now,
        )
    )
    work.record(
        entry.document,
        "recipient.changes_requested",
        visit.actor,
        private={"reason": words, "remarks": said},
        recipient=visit.recipient.id,
        request=request.id,
        version=entry.version_id,
        pages=[each["page"] for each in said if each["page"]],
        **in_person(visit),
    )
