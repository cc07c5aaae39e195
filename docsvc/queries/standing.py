"""Where a recipient stands with a document: the one word that their page is chosen by."""

from datetime import datetime
from enum import StrEnum

from docsvc.model import (
    MAY_ACT,
    SIGNED,
    Dispatch,
    Document,
    DocumentVersion,
    Recipient,
    RecipientState,
    State,
)


class Standing(StrEnum):
    """What the page has to say to the recipient."""

    ASKED = "asked"
    NOT_YET = "not_yet"
    ANSWERED = "answered"
    SEALING = "sealing"
    COMPLETED = "completed"
    VOIDED = "voided"
    DECLINED = "declined"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


READABLE = frozenset(
    {
        Standing.ASKED,
        Standing.ANSWERED,
        Standing.SEALING,
        Standing.COMPLETED,
        Standing.VOIDED,
        Standing.DECLINED,
    },
)
"""Standings in which the recipient is shown the document itself."""

_ENDINGS = {
    State.SEALING: Standing.SEALING,
    State.DECLINED: Standing.STOPPED,
    State.EXPIRED: Standing.EXPIRED,
    State.VOIDED: Standing.VOIDED,
}


def standing_of(
    recipient: Recipient,
    dispatch: Dispatch,
    document: Document,
    version: DocumentVersion,
    *,
    now: datetime,
    acted: bool,
) -> Standing:
    """Return where the recipient stands; `acted` says whether they have signed or accepted this document."""
    state = State(document.state)
    if recipient.state == RecipientState.DECLINED:
        return Standing.DECLINED
    if version.id != document.current_version_id:
        return Standing.WITHDRAWN
    if state is State.SENT:
        return Standing.ANSWERED if acted else _while_sent(recipient, dispatch, now)
    if state in SIGNED and state is not State.VOIDED:
        return Standing.COMPLETED
    return _ENDINGS.get(state, Standing.WITHDRAWN)


def _while_sent(recipient: Recipient, dispatch: Dispatch, now: datetime) -> Standing:
    if dispatch.expires_at is not None and dispatch.expires_at <= now:
        return Standing.EXPIRED
    if dispatch.closed_at is not None:
        return Standing.STOPPED
    return Standing.ASKED if RecipientState(recipient.state) in MAY_ACT else Standing.NOT_YET
