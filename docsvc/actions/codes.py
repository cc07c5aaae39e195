"""The limits of one-time codes, and the spending of one."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from docsvc.actions.attempts import Limit, count_failure, refusal
from docsvc.actions.enter import Visit
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


def spend_code(work: Work, visit: Visit, given: str) -> SigningCode | WrongCode | TooManyAttempts:
    """Use up the last code that was sent to this session for these bytes, or return why not.

    A refusal is returned, not raised: the caller must let the transaction commit, because a failed try that
    is rolled back was never counted.
    """

    def refused(tries: int) -> None:
        work.record(visit.document, "code.refused", visit.actor, recipient=visit.recipient.id, tries=tries)

    return spend(work, last_code(work, visit), given, person=visit.recipient.email, refused=refused)


def spend(
    work: Work, code: SigningCode | None, given: str, *, person: str, refused: Callable[[int], None]
) -> SigningCode | WrongCode | TooManyAttempts:
    """Use up a code that was sent to a person (an e-mail address), or return why not, as `spend_code` does.

    `refused` records a wrong try; it is told which of the code it was.
    """
    if (blocked := refusal(work, FAILURES, person)) is not None:
        return blocked
    if code is None or code.expires_at <= work.now or code.tries >= TRIES:
        return WrongCode()
    if not codes.code_matches(work.secrets.codes, code.id, given):
        code.tries += 1
        count_failure(work, FAILURES, person)
        refused(code.tries)
        return WrongCode()
    code.used_at = work.now
    return code


def last_code(work: Work, visit: Visit) -> SigningCode | None:
    """Return the newest unused code of this session, signer and hash: it makes all before it void."""
    sent = (
        select(SigningCode)
        .filter_by(
            recipient_id=visit.recipient.id,
            session_hash=visit.session_hash,
            shown_sha256=visit.digest,
            used_at=None,
        )
        .order_by(SigningCode.created_at.desc(), SigningCode.id.desc())
        .limit(1)
    )
    return work.session.scalars(sent).one_or_none()
