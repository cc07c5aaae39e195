"""Taking an absence back: the person is here, and decides for themself again."""

from docsvc.actions.set_absence import allow_person, recount
from docsvc.errors import BadCalendar
from docsvc.model import Absence, User
from docsvc.work import ORGANISATION, Actor, Work


def cancel_absence(work: Work, absence_id: str, *, actor: Actor) -> None:
    """End an absence now, or take back one to come; what a deputy has decided stays.

    Raises `NotFound`, `Forbidden`, or `BadCalendar` for one that is over.
    """
    absence = work.get(Absence, absence_id)
    allow_person(actor, work.get(User, absence.user_id))
    if absence.cancelled_at is not None:
        return
    if absence.ends_at <= work.now:
        raise BadCalendar(reason="Это отсутствие уже закончилось.")
    absence.cancelled_at = work.now
    work.record(ORGANISATION, "absence.cancelled", actor, absence=absence.id, user=absence.user_id)
    recount(work, absence)
