"""Telling what stays in force of a sending that ended before everybody had answered."""

from collections.abc import Collection

from docsvc.mail.post import post_to_recipient, post_to_user
from docsvc.model import Dispatch, Document, State
from docsvc.model.asked_of import stands, was_shown
from docsvc.work import Work

STANDS = "stands"


def tell_standing(work: Work, dispatch: Dispatch, *, reason: str = "", told: Collection[str] = ()) -> bool:
    """Tell whoever saw the sending that an invoice, say, stands although its contract was declined.

    `told` are the owners whose letter about the end says so already. Returns whether anybody had to be told;
    while a document is still being sealed nobody is: `tell_completed` does it then.
    """
    if any(entry.document.state == State.SEALING for entry in dispatch.documents):
        return False
    standing = [entry.document for entry in dispatch.documents if stands(entry)]
    if not standing:
        return False
    for recipient in filter(was_shown, dispatch.recipients):
        post_to_recipient(work, STANDS, recipient, document=standing[0], reason=reason)
    _tell_owners(work, dispatch, standing, told=told)
    return True


def _tell_owners(
    work: Work, dispatch: Dispatch, standing: Collection[Document], *, told: Collection[str]
) -> None:
    owners = {each.owner_id: each for each in standing if each.owner_id not in told}
    for document in owners.values():  # one letter each, however many documents
        post_to_user(work, STANDS, document.owner, document=document, dispatch=dispatch.id)
