"""Where a recipient stands with a document: the one word that their page is chosen by."""

from datetime import datetime
from enum import StrEnum

from docsvc.model import (
    ACTING,
    MAY_ACT,
    SIGNED,
    DispatchDocument,
    Recipient,
    RecipientState,
    State,
)
from docsvc.model.asked_of import acts_on, is_complete, was_shown
from docsvc.queries.our_signatory import still_ours


class Standing(StrEnum):
    """What the page has to say to the recipient.

    `shown`: nothing is asked of them here, it is a copy or goes with what they act on; `spared`: enough
    others have signed; `replaced`: somebody else is asked instead; `returned`: they asked for changes.
    """

    ASKED = "asked"
    SHOWN = "shown"
    NOT_YET = "not_yet"
    ANSWERED = "answered"
    SEALING = "sealing"
    COMPLETED = "completed"
    VOIDED = "voided"
    DECLINED = "declined"
    RETURNED = "returned"
    SPARED = "spared"
    REPLACED = "replaced"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


READABLE = frozenset(
    {
        Standing.ASKED,
        Standing.SHOWN,
        Standing.ANSWERED,
        Standing.SEALING,
        Standing.COMPLETED,
        Standing.VOIDED,
        Standing.DECLINED,
        Standing.RETURNED,
        Standing.SPARED,
    },
)
"""Standings in which the recipient is shown the document itself."""

_ENDINGS = {
    State.SEALING: Standing.SEALING,
    State.DECLINED: Standing.STOPPED,
    State.EXPIRED: Standing.EXPIRED,
    State.VOIDED: Standing.VOIDED,
}
_OWN_ENDINGS = {
    RecipientState.DECLINED: Standing.DECLINED,
    RecipientState.RETURNED: Standing.RETURNED,
    RecipientState.REPLACED: Standing.REPLACED,
}


COMES_BACK = frozenset(
    {RecipientState.ACTED, RecipientState.DECLINED, RecipientState.RETURNED, RecipientState.SPARED}
)
"""Whoever has answered, or need not any more, may look what became of the documents."""
_SHOWN = SIGNED | {State.SENT, State.SEALING}


def may_open(recipient: Recipient, *, now: datetime) -> bool:
    """Tell whether the recipient's link opens anything now.

    What was complete when a sending ended stays open to whoever was shown it: an invoice is still to be paid.
    """
    state, dispatch = RecipientState(recipient.state), recipient.dispatch
    if not still_ours(recipient):
        return False
    if state is RecipientState.CANCELLED:
        return was_shown(recipient) and any(map(is_complete, dispatch.documents))
    if state in COMES_BACK or state not in MAY_ACT:
        return state in COMES_BACK
    states = {State(each.document.state) for each in dispatch.documents}
    if recipient.act not in ACTING:
        return bool(states & _SHOWN)
    return State.SENT in states and not dispatch.is_over(now)


def standing_in(entry: DispatchDocument, recipient: Recipient, *, now: datetime, acted: bool) -> Standing:
    """Return where the recipient stands with one document of their sending.

    `acted` says whether they have signed or accepted it.
    """
    state = State(entry.document.state)
    own = _OWN_ENDINGS.get(RecipientState(recipient.state))
    if own is not None and (own is Standing.REPLACED or not is_complete(entry)):
        return own
    if entry.version_id != entry.document.current_version_id:
        return Standing.WITHDRAWN
    if state is State.SENT:
        return Standing.ANSWERED if acted else _while_sent(entry, recipient, now)
    if state in SIGNED and state is not State.VOIDED:
        return Standing.COMPLETED
    return _ENDINGS.get(state, Standing.WITHDRAWN)


def _while_sent(entry: DispatchDocument, recipient: Recipient, now: datetime) -> Standing:
    dispatch = entry.dispatch
    if dispatch.has_expired(now):
        return Standing.EXPIRED
    if dispatch.closed_at is not None:
        return Standing.STOPPED
    state = RecipientState(recipient.state)
    if state is RecipientState.SPARED:
        return Standing.SPARED
    if state not in MAY_ACT and state is not RecipientState.ACTED:
        return Standing.NOT_YET
    return Standing.ASKED if acts_on(recipient, entry) else Standing.SHOWN
