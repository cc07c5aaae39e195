"""Sending a one-time code to the recipient: by e-mail, or as a text message."""

from datetime import timedelta

from sqlalchemy import select

from docsvc.actions.attempts import count_failure, refusal
from docsvc.actions.codes import FAILURES, LASTS, SENT_CODES, TRIES, last_code
from docsvc.actions.enter import Visit, enter, require_turn
from docsvc.errors import StalePage
from docsvc.mail.address import masked
from docsvc.mail.post import post_to_recipient
from docsvc.model import Act, Channel, Recipient, SigningCode, SigningSession, new_id
from docsvc.model.means import means_of
from docsvc.sms.phone import masked_phone
from docsvc.work import Work

RESEND_AFTER = timedelta(seconds=30)
"""A second request within this time is a double click: the code that is on its way stays good."""


def request_code(
    work: Work,
    session_token: str,
    *,
    document_id: str,
    address: str,
    device: str,
    channel: Channel | None = None,
) -> None:
    """Send a code that signs what this recipient is asked to, in this session; codes before it become void.

    It goes as was asked of the recipient, or by the `channel` that they choose: to their e-mail, where they
    have a PIN or no text has come, or as a text, where the sender gave their number.
    Raises `TooManyAttempts`, and what `enter` and `require_turn` raise.
    """
    visit = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, visit, acts=frozenset({Act.SIGN}))
    means = _means(work, visit, channel)
    if _is_on_its_way(work, visit, means):
        return
    person = visit.recipient
    refused = refusal(work, SENT_CODES, person.id) or refusal(work, FAILURES, person.email)
    if refused is not None:
        raise refused
    count_failure(work, SENT_CODES, person.id)
    code = work.add(_code(work, visit, means))
    first = visit.asked[0].document  # what is signed of an envelope, not what is on the screen
    post_to_recipient(work, "code", person, document=first, code_id=code.id, channel=means)
    _record(work, visit, code, means)


def sent_to(person: Recipient, means: Channel) -> str:
    """Return where a code goes, as its owner recognises it."""
    return masked_phone(person.phone) if means is Channel.SMS else masked(person.email)


def _means(work: Work, visit: Visit, channel: Channel | None) -> Channel:
    """Return how the code goes, and keep what the signer chose for the rest of the session."""
    person, session = visit.recipient, work.get(SigningSession, visit.session_hash)
    if channel is not None and _may_choose(work, visit, channel):
        session.channel = channel.value
    chosen = means_of(session.channel or person.channel, phone=person.phone, in_person=bool(visit.host_id))
    if chosen is Channel.PIN:  # who asks for a code does not use their PIN
        session.channel = Channel.EMAIL.value
        return Channel.EMAIL
    return chosen


def _may_choose(work: Work, visit: Visit, channel: Channel) -> bool:
    """Tell whether a signer may have it so: what was to come as a text goes by e-mail once one was tried."""
    if channel is Channel.SMS:
        return bool(visit.recipient.phone)
    if channel is not Channel.EMAIL or visit.recipient.channel != Channel.SMS:
        return channel is Channel.EMAIL
    tried = select(SigningCode.id).filter_by(recipient_id=visit.recipient.id, channel=Channel.SMS.value)
    return work.session.scalar(tried.limit(1)) is not None


def _is_on_its_way(work: Work, visit: Visit, means: Channel) -> bool:
    code = last_code(work, visit)
    return (
        code is not None
        and code.tries < TRIES
        and code.channel == means
        and code.created_at + RESEND_AFTER > work.now
    )


def _code(work: Work, visit: Visit, means: Channel) -> SigningCode:
    if not visit.digest:
        raise StalePage
    return SigningCode(
        id=new_id(),
        recipient_id=visit.recipient.id,
        session_hash=visit.session_hash,
        shown_sha256=visit.digest,
        channel=means.value,
        created_at=work.now,
        expires_at=work.now + LASTS,
    )


def _record(work: Work, visit: Visit, code: SigningCode, means: Channel) -> None:
    """Say in every document that the code signs that it was sent."""
    for entry in visit.asked:
        work.record(
            entry.document,
            "code.sent",
            visit.actor,
            private={"to": sent_to(visit.recipient, means)},
            recipient=visit.recipient.id,
            channel="sms" if means is Channel.SMS else "e-mail",
            code=code.id,
        )
