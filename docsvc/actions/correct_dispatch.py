"""Correct a sending that is out: its words, its end, its reminders, and who else gets a copy."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from docsvc.actions.dispatch_clock import plan_dispatch
from docsvc.actions.end_of_sending import end_of_sending
from docsvc.actions.recipient_at import dispatch_at
from docsvc.actions.recipient_row import recipient_row
from docsvc.actions.recipients import settle_one
from docsvc.actions.replace_recipient import invite_now
from docsvc.actions.require_short import require_short
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.mail.post import post_to_recipient
from docsvc.model import ACTING, MAY_ACT, Act, Asked, Dispatch, RecipientState, Reminders
from docsvc.work import Actor, Work

MOST_RECIPIENTS = 50
MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Correction:
    """What the sending says from now on; None leaves a part as it is, `endless` takes its end away."""

    message: str | None = None
    title: str | None = None
    expires_on: date | None = None
    endless: bool = False
    reminders: Reminders | None = None
    shares_copies: bool | None = None


def correct_dispatch(work: Work, dispatch_id: str, correction: Correction, *, actor: Actor) -> None:
    """Change an open sending; whoever is awaited is told when their time changed.

    Raises `NotFound`, `Forbidden`, `SendingOver`, and `BadInput` for a day that has passed or reminders that
    cannot be.
    """
    dispatch, documents = dispatch_at(work, dispatch_id, actor=actor)
    before = _said(dispatch)
    end = _end(work, dispatch, correction)
    _write(dispatch, correction)
    moved = end != dispatch.expires_at
    if moved:
        _move_end(work, dispatch, end)
    if (after := _said(dispatch)) == before:
        return
    changed = sorted(name for name in after if after[name] != before[name])
    for document in documents:
        work.record(document, "dispatch.corrected", actor, dispatch=dispatch.id, changed=changed)
    if moved:
        _tell(work, dispatch)
    plan_dispatch(work, dispatch)


def add_copies(work: Work, dispatch_id: str, people: Sequence[Asked], *, actor: Actor) -> None:
    """Let more people have a copy: at once (`copy`) or when all is signed (`receive`).

    Raises `NotFound`, `Forbidden`, `SendingOver`, and `BadInput` naming what is wrong with each.
    """
    dispatch, documents = dispatch_at(work, dispatch_id, actor=actor)
    problems: list[tuple[str, str]] = []
    settled = [settle_one(work, documents[0], *pair, problems) for pair in enumerate(people)]
    if any(asked.act in ACTING for asked in settled):
        problems.append(("recipients", "в отправку можно добавить только получателя копии"))
    if len(dispatch.recipients) + len(settled) > MOST_RECIPIENTS:
        problems.append(("recipients", Phrase("получателей не больше %(most)s", most=MOST_RECIPIENTS)))
    if problems:
        raise BadInput(problems)
    for asked in settled:
        row = work.add(recipient_row(work, dispatch.id, asked))
        for document in documents:
            private = {"to_name": row.name, "to": row.email}
            work.record(document, "recipient.added", actor, private=private, recipient=row.id, act=row.act)
    work.session.refresh(dispatch, ["recipients"])
    invite_now(work, dispatch)


def require_reminders(reminders: Reminders) -> None:
    """Raise `BadInput` for reminders that nobody could mean."""
    days = (reminders.first, reminders.every)
    if not all(0 <= each <= MOST_DAYS for each in days) or not 0 <= reminders.most <= MOST_DAYS:
        raise BadInput([("reminders", Phrase("дни и число напоминаний — от 0 до %(most)s", most=MOST_DAYS))])


def _said(dispatch: Dispatch) -> dict[str, object]:
    return {
        "message": dispatch.message,
        "title": dispatch.title,
        "expires_at": dispatch.expires_at,
        "reminders": dict(dispatch.reminders),
        "shares_copies": dispatch.shares_copies,
    }


def _write(dispatch: Dispatch, correction: Correction) -> None:
    if correction.message is not None:
        require_short(message=correction.message)
        dispatch.message = correction.message.strip()
    if correction.title is not None:
        require_short(title=correction.title)
        dispatch.title = correction.title.strip()
    if correction.reminders is not None:
        require_reminders(correction.reminders)
        dispatch.reminders = asdict(correction.reminders)
    if correction.shares_copies is not None:
        dispatch.shares_copies = correction.shares_copies


def _end(work: Work, dispatch: Dispatch, correction: Correction) -> datetime | None:
    if correction.endless:
        return None
    day = correction.expires_on
    if day is None:
        return dispatch.expires_at
    return end_of_sending(work, day)


def _move_end(work: Work, dispatch: Dispatch, end: datetime | None) -> None:
    """Move the end; the look that was promised for the old one finds that it is not over yet."""
    dispatch.expires_at, dispatch.warned_at = end, None
    if end is not None:
        about = {"dispatch": dispatch.id, "document": dispatch.documents[0].document_id}
        key = f"expire:{dispatch.id}:{end.isoformat()}:{work.now.isoformat()}"
        work.later("expire", about, due_at=end, key=key)


def _tell(work: Work, dispatch: Dispatch) -> None:
    document = dispatch.documents[0].document
    for recipient in dispatch.recipients:
        if RecipientState(recipient.state) in MAY_ACT and Act(recipient.act) in ACTING:
            post_to_recipient(work, "corrected", recipient, document=document)
