"""Deciding by the link of a letter: the link is exchanged for a short session, the session decides once."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select

from docsvc.actions.attempts import Limit, count_failure, network_of, refusal
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.guard_facts import Accepted
from docsvc.errors import LinkInvalid, NotFound, StalePage, TooManyAttempts
from docsvc.model import ApprovalTask, Verdict
from docsvc.queries.approval_link import (
    Seat,
    is_awaited,
    seat_by_link,
    seat_by_session,
    session_for,
    task_of_link,
)
from docsvc.work import Actor, Work

VIA: Final = "mail_link"
"""What an audit entry says of how the person came."""
FAILURES: Final = Limit("approval-link", most=60, minutes=15)
"""Links of one network that open nothing: nobody guesses 256 bits, but nobody need be let try all day."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session: its secret for the cookie, and the task that it opens."""

    session_token: str
    task_id: str

    def __repr__(self) -> str:
        """Keep the secret out of logs and tracebacks."""
        return "Opened(…)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person decides on the PDF that they saw."""

    verdict: Verdict
    seen_sha256: str
    comment: str = ""
    conditions: str = ""
    checklist: tuple[str, ...] = ()
    accept: Accepted | None = None


def open_approval_link(
    work: Work, token: str, *, address: str, device: str
) -> Opened | LinkInvalid | TooManyAttempts:
    """Open a link of a letter; the document's history says who came, and from where.

    A refusal is returned, not raised: the caller lets the transaction commit, because the try is counted.
    `LinkInvalid` has the same words for every link that opens nothing.
    """
    network = network_of(address)
    if refused := refusal(work, FAILURES, network):
        return refused
    try:
        seat = _open(work, token)
    except LinkInvalid as error:
        count_failure(work, FAILURES, network)
        return error
    came = by_mail(seat.actor, address=address, device=device)
    work.record(seat.document, "approval.link_opened", came, stage=seat.task.stage.name)
    return Opened(session_for(seat, key=work.secrets.tokens, now=work.now), seat.task.id)


def decide_by_link(
    work: Work, session_token: str, *, task_id: str, answer: Answer, address: str, device: str
) -> None:
    """Decide on the session's task as the page of a document does, with the same guards.

    Raises `LinkInvalid` without a session, `StalePage` when the task awaits this person no more, and what
    `decide_on_document` raises.
    """
    _lock(work, task_id)
    key = work.secrets.tokens
    seat = seat_by_session(work.session, session_token, task_id=task_id, key=key, now=work.now)
    if not is_awaited(work.session, seat):
        raise StalePage
    decide_on_document(
        work,
        seat.document.id,
        actor=by_mail(seat.actor, address=address, device=device),
        verdict=answer.verdict,
        comment=answer.comment,
        conditions=answer.conditions,
        checklist=answer.checklist,
        seen_sha256=answer.seen_sha256,
        accept=answer.accept,
    )


def by_mail(actor: Actor, *, address: str, device: str) -> Actor:
    """Return the person as one who came by the link of a letter, and from where."""
    return replace(actor, via=VIA, address=address, device=device)


def _open(work: Work, token: str) -> Seat:
    key = work.secrets.tokens
    _lock(work, task_of_link(token, key=key))
    return seat_by_link(work.session, token, key=key, now=work.now)


def _lock(work: Work, task_id: str) -> None:
    """Lock the document of a task before the task is read; raise `LinkInvalid` where there is none."""
    document_id = work.session.scalar(select(ApprovalTask.document_id).where(ApprovalTask.id == task_id))
    try:
        work.document(document_id or "")
    except NotFound as error:
        raise LinkInvalid from error
