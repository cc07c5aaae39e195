"""Finding the seat that a person may decide on, and for whom they would."""

from dataclasses import dataclass

from sqlalchemy import select

from docsvc.access import DECIDING
from docsvc.actions.stages import stages_of
from docsvc.errors import AlreadyDecided, Forbidden, NotYourTurn, OwnApproval
from docsvc.model import Approval, ApprovalStage, ApprovalTask, Document, StageState, User, UserRole
from docsvc.queries.seats import barred, heard
from docsvc.work import Actor, Work


@dataclass(frozen=True, slots=True)
class Seat:
    """A task that awaits the actor; `on_behalf_of` is the absent person they stand in for."""

    task: ApprovalTask
    on_behalf_of: User | None = None


def find_seat(work: Work, document: Document, *, actor: Actor, approval: Approval | None) -> Seat:
    """Return the seat of this round that the actor may decide on: their own before one they stand in for.

    Raises `OwnApproval` for the initiator, `AlreadyDecided` where they or others have, `NotYourTurn` before
    their stage, else `Forbidden`.
    """
    not_them = barred(document, approval)
    stages = stages_of(work, document)
    mine = {
        stage.id: seats
        for stage in stages
        if (seats := _seats_for(work, stage, actor=actor, barred=not_them - {actor.id}))
    }
    if not mine:
        raise Forbidden
    if actor.id in not_them:
        raise OwnApproval
    for stage in stages:
        if stage.state == StageState.OPEN.value and stage.id in mine:
            return _ready(stage, mine[stage.id], actor)
    raise _too_early_or_late(stages, mine)


def _ready(stage: ApprovalStage, seats: list[Seat], actor: Actor) -> Seat:
    """Return the first undecided seat; a person counts once in a stage."""
    if actor.id in heard(stage):
        raise AlreadyDecided(who=actor.name)
    for seat in seats:
        if seat.task.open and seat.task.decision is None:
            return seat
    raise AlreadyDecided(who=_names(stage))


def _too_early_or_late(stages: tuple[ApprovalStage, ...], mine: dict[str, list[Seat]]) -> Exception:
    passed = [stage for stage in stages if stage.id in mine and stage.state == StageState.PASSED.value]
    return AlreadyDecided(who=_names(passed[-1])) if passed else NotYourTurn()


def _names(stage: ApprovalStage) -> str:
    return ", ".join(task.decision.user.name for task in stage.seats if task.decision is not None)


def _seats_for(work: Work, stage: ApprovalStage, *, actor: Actor, barred: frozenset[str]) -> list[Seat]:
    """Return the actor's seats of a stage: their own and their role's, then those they stand in for."""
    ranked = [(rank, task) for task in stage.seats if (rank := _rank(task, actor)) is not None]
    silent = barred | heard(stage)
    seats = []
    for rank, task in sorted(ranked, key=lambda pair: pair[0]):
        if rank <= 1 and actor.roles & DECIDING:
            seats.append(Seat(task))
        elif rank <= 1:
            continue  # their role has been taken from them since they were asked
        elif absent := _absent(work, task, actor=actor, silent=barred if task.decision else silent):
            seats.append(Seat(task, absent))
    return seats


def _rank(task: ApprovalTask, actor: Actor) -> int | None:
    if task.user_id is not None:
        return 0 if task.user_id == actor.id else 2 if task.user_id in actor.stands_for else None
    if any(role.value == task.role for role in actor.roles):
        return 1
    return 3 if any(role.value == task.role for role in actor.standing_roles) else None


def _absent(work: Work, task: ApprovalTask, *, actor: Actor, silent: frozenset[str]) -> User | None:
    """Return the absent person for whom the actor stands in on a seat, of those who might decide on it."""
    if task.user is not None:
        return None if task.user.id in silent else task.user
    holders = select(UserRole.user_id).where(UserRole.role == task.role)
    statement = (
        select(User)
        .where(User.id.in_(holders), User.id.in_(actor.stands_for - silent), User.active)
        .order_by(User.name)
    )
    return work.session.scalars(statement.limit(1)).one_or_none()
