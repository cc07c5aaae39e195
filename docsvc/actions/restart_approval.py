"""Begin an approval again from its first stage."""

from docsvc.actions.initiator import steer
from docsvc.actions.lay_out_approval import Wanted, find_route, lay_out
from docsvc.actions.stages import (
    end_approval,
    end_stages,
    open_next_stage,
    stages_of,
    told,
)
from docsvc.mail.post import post_to_user
from docsvc.model import ApprovalState, Document, User
from docsvc.work import Actor, Work


def restart_approval(work: Work, document_id: str, *, actor: Actor, reason: str) -> None:
    """End the round and lay out the next one, by the route as it is now; nothing decided before counts.

    Whoever asked for it stays the initiator. Raises what laying out raises, and then the round goes on.
    """
    document, before = steer(work, document_id, actor=actor, reason=reason, paused=True)
    work.record(document, "approval.restarted", actor, private={"reason": reason.strip()})
    for user in _asked(work, document):
        words = {"who": actor.name, "reason": reason.strip()}
        post_to_user(work, "approval_restarted", user, document=document, **words)
    end_stages(work, document)
    end_approval(work, document, state=ApprovalState.RESTARTED)
    wanted = Wanted(
        before.initiator_id if before else document.owner_id,
        justification=before.justification if before else "",
        drift=before.drift if before else (),
        keep=False,
    )
    choice = find_route(work, document, initiator_id=wanted.initiator_id)
    lay_out(work, document, choice, actor=actor, wanted=wanted)
    open_next_stage(work, document)


def _asked(work: Work, document: Document) -> tuple[User, ...]:
    """Return everybody in whose inbox the document lies."""
    people = {
        user.id: user
        for stage in stages_of(work, document)
        for task in stage.seats
        if task.open
        for user in told(work, document, task)
    }
    return tuple(people.values())
