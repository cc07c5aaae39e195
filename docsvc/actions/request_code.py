"""Sending a one-time code to the recipient's e-mail."""

from datetime import timedelta

from docsvc.actions.attempts import count_failure, refusal
from docsvc.actions.codes import FAILURES, LASTS, SENT_CODES, TRIES, last_code
from docsvc.actions.enter import Seat, enter, require_turn
from docsvc.errors import StalePage
from docsvc.mail.post import post_to_recipient
from docsvc.model import Act, SigningCode, new_id
from docsvc.work import Work

RESEND_AFTER = timedelta(seconds=30)
"""A second request within this time is a double click: the code that is on its way stays good."""


def request_code(work: Work, session_token: str, *, document_id: str, address: str, device: str) -> None:
    """Mail a code that signs this document, in this session, as it was sent; codes before it become void.

    Raises `TooManyAttempts`, and what `enter` and `require_turn` raise.
    """
    seat = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, seat, acts=frozenset({Act.SIGN}))
    if _is_on_its_way(work, seat):
        return
    person = seat.recipient
    refused = refusal(work, SENT_CODES, person.id) or refusal(work, FAILURES, person.email)
    if refused is not None:
        raise refused
    count_failure(work, SENT_CODES, person.id)
    code = work.add(_code(work, seat))
    post_to_recipient(work, "code", person, document=seat.document, code_id=code.id)
    work.record(
        seat.document,
        "code.sent",
        seat.actor,
        private={"to": masked(person.email)},
        recipient=person.id,
        channel="e-mail",
        code=code.id,
    )


def masked(email: str) -> str:
    """Return an address that its owner recognises and nobody else learns: `i•••@company.ru`."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def _is_on_its_way(work: Work, seat: Seat) -> bool:
    code = last_code(work, seat)
    return code is not None and code.tries < TRIES and code.created_at + RESEND_AFTER > work.now


def _code(work: Work, seat: Seat) -> SigningCode:
    if seat.version.sent_sha256 is None:
        raise StalePage
    return SigningCode(
        id=new_id(),
        recipient_id=seat.recipient.id,
        session_hash=seat.session_hash,
        shown_sha256=seat.version.sent_sha256,
        created_at=work.now,
        expires_at=work.now + LASTS,
    )
