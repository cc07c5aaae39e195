"""Who may decide on a seat, and whether a stage can still pass: one person counts once in a stage."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import DECIDING
from docsvc.model import FOR, Approval, ApprovalStage, ApprovalTask, Document, Role, User, UserRole


def barred(document: Document, approval: Approval | None) -> frozenset[str]:
    """Return the ids of those who may not decide: whoever asks and the owner, unless the route lets them."""
    if approval is None or (approval.route and approval.route.terms.get("own_approval")):
        return frozenset()
    return frozenset({approval.initiator_id, document.owner_id})


def round_of(session: Session, stage: ApprovalStage) -> Approval | None:
    """Return the round that a stage is of; rows of older code have none."""
    rounds = select(Approval).filter_by(version_id=stage.version_id, round=stage.round)
    return session.scalars(rounds).one_or_none()


def deciders(
    session: Session, task: ApprovalTask, *, barred: Collection[str] = frozenset()
) -> tuple[User, ...]:
    """Return who may decide on a seat: the person named, or every active person of the role."""
    found = (task.user,) if task.user is not None else of_role(session, task.role)
    return tuple(user for user in found if user.active and user.id not in barred and user.roles & DECIDING)


def of_role(session: Session, role: str | None) -> tuple[User, ...]:
    """Return the active people of a role, by name; nobody where the role may not decide."""
    if role is None or Role(role) not in DECIDING:
        return ()
    holders = select(UserRole.user_id).where(UserRole.role == role)
    return tuple(session.scalars(select(User).where(User.id.in_(holders), User.active).order_by(User.name)))


def given(stage: ApprovalStage) -> int:
    """Return how many approvals a stage has."""
    return sum(1 for task in stage.seats if task.decision is not None and task.decision.verdict in FOR)


def heard(stage: ApprovalStage) -> frozenset[str]:
    """Return the ids of those whose voice a stage has: who decided, and for whom they did."""
    decisions = [task.decision for task in stage.seats if task.decision is not None]
    return frozenset(
        person for each in decisions for person in (each.user_id, each.on_behalf_of_id) if person is not None
    )


def can_pass(session: Session, stage: ApprovalStage, *, barred: Collection[str]) -> bool:
    """Tell whether enough different people are there for what the stage still lacks."""
    open_seats = [
        {user.id for user in deciders(session, task, barred=barred)} - heard(stage)
        for task in stage.seats
        if task.decision is None
    ]
    return bool(stage.seats) and seated(open_seats) >= stage.needed - given(stage)


def seated(seats: Sequence[Collection[str]]) -> int:
    """Return how many seats can be filled at once by different people: a maximum bipartite matching."""
    taken: dict[str, int] = {}

    def seat(number: int, asked: set[str]) -> bool:
        for person in seats[number]:
            if person in asked:
                continue
            asked.add(person)
            if person not in taken or seat(taken[person], asked):
                taken[person] = number
                return True
        return False

    return sum(1 for number in range(len(seats)) if seat(number, set()))
