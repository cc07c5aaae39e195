"""The rights asked of one document or deal: the same answer as the conditions give for lists."""

from sqlalchemy import select, union
from sqlalchemy.orm import object_session

from docsvc.access.grants import ACCOUNTANT_KINDS, Right, Scope, scope_of, scopes_of
from docsvc.access.rows import by_right, ids_of
from docsvc.errors import Forbidden, NotFound
from docsvc.model import SIGNED, Deal, Document, State
from docsvc.work import Actor


def allow(actor: Actor, right: Right, document: Document) -> None:
    """Raise unless the actor holds `right` on this document.

    Raises `NotFound` when the actor may not even know of the document, else `Forbidden`.
    """
    if holds(actor, right, document):
        return
    raise Forbidden if holds(actor, Right.VIEW, document) else NotFound


def holds(actor: Actor, right: Right, document: Document, *, beside: Scope = Scope.NONE) -> bool:
    """Tell whether the actor holds `right` on a loaded document: `visible` asked of one row.

    `beside` leaves one scope out: does the actor hold it in any other way?
    """
    own = by_right(actor, right)
    return any(_covers(scope, own, document) for scope in scopes_of(actor, right) - {beside})


def allow_deal(actor: Actor, right: Right, deal: Deal) -> None:
    """Raise `NotFound` unless the actor holds `right` on the deal."""
    scope = scope_of(actor, right)
    mine = deal.owner_id == actor.id
    department = deal.owner is not None and deal.owner.department_id == actor.department_id is not None
    if not (
        scope is Scope.ALL or (scope >= Scope.OWN and mine) or (scope is Scope.DEPARTMENT and department)
    ):
        raise NotFound


def _covers(scope: Scope, actor: Actor, document: Document) -> bool:
    """Answer from the row and its session: the same condition, asked of one document."""
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
            session, ids = object_session(document), ids_of(scope, actor)
            if session is None or not ids:
                return False
            found = select(Document.id).where(Document.id == document.id, Document.id.in_(union(*ids)))
            return session.scalar(found) is not None
