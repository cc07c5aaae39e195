"""Try a dead message of the outbox again."""

from docsvc.access import Right, require
from docsvc.errors import WrongMove
from docsvc.model import OutboxMessage, OutboxState
from docsvc.work import ORGANISATION, Actor, Work


def replay_job(work: Work, message_id: str, *, actor: Actor) -> None:
    """Put a dead message back with a fresh count of attempts."""
    require(actor, Right.ADMINISTER)
    message = work.get(OutboxMessage, message_id)
    if message.state != OutboxState.DEAD.value:
        raise WrongMove(state=message.state, move="replay")
    message.renew(work.now)
    work.record(ORGANISATION, "job.replayed", actor, job=message.name, message=message.id)
