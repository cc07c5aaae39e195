"""Answer the conditions on which somebody approved a document."""

from docsvc.access import Right, allow, holds
from docsvc.actions.stages import approval_of, initiators
from docsvc.errors import BadInput, Forbidden, NotFound, StalePage, WrongMove
from docsvc.errors.phrase import Phrase
from docsvc.mail.post import post_to_user
from docsvc.model import Decision, Document, State, Verdict
from docsvc.work import Actor, Work

LONGEST = 4000


def answer_conditions(work: Work, decision_id: str, *, actor: Actor, text: str) -> None:
    """Say how the conditions are met: the initiator, the owner, or who may send the document.

    Later stages read the answer; without it the document cannot be sent. Raises `NotFound`, `Forbidden`,
    `BadInput`, `StalePage` for conditions that have an answer, `WrongMove` once the document was sent.
    """
    document = work.document(work.get(Decision, decision_id).document_id)
    _allow(work, document, actor)
    decision = work.get(Decision, decision_id)
    work.session.refresh(decision, ["answered_at"])
    if decision.verdict != Verdict.CONDITIONS.value:
        raise NotFound
    if decision.answered_at is not None:
        raise StalePage
    answer = text.strip()
    if not answer or len(answer) > LONGEST:
        raise BadInput(
            [("ответ", Phrase("напишите ответ на условия, не длиннее %(most)s знаков", most=LONGEST))]
        )
    decision.answer, decision.answered_at = answer, work.now
    work.record(
        document,
        "approval.conditions_answered",
        actor,
        decision=decision.id,
        stage=decision.task.stage.name,
        private={"comment": answer, "conditions": decision.conditions},
    )
    if decision.user.active:
        post_to_user(
            work,
            "conditions_answered",
            decision.user,
            document=document,
            who=actor.name,
            conditions=decision.conditions,
            answer=answer,
        )


def _allow(work: Work, document: Document, actor: Actor) -> None:
    allow(actor, Right.VIEW, document)
    asking = {user.id for user in initiators(document, approval_of(work, document))}
    if actor.id not in asking and not holds(actor, Right.SEND, document):
        raise Forbidden
    if State(document.state) not in {State.IN_APPROVAL, State.APPROVED}:
        raise WrongMove(state=document.state, move="answer")
