"""Approve a document, approve it on conditions, return it for rework or reject it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docsvc.access import Right, allow
from docsvc.actions.find_seat import Seat, find_seat
from docsvc.actions.guard_facts import Accepted, guard
from docsvc.actions.require_short import require_short
from docsvc.actions.stages import (
    approval_of,
    awaited,
    initiators,
    pass_stage,
    require_running,
    stop_approval,
)
from docsvc.actions.write_remarks import write_remarks
from docsvc.errors import CommentRequired, ConditionsRequired, CriteriaUnmet, StalePage
from docsvc.mail.post import post_to_user
from docsvc.model import (
    FOR,
    ApprovalStage,
    ApprovalState,
    Decision,
    Document,
    Move,
    Verdict,
    new_id,
)
from docsvc.model.remarks import RemarkInput
from docsvc.work import Actor, Work

STOPS = {
    Verdict.RETURN: (ApprovalState.RETURNED, Move.RETURN, "returned"),
    Verdict.REJECT: (ApprovalState.REJECTED, Move.REJECT, "rejected"),
}
"""How a verdict against ends the round, what it does to the document, and the letter to the initiator."""


def decide_on_document(  # noqa: PLR0913 -- what a person says, each part named
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    verdict: Verdict,
    comment: str = "",
    conditions: str = "",
    checklist: Iterable[str] = (),
    remarks: Sequence[RemarkInput] = (),
    seen_sha256: str,
    accept: Accepted | None = None,
) -> None:
    """Record the actor's verdict on the PDF they saw, and take the document on.

    `checklist` are the criteria that were ticked. Raises `StalePage` when the PDF is another one by now,
    `CommentRequired` for a return or rejection without a reason, `ConditionsRequired` for conditions without
    words, `CriteriaUnmet` for criteria unticked and no comment; `FactsDrifted` unless `accept` covers it;
    `AlreadyDecided`, `NotYourTurn`, `OwnApproval`, `NotRunning`, `WrongMove` when the document is not in
    approval.
    """
    document = work.document(document_id)
    allow(actor, Right.VIEW, document)
    said = Said(verdict, comment.strip(), conditions.strip(), frozenset(checklist))
    said.require_words()
    seat = find_seat(work, document, actor=actor, approval=require_running(work, document))
    if document.version.rendered_sha256 != seen_sha256:
        raise StalePage
    if verdict in FOR:
        said.require_criteria(seat.task.stage)
        guard(work, document, actor=actor, accept=accept)
    decision = _write_down(work, document, seat, actor=actor, said=said)
    if remarks:
        write_remarks(work, document, decision, remarks, actor=actor)
    _take_on(work, document, decision, actor=actor)


@dataclass(frozen=True, slots=True)
class Said:
    """What the approver says; `ticked` are criteria of the checklist."""

    verdict: Verdict
    comment: str
    conditions: str
    ticked: frozenset[str]

    def require_words(self) -> None:
        """Raise `CommentRequired` or `ConditionsRequired` for a verdict that needs words and has none.

        Raises `BadInput` for words beyond any measure.
        """
        require_short(comment=self.comment, conditions=self.conditions)
        if self.verdict is Verdict.CONDITIONS and not self.conditions:
            raise ConditionsRequired
        if self.verdict not in FOR and not self.comment:
            raise CommentRequired

    def require_criteria(self, stage: ApprovalStage) -> None:
        """Raise `CriteriaUnmet` where a criterion is not met and nobody says why that is all right."""
        unmet = [each for each in stage.rules.get("checklist", ()) if each not in self.ticked]
        if unmet and not self.comment and not self.conditions:
            raise CriteriaUnmet(summary="; ".join(unmet))


def _write_down(work: Work, document: Document, seat: Seat, *, actor: Actor, said: Said) -> Decision:
    criteria = seat.task.stage.rules.get("checklist", ())
    decision = Decision(
        id=new_id(),
        task=seat.task,
        document_id=document.id,
        user_id=actor.id,
        on_behalf_of_id=seat.on_behalf_of.id if seat.on_behalf_of else None,
        verdict=said.verdict.value,
        comment=said.comment,
        conditions=said.conditions if said.verdict is Verdict.CONDITIONS else "",
        checklist=[each for each in criteria if each in said.ticked],
        rendered_sha256=document.version.rendered_sha256 or "",
        facts_sha256=document.version.facts_sha256,
        at=work.now,
    )
    work.add(decision)
    seat.task.open = False
    _record(work, document, seat, decision, actor=actor)
    return decision


def _record(work: Work, document: Document, seat: Seat, decision: Decision, *, actor: Actor) -> None:
    stage, absent = seat.task.stage, seat.on_behalf_of
    behalf = {"on_behalf_of": absent.id} if absent else {}
    private = {"comment": decision.comment}
    if decision.conditions:
        private["conditions"] = decision.conditions
    if absent:
        private["on_behalf_of_name"] = absent.name
    work.record(
        document,
        f"approval.{decision.verdict}",
        actor,
        stage=stage.name,
        round=stage.round,
        verdict=decision.verdict,
        rendered_sha256=decision.rendered_sha256,
        facts_sha256=decision.facts_sha256,
        checklist=list(decision.checklist),
        private=private,
        **behalf,
    )


def _take_on(work: Work, document: Document, decision: Decision, *, actor: Actor) -> None:
    verdict = Verdict(decision.verdict)
    if verdict in STOPS:
        _stop(work, document, verdict, actor=actor, reason=decision.comment)
        return
    if verdict is Verdict.CONDITIONS:
        for user in initiators(document, approval_of(work, document)):
            words = {"who": actor.name, "conditions": decision.conditions, "comment": decision.comment}
            post_to_user(work, "approved_with_conditions", user, document=document, **words)
    pass_stage(work, document, decision.task.stage)


def _stop(work: Work, document: Document, verdict: Verdict, *, actor: Actor, reason: str) -> None:
    state, move, letter = STOPS[verdict]
    people = initiators(document, approval_of(work, document))
    others = [user for user in awaited(work, document) if user.id != actor.id and user not in people]
    stop_approval(work, document, state=state, move=move, who=actor.name, reason=reason)
    for user in people:
        post_to_user(work, letter, user, document=document, who=actor.name, reason=reason)
    for user in others:
        post_to_user(work, "approval_released", user, document=document, who=actor.name, reason=reason)
