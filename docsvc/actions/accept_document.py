"""A recipient accepts an offer: a button and a consent, no code and no certificate."""

from docsvc.actions.enter import enter, require_fresh, require_turn
from docsvc.actions.invite import end_turn
from docsvc.actions.sign_document import add_signature
from docsvc.errors import ConsentRequired
from docsvc.model import Act, Signature
from docsvc.work import Work

LEVEL = "simple"
"""Whoever holds the link accepts. Source: 63-ФЗ ст. 5 ч. 2; acceptance by conduct, ГК РФ ст. 438."""


def accept_document(
    work: Work,
    session_token: str,
    *,
    document_id: str,
    consent: str,
    shown_sha256: str,
    address: str,
    device: str,
) -> None:
    """Accept a document; `consent` holds the words that were ticked, empty where they were not.

    Raises `AlreadyActed`, `WrongMove`, `NotYourTurn`, `StalePage`, `ConsentRequired` or `LinkInvalid`.
    """
    seat = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, seat, acts=frozenset({Act.ACCEPT}))
    require_fresh(seat, shown_sha256)
    if not consent:
        raise ConsentRequired
    signature = add_signature(
        work,
        seat,
        Signature(act=Act.ACCEPT.value, level=LEVEL, consent=consent, shown_sha256=shown_sha256),
    )
    work.record(
        seat.document,
        "document.accepted",
        seat.actor,
        recipient=seat.recipient.id,
        signature=signature.id,
        version=seat.version.id,
        shown_sha256=shown_sha256,
        level=LEVEL,
        means="link",
        consent=consent,
    )
    end_turn(work, seat)
