"""Writing down that a person is away, and who decides for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from docsvc.access import Right, may
from docsvc.errors import BadCalendar, CannotStandIn, Forbidden
from docsvc.mail.post import post_to_user
from docsvc.model import Absence, Role, User, new_id
from docsvc.work import ORGANISATION, Actor, ActorKind, Work
from signing.values import clean

LONGEST = timedelta(days=1100)
"""Parental leave, and a little more."""

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Away:
    """From when till when a person is away; `deputy_id` None means their usual deputy."""

    starts_at: datetime
    ends_at: datetime
    deputy_id: str | None = None
    reason: str = ""


def set_absence(work: Work, user_id: str, away: Away, *, actor: Actor) -> str:
    """Keep an absence and return its id; the deputy is told.

    The person themself, the head of their department and administrators may do so. Raises `Forbidden`,
    `NotFound`, `BadCalendar`, `CannotStandIn`.
    """
    user = work.get(User, user_id)
    allow_person(actor, user)
    _refuse_wrong(work, away)
    deputy = stand_in(work, user, away.deputy_id)
    absence = Absence(
        id=new_id(),
        user_id=user.id,
        deputy_id=deputy.id if deputy else None,
        starts_at=away.starts_at,
        ends_at=away.ends_at,
        reason=clean(away.reason)[:LONGEST_REASON],
        created_at=work.now,
    )
    work.add(absence)
    _record(work, absence, actor)
    _tell(work, user, deputy or usual_deputy(work, user), absence)
    recount(work, absence)
    return absence.id


def _record(work: Work, absence: Absence, actor: Actor) -> None:
    work.record(
        ORGANISATION,
        "absence.set",
        actor,
        absence=absence.id,
        user=absence.user_id,
        deputy=absence.deputy_id or "",
        starts_at=absence.starts_at.isoformat(),
        ends_at=absence.ends_at.isoformat(),
        private={"reason": absence.reason},
    )


def allow_person(actor: Actor, user: User) -> None:
    """Raise `Forbidden` unless the actor is the person, the head of their department or an administrator."""
    if actor.kind is ActorKind.SYSTEM or actor.id == user.id or may(actor, Right.ADMINISTER):
        return
    same = user.department_id is not None and user.department_id == actor.department_id
    if not (same and Role.HEAD in actor.roles):
        raise Forbidden


def stand_in(work: Work, user: User, deputy_id: str | None) -> User | None:
    """Return the deputy; None for nobody in particular. Raises `NotFound` or `CannotStandIn`."""
    if not deputy_id:
        return None
    deputy = work.get(User, deputy_id)
    if deputy.id == user.id:
        raise CannotStandIn(who=deputy.name, why="это он сам")
    if not deputy.active:
        raise CannotStandIn(who=deputy.name, why="больше здесь не работает")
    return deputy


def usual_deputy(work: Work, user: User) -> User | None:
    """Return who stands in for a person as a rule, if they still work here."""
    deputy = work.session.get(User, user.deputy_id) if user.deputy_id else None
    return deputy if deputy and deputy.active else None


def recount(work: Work, absence: Absence) -> None:
    """Promise to count the person's deadlines anew: now, when the absence begins and when it ends.

    Whoever stands in then hears what waits already.
    """
    for moment in {max(each, work.now) for each in (work.now, absence.starts_at, absence.ends_at)}:
        work.later("approval_clocks", {"user": absence.user_id, "absence": absence.id}, due_at=moment)


def _refuse_wrong(work: Work, away: Away) -> None:
    if away.ends_at <= away.starts_at:
        raise BadCalendar(reason="Отсутствие кончается раньше, чем начинается.")
    if away.ends_at <= work.now:
        raise BadCalendar(reason="Этот срок уже прошёл.")
    if away.ends_at - away.starts_at > LONGEST:
        raise BadCalendar(reason="Отсутствие не бывает дольше трёх лет: проверьте годы.")


def _tell(work: Work, user: User, deputy: User | None, absence: Absence) -> None:
    if deputy is None:
        return
    where = ZoneInfo(user.timezone) if user.timezone else work.timezone
    last = (absence.ends_at - timedelta(seconds=1)).astimezone(where)
    post_to_user(
        work,
        "deputy_named",
        deputy,
        who=user.name,
        starts=f"{absence.starts_at.astimezone(where):%d.%m.%Y}",
        ends=f"{last:%d.%m.%Y}",
    )
