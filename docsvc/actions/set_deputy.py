"""Naming who stands in for a person whenever they are away, and whom they report to."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from docsvc.actions.set_absence import allow_person, stand_in
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import User
from docsvc.work import ORGANISATION, Actor, Work


def set_deputy(work: Work, user_id: str, *, actor: Actor, deputy_id: str | None) -> None:
    """Name the usual deputy of a person, or none.

    The person themself, the head of their department and administrators may do so. Raises `Forbidden`,
    `NotFound`, `CannotStandIn`.
    """
    user = work.get(User, user_id)
    allow_person(actor, user)
    deputy = stand_in(work, user, deputy_id)
    after = deputy.id if deputy else None
    if user.deputy_id == after:
        return
    user.deputy_id = after
    private = {"changed": {"deputy": after}}
    work.record(ORGANISATION, "user.edited", actor, private=private, user=user.id, fields=["deputy"])
    work.later("approval_clocks", {"user": user.id})


def superior_id(work: Work, user: User, manager_id: str) -> str | None:
    """Return whom a person reports to by id; None for nobody. Raises `NotFound` or `BadInput`."""
    if not manager_id:
        return None
    manager = work.get(User, manager_id)
    if manager.id == user.id:
        raise BadInput([("manager", "человек не бывает начальником самому себе")])
    if not manager.active and manager.id != user.manager_id:
        raise BadInput([("manager", Phrase("%(name)s больше здесь не работает", name=manager.name))])
    return manager.id


def read_zone(name: str) -> str:
    """Return the name of a time zone; empty for the organisation's. Raises `BadInput` for an unknown one."""
    if not name:
        return ""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            [("timezone", Phrase("часовой пояс «%(name)s» неизвестен: например, Asia/Omsk", name=name))]
        ) from None
