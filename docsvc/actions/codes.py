"""The limits of one-time codes, and the spending of one."""

from datetime import timedelta

from sqlalchemy import select

from docsvc.actions.attempts import Limit, count_failure, refusal
from docsvc.actions.enter import Seat
from docsvc.errors import TooManyAttempts, WrongCode
from docsvc.model import SigningCode
from docsvc.work import Work
from signing import codes

LASTS = timedelta(minutes=10)
TRIES = 5
SENT_CODES = Limit("signing-codes", most=5, minutes=60)
"""Of codes sent to one recipient: a mailbox must not be flooded by whoever holds the link."""
FAILURES = Limit("signing-code-failures", most=15, minutes=24 * 60)
"""Of wrong codes for one e-mail address: with 6 digits a guess succeeds once in 66,000 days of trying."""


def spend_code(work: Work, seat: Seat, given: str) -> SigningCode | WrongCode | TooManyAttempts:
    """Use up the last code that was sent to this session for these bytes, or return why not.

    A refusal is returned, not raised: the caller must let the transaction commit, because a failed try that
    is rolled back was never counted.
    """
    person = seat.recipient.email
    if (refused := refusal(work, FAILURES, person)) is not None:
        return refused
    code = last_code(work, seat)
    if code is None or code.expires_at <= work.now or code.tries >= TRIES:
        return WrongCode()
    if not codes.code_matches(work.secrets.codes, code.id, given):
        code.tries += 1
        count_failure(work, FAILURES, person)
        work.record(seat.document, "code.refused", seat.actor, recipient=seat.recipient.id, tries=code.tries)
        return WrongCode()
    code.used_at = work.now
    return code


def last_code(work: Work, seat: Seat) -> SigningCode | None:
    """Return the newest unused code of this session, signer and hash: it makes all before it void."""
    sent = (
        select(SigningCode)
        .filter_by(
            recipient_id=seat.recipient.id,
            session_hash=seat.session_hash,
            shown_sha256=seat.version.sent_sha256,
            used_at=None,
        )
        .order_by(SigningCode.created_at.desc(), SigningCode.id.desc())
        .limit(1)
    )
    return work.session.scalars(sent).one_or_none()
