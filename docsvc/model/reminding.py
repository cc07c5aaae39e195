"""When silent recipients are reminded, and when they are warned that their time runs out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from docsvc.model.dispatches import ACTING, MAY_ACT, Act, Dispatch, Recipient, RecipientState, Reminders

MORNING = time(10)
"""Letters that nobody asked for come in the morning, by the organisation's clock."""
WARNING = timedelta(days=1)
"""How long before its end a sending warns."""


@dataclass(frozen=True, slots=True)
class Calling:
    """A recipient who is awaited, as reminding sees them; `letters` is how many reminders they got.

    `answers`: a letter is of use to them; who signs for us no more is awaited until somebody else is asked.
    """

    recipient: Recipient
    letters: int
    answers: bool = True


def read_reminders(stored: dict[str, int]) -> Reminders:
    """Return the terms of reminding of a dispatch; those of one older than them are «never»."""
    if not stored:
        return Reminders(first=0, every=0, most=0)
    return Reminders(
        first=int(stored.get("first", 0)), every=int(stored.get("every", 0)), most=int(stored.get("most", 5))
    )


def is_awaited(recipient: Recipient) -> bool:
    """Tell whether an act of the recipient is awaited now."""
    return RecipientState(recipient.state) in MAY_ACT and Act(recipient.act) in ACTING


def next_reminder(terms: Reminders, calling: Calling, *, zone: tzinfo) -> datetime | None:
    """Return when the recipient is to be reminded next; None for never."""
    recipient = calling.recipient
    useful = calling.answers and calling.letters < terms.most and is_awaited(recipient)
    if recipient.invited_at is None or not useful:
        return None
    reminded = recipient.reminded_at
    if reminded is None or reminded < recipient.invited_at:
        return _morning(recipient.invited_at, terms.first, zone)
    return _morning(reminded, terms.every, zone)


def warning_of(dispatch: Dispatch) -> datetime | None:
    """Return when a sending warns of its end; None where it has none, has warned, or is too short for it."""
    if dispatch.expires_at is None or dispatch.warned_at is not None:
        return None
    at = dispatch.expires_at - WARNING
    return at if at > dispatch.created_at else None


def _morning(since: datetime, days: int, zone: tzinfo) -> datetime | None:
    if days <= 0:
        return None
    day = since.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, MORNING, tzinfo=zone)
