"""One-time codes of colleagues who have logged in: for signing what they approve, and many at once."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from docsvc.actions.attempts import count_failure, refusal
from docsvc.actions.codes import FAILURES, LASTS, SENT_CODES, TRIES, spend
from docsvc.actions.request_code import RESEND_AFTER
from docsvc.errors import TooManyAttempts, WrongCode
from docsvc.mail.address import masked
from docsvc.mail.post import post_to_user
from docsvc.model import Document, SigningCode, User, new_id
from docsvc.work import Actor, Work


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a colleague signs: the hash of their browser's session, and of everything they were shown."""

    session_hash: str
    digest: str


def ask_own_code(work: Work, documents: Collection[Document], *, actor: Actor, desk: Desk) -> None:
    """Mail the actor a code that signs exactly these documents, in this session; raise `TooManyAttempts`."""
    last = _last(work, actor, desk)
    if last is not None and last.tries < TRIES and last.created_at + RESEND_AFTER > work.now:
        return  # a double click: the code that is on its way stays good
    refused = refusal(work, SENT_CODES, actor.id) or refusal(work, FAILURES, actor.email)
    if refused is not None:
        raise refused
    count_failure(work, SENT_CODES, actor.id)
    code = work.add(
        SigningCode(
            id=new_id(),
            user_id=actor.id,
            session_hash=desk.session_hash,
            shown_sha256=desk.digest,
            created_at=work.now,
            expires_at=work.now + LASTS,
        )
    )
    first = next(iter(documents))
    post_to_user(
        work, "own_code", work.get(User, actor.id), document=first, code_id=code.id, many=len(documents)
    )
    private = {"to": masked(actor.email)}
    for document in documents:
        work.record(document, "code.sent", actor, private=private, channel="e-mail", code=code.id)


def spend_own_code(
    work: Work, documents: Collection[Document], *, actor: Actor, desk: Desk, given: str
) -> SigningCode | WrongCode | TooManyAttempts:
    """Use up the last code of this session, or return why not: the caller lets the transaction commit."""

    def refused(tries: int) -> None:
        for document in documents:
            work.record(document, "code.refused", actor, tries=tries)

    return spend(work, _last(work, actor, desk), given, person=actor.email, refused=refused)


def _last(work: Work, actor: Actor, desk: Desk) -> SigningCode | None:
    sent = select(SigningCode).filter_by(
        user_id=actor.id, session_hash=desk.session_hash, shown_sha256=desk.digest, used_at=None
    )
    newest = sent.order_by(SigningCode.created_at.desc(), SigningCode.id.desc()).limit(1)
    return work.session.scalars(newest).one_or_none()
