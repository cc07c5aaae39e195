"""Writing a round of approval down: its stages and seats as the route gives them now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from docsvc.actions.seat_stage import require_people
from docsvc.actions.stages import stages_of, tell_observers
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import (
    Approval,
    ApprovalStage,
    ApprovalTask,
    Document,
    Observer,
    StageState,
    new_id,
)
from docsvc.model.route_input import StageInput
from docsvc.queries.approval_facts import approval_facts
from docsvc.queries.kept_stages import kept_stages
from docsvc.queries.routes import Choice, choose_route
from docsvc.work import Actor, Work

LEFT_OUT = "Автор пропустил необязательный этап"
KEPT = "Решения сохранены с версии {version}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the initiator says as they ask: why, which optional stages to leave out (positions from 0).

    `initiator_id` is who asks, `drift` what was accepted; `keep` lets a MINOR version keep decisions.
    """

    initiator_id: str
    justification: str = ""
    skip: Sequence[int] = ()
    drift: Sequence[dict[str, Any]] = field(default=())
    keep: bool = True


def find_route(work: Work, document: Document, *, initiator_id: str) -> Choice | None:
    """Return the route that the document takes when this person asks; None: nobody has to approve."""
    facts = approval_facts(work.session, work.blobs, document, initiator_id)
    owner = document.deal.owner_id or document.owner_id
    return choose_route(work.session, facts, initiator_id=initiator_id, owner_id=owner)


def lay_out(
    work: Work, document: Document, choice: Choice | None, *, actor: Actor, wanted: Wanted
) -> Approval:
    """Write a round down; a later version of the route does not change it.

    Raises `BadInput` for a stage that cannot be left out and where nobody is left, `NoApprover`,
    `RouteUnclear`, `UnknownRate`.
    """
    approval = Approval(
        id=new_id(),
        document_id=document.id,
        version_id=document.version.id,
        round=_next_round(work, document),
        route=choice.row if choice else None,
        initiator_id=wanted.initiator_id,
        justification=wanted.justification.strip(),
        drift=list(wanted.drift),
        started_at=work.now,
    )
    work.add(approval)
    if choice is not None:
        _lay_stages(work, document, approval, choice, actor=actor, wanted=wanted)
        approval.rates = choice.rates
        _invite_observers(work, document, approval, choice)
    return approval


def _lay_stages(
    work: Work, document: Document, approval: Approval, choice: Choice, *, actor: Actor, wanted: Wanted
) -> None:
    _require_optional(choice, wanted.skip)
    _require_somebody(choice, wanted.skip)
    kept = kept_stages(work.session, work.blobs, document, choice) if wanted.keep else {}
    for position, about in enumerate(choice.route.stages):
        state, note = _fate(choice, about, skipped=position in wanted.skip, kept=kept.get(position))
        stage = ApprovalStage(
            id=new_id(),
            document_id=document.id,
            version_id=document.version.id,
            route_id=choice.row.id,
            round=approval.round,
            position=position,
            name=about.name,
            quorum=str(about.quorum),
            rules=choice.row.stages[position],
            state=state.value,
            note=note,
        )
        work.add(stage)
        if state is StageState.WAITING:
            _seat(work, document, stage, choice.seats(about))
        else:
            _record_fate(work, document, stage, actor=actor, kept=kept.get(position))


def _fate(choice: Choice, about: StageInput, *, skipped: bool, kept: str | None) -> tuple[StageState, str]:
    """Return whether a stage is needed, and why not."""
    if not choice.applies(about):
        return StageState.SKIPPED, f"Условие не выполнено: {choice.because(about)}"
    if skipped:
        return StageState.SKIPPED, LEFT_OUT
    if kept is not None:
        return StageState.PASSED, KEPT.format(version=kept)
    return StageState.WAITING, ""


def _seat(work: Work, document: Document, stage: ApprovalStage, seats: Sequence[Any]) -> None:
    for seat in seats:
        task = ApprovalTask(
            id=new_id(),
            stage=stage,
            document_id=document.id,
            role=seat.role.value if seat.role else None,
            user_id=seat.user_id,
            asked_as=seat.asked_as,
        )
        work.add(task)
    require_people(work, document, stage)


def _record_fate(
    work: Work, document: Document, stage: ApprovalStage, *, actor: Actor, kept: str | None
) -> None:
    passed = stage.state == StageState.PASSED.value
    more: Mapping[str, Any] = {"from_version": kept} if passed else {"by_initiator": stage.note == LEFT_OUT}
    work.record(
        document,
        "approval.stage_kept" if passed else "approval.stage_skipped",
        actor,
        stage=stage.name,
        position=stage.position,
        private={"because": stage.note},
        **more,
    )


def _require_optional(choice: Choice, skip: Sequence[int]) -> None:
    """Raise `BadInput` for every stage that the route does not let the initiator leave out."""
    stages = choice.route.stages
    wrong = [
        stages[position].name if 0 <= position < len(stages) else str(position)
        for position in skip
        if not 0 <= position < len(stages) or not stages[position].optional
    ]
    if wrong:
        raise BadInput(
            [
                ("skip", Phrase("этап «%(name)s» пропустить нельзя: маршрут его требует", name=name))
                for name in wrong
            ]
        )


def _require_somebody(choice: Choice, skip: Sequence[int]) -> None:
    """Raise `BadInput` where the initiator would leave out everybody who has to decide."""
    asked = {position for position, about in enumerate(choice.route.stages) if choice.applies(about)}
    if asked and asked <= set(skip):
        raise BadInput([("skip", "нельзя пропустить все этапы: документ никто не согласует")])


def _invite_observers(work: Work, document: Document, approval: Approval, choice: Choice) -> None:
    approval.observers = list(choice.observers())
    for user_id in approval.observers:
        work.add(Observer(approval_id=approval.id, user_id=user_id, document_id=document.id))
    waiting = [stage for stage in stages_of(work, document) if stage.state == StageState.WAITING.value]
    if waiting:
        tell_observers(work, document, approval, letter="approval_started", stage=waiting[0].name)


def _next_round(work: Work, document: Document) -> int:
    rounds = [
        work.session.scalar(select(func.max(table.round)).where(table.version_id == document.version.id))
        for table in (Approval, ApprovalStage)
    ]
    return max(number or 0 for number in rounds) + 1
