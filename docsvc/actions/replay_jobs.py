"""Try every dead message of one kind again: what failed together was often down to one cause."""

from sqlalchemy import select

from docsvc.access import Right, require
from docsvc.errors import NotFound
from docsvc.model import OutboxMessage, OutboxState
from docsvc.work import ORGANISATION, Actor, Work


def replay_jobs(work: Work, name: str, *, actor: Actor) -> int:
    """Put the dead messages called so back with a fresh count of attempts and return how many they were.

    Raises `NotFound` where there is none.
    """
    require(actor, Right.ADMINISTER)
    dead = select(OutboxMessage).where(
        OutboxMessage.state == OutboxState.DEAD.value, OutboxMessage.name == name
    )
    found = work.session.scalars(dead.with_for_update()).all()
    if not found:
        raise NotFound
    for message in found:
        message.renew(work.now)
    work.record(ORGANISATION, "job.replayed", actor, job=name, messages=len(found))
    return len(found)
