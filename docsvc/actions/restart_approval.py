"""Begin an approval again from its first stage."""

from docsvc.actions.initiator import steer
from docsvc.actions.lay_out_approval import LEFT_OUT, Wanted, find_route, lay_out
from docsvc.actions.stages import (
    awaited,
    end_approval,
    end_stages,
    open_next_stage,
    stages_of,
)
from docsvc.mail.post import post_to_user
from docsvc.model import ApprovalState, Document
from docsvc.work import Actor, Work


def restart_approval(work: Work, document_id: str, *, actor: Actor, reason: str) -> None:
    """End the round and lay out the next one, by the route as it is now; nothing decided before counts.

    Whoever asked for it stays the initiator, and what they left out of this very route stays left out. Raises
    what laying out raises, and then the round goes on.
    """
    document, before = steer(work, document_id, actor=actor, reason=reason, paused=True)
    work.record(document, "approval.restarted", actor, private={"reason": reason.strip()})
    for user in awaited(work, document):
        words = {"who": actor.name, "reason": reason.strip()}
        post_to_user(work, "approval_restarted", user, document=document, **words)
    end_stages(work, document)
    end_approval(work, document, state=ApprovalState.RESTARTED)
    initiator_id = before.initiator_id if before else document.owner_id
    choice = find_route(work, document, initiator_id=initiator_id)
    same = before is not None and choice is not None and choice.row.id == before.route_id
    wanted = Wanted(
        initiator_id,
        justification=before.justification if before else "",
        skip=_left_out(work, document) if same else (),
        drift=before.drift if before else (),
        keep=False,
    )
    lay_out(work, document, choice, actor=actor, wanted=wanted)
    open_next_stage(work, document)


def _left_out(work: Work, document: Document) -> tuple[int, ...]:
    """Return the positions of the optional stages that the initiator left out of the round before."""
    return tuple(stage.position for stage in stages_of(work, document) if stage.note == LEFT_OUT)
