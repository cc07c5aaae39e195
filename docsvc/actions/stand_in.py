"""Who can take a seat over, and what must stay possible when somebody does."""

from docsvc.access import DECIDING
from docsvc.actions.stages import approval_of
from docsvc.errors import CannotStandIn
from docsvc.model import ApprovalStage, ApprovalTask, Document, User
from docsvc.queries.deputies import is_away, stand_ins
from docsvc.queries.seats import barred, can_pass, heard
from docsvc.work import Work


def find_stand_in(work: Work, document: Document, stage: ApprovalStage, *, user_id: str) -> User:
    """Return the person if they can take a seat of the stage; raise `CannotStandIn` with the reason."""
    user = work.get(User, user_id)
    if why := _hindrance(work, document, stage, user):
        raise CannotStandIn(who=user.name, why=why)
    return user


def require_passable(work: Work, document: Document, stage: ApprovalStage, *, user: User) -> None:
    """Raise `CannotStandIn` where the stage could not pass any more: one person counts once in it."""
    if not is_passable(work, document, stage):
        raise CannotStandIn(who=user.name, why="иначе этап некому будет завершить")


def is_passable(work: Work, document: Document, stage: ApprovalStage) -> bool:
    """Tell whether enough different people are there for what the stage still lacks."""
    return can_pass(work.session, stage, barred=barred(document, approval_of(work, document)))


def undecided(task: ApprovalTask) -> bool:
    """Tell whether a seat still counts and nobody has decided on it."""
    return task.replaced_why is None and task.decision is None


def _hindrance(work: Work, document: Document, stage: ApprovalStage, user: User) -> str:
    """Return why a person cannot take a seat of the stage; an empty text where they can."""
    if not user.active:
        return "больше не работает"
    if not user.roles & DECIDING:
        return "его роль не даёт права согласовывать"
    if user.id in barred(document, approval_of(work, document)):
        return "это автор документа, а маршрут не разрешает согласовать свой документ"
    if user.id in heard(stage) or any(user.id == task.user_id for task in stage.seats):
        return "уже участвует в этом этапе"
    if is_away(work.session, user.id, work.now) and not stand_ins(work.session, user.id, work.now):
        return "сейчас отсутствует, и замещать некому"
    return ""
