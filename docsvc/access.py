"""Who may do what: one table, one question, and the same answer as a condition for lists."""

from enum import IntEnum, StrEnum

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from docsvc.errors import Forbidden, NotFound
from docsvc.model import SIGNED, ApprovalTask, Deal, Decision, Document, Role, State
from docsvc.work import Actor, ActorKind


class Right(StrEnum):
    """What can be allowed or refused."""

    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    DECIDE = "decide"
    SEND = "send"
    WITHDRAW = "withdraw"
    TRASH = "trash"
    EXPORT = "export"
    VIEW_DEALS = "view_deals"
    MANAGE_TEMPLATES = "manage_templates"
    ADMINISTER = "administer"


class Scope(IntEnum):
    """On which documents a right holds; a higher scope includes what a lower one shows."""

    NONE = 0
    ASKED = 1
    SIGNED = 2
    OWN = 3
    DEPARTMENT = 4
    ALL = 5


_MANAGER = {
    Right.VIEW: Scope.OWN,
    Right.CREATE: Scope.OWN,
    Right.EDIT: Scope.OWN,
    Right.SEND: Scope.OWN,
    Right.WITHDRAW: Scope.OWN,
    Right.TRASH: Scope.OWN,
    Right.EXPORT: Scope.OWN,
    Right.VIEW_DEALS: Scope.OWN,
}
_APPROVER = {Right.VIEW: Scope.ASKED, Right.DECIDE: Scope.ASKED}

GRANTS: dict[Role, dict[Right, Scope]] = {
    Role.ADMINISTRATOR: dict.fromkeys(Right, Scope.ALL) | {Right.DECIDE: Scope.ASKED},
    Role.HEAD: dict.fromkeys(_MANAGER, Scope.DEPARTMENT) | {Right.DECIDE: Scope.ASKED},
    Role.MANAGER: _MANAGER,
    Role.LAWYER: _APPROVER | {Right.MANAGE_TEMPLATES: Scope.ALL},
    Role.FINANCE: _APPROVER,
    Role.DIRECTOR: _APPROVER | {Right.VIEW: Scope.ALL, Right.EXPORT: Scope.ALL, Right.VIEW_DEALS: Scope.ALL},
    Role.BOARD: _APPROVER,
    Role.ACCOUNTANT: {Right.VIEW: Scope.SIGNED, Right.EXPORT: Scope.SIGNED},
}
"""Role × right → scope. Source: the access levels of the business rules; printed in ARCHITECTURE.md."""

ACCOUNTANT_KINDS = ("contract", "invoice", "act")


def scope_of(actor: Actor, right: Right) -> Scope:
    """Return the widest scope in which any of the actor's roles holds `right`."""
    if actor.kind is ActorKind.SYSTEM:
        return Scope.ALL
    return max((GRANTS[role].get(right, Scope.NONE) for role in actor.roles), default=Scope.NONE)


def scopes_of(actor: Actor, right: Right) -> frozenset[Scope]:
    """Return every scope in which the actor holds `right`: an accountant may be asked to approve too."""
    if actor.kind is ActorKind.SYSTEM:
        return frozenset({Scope.ALL})
    held = {GRANTS[role].get(right, Scope.NONE) for role in actor.roles}
    if right is Right.VIEW and may(actor, Right.DECIDE):
        held.add(Scope.ASKED)  # a head may be asked about another department's document
    return frozenset(held - {Scope.NONE})


def may(actor: Actor, right: Right) -> bool:
    """Tell whether the actor holds `right` on anything at all: what menus ask."""
    return scope_of(actor, right) is not Scope.NONE


def require(actor: Actor, right: Right) -> None:
    """Raise `Forbidden` unless the actor holds `right` on everything."""
    if scope_of(actor, right) is not Scope.ALL:
        raise Forbidden


def allow(actor: Actor, right: Right, document: Document) -> None:
    """Raise unless the actor holds `right` on this document.

    Raises `NotFound` when the actor may not even know of the document, else `Forbidden`.
    """
    if holds(actor, right, document):
        return
    raise Forbidden if holds(actor, Right.VIEW, document) else NotFound


def holds(actor: Actor, right: Right, document: Document) -> bool:
    """Tell whether the actor holds `right` on a loaded document: `visible` asked of one row."""
    return any(_covers(scope, actor, document) for scope in scopes_of(actor, right))


def allow_deal(actor: Actor, right: Right, deal: Deal) -> None:
    """Raise `NotFound` unless the actor holds `right` on the deal."""
    scope = scope_of(actor, right)
    mine = deal.owner_id == actor.id
    department = deal.owner is not None and deal.owner.department_id == actor.department_id is not None
    if not (
        scope is Scope.ALL or (scope >= Scope.OWN and mine) or (scope is Scope.DEPARTMENT and department)
    ):
        raise NotFound


def visible(actor: Actor, right: Right = Right.VIEW) -> ColumnElement[bool]:
    """Return the condition on `Document` rows that the actor holds `right` on: what lists ask."""
    return or_(false(), *(_condition(scope, actor) for scope in scopes_of(actor, right)))


def visible_deals(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Deal` rows that the actor may see."""
    match scope_of(actor, Right.VIEW_DEALS):
        case Scope.ALL:
            return true()
        case Scope.DEPARTMENT:
            return or_(Deal.owner_id == actor.id, Deal.owner.has(department_id=actor.department_id))
        case Scope.OWN:
            return Deal.owner_id == actor.id
        case _:
            return false()


def _condition(scope: Scope, actor: Actor) -> ColumnElement[bool]:
    match scope:
        case Scope.ALL:
            return true()
        case Scope.DEPARTMENT if actor.department_id is not None:
            return or_(Document.department_id == actor.department_id, Document.owner_id == actor.id)
        case Scope.OWN | Scope.DEPARTMENT:
            return Document.owner_id == actor.id
        case Scope.SIGNED:
            states = [state.value for state in SIGNED]
            return and_(Document.state.in_(states), Document.kind.in_(ACCOUNTANT_KINDS))
        case Scope.ASKED:
            return Document.id.in_(_asked(actor))
        case _:
            return false()


def _asked(actor: Actor) -> "ColumnElement[str]":
    """Return the ids of documents whose approval was asked of the actor, or that they decided on."""
    roles = [role.value for role in actor.roles]
    tasks = select(ApprovalTask.document_id).where(
        or_(
            ApprovalTask.user_id == actor.id,
            and_(ApprovalTask.user_id.is_(None), ApprovalTask.role.in_(roles)),
        ),
    )
    decided = select(Decision.document_id).where(Decision.user_id == actor.id)
    return tasks.union(decided).scalar_subquery()


def _covers(scope: Scope, actor: Actor, document: Document) -> bool:
    """Answer from the row and its session: the same condition, asked of one document."""
    from sqlalchemy.orm import object_session

    match scope:
        case Scope.ALL:
            return True
        case Scope.SIGNED:
            return State(document.state) in SIGNED and document.kind in ACCOUNTANT_KINDS
        case Scope.OWN | Scope.DEPARTMENT:
            mine = document.owner_id == actor.id
            same = scope is Scope.DEPARTMENT and document.department_id == actor.department_id is not None
            return mine or same
        case _:
            session = object_session(document)
            found = select(Document.id).where(Document.id == document.id, _condition(scope, actor))
            return session is not None and session.scalar(found) is not None
