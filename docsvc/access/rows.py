"""The rights as conditions for lists: on documents, deals and tasks."""

from dataclasses import replace

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true, union
from sqlalchemy.orm import aliased

from docsvc.access.grants import ACCOUNTANT_KINDS, WIDE, Right, Scope, scope_of, scopes_of
from docsvc.model import SIGNED, ApprovalTask, Deal, Decision, Document, Observer, Remark, State
from docsvc.work import Actor, looked_at

_MINE = aliased(Document)


def visible(
    actor: Actor,
    right: Right = Right.VIEW,
    *,
    beside: Scope = Scope.NONE,
    each: bool = False,
    dense: bool = False,
) -> ColumnElement[bool]:
    """Return the condition on `Document` rows that the actor holds `right` on: what lists ask.

    The narrow scopes are one set of ids, each part found by its index: for alternatives joined by OR
    PostgreSQL would read every document. With `each` every candidate is looked up by itself: for few of them,
    or where the set would be nearly all there is. `dense` as in `looked_at`.
    """
    wide = _wide_ones(actor, right, beside=beside, dense=dense)
    if each:
        return or_(false(), *wide, *map(_is_in, narrow_ids(actor, right, beside=beside, each=True)))
    ids = narrow_ids(actor, right, beside=beside)
    return or_(false(), *wide, *([Document.id.in_(union(*ids))] if ids else []))


def wide_part(actor: Actor, right: Right = Right.VIEW, *, dense: bool = False) -> ColumnElement[bool]:
    """Return the condition that a wide scope of the actor's holds on a document; false without one."""
    return or_(false(), *_wide_ones(actor, right, beside=Scope.NONE, dense=dense))


def _wide_ones(actor: Actor, right: Right, *, beside: Scope, dense: bool) -> tuple[ColumnElement[bool], ...]:
    scopes = (scopes_of(actor, right) - {beside}) & WIDE
    return tuple(_wide(scope, dense=dense) for scope in scopes)


def wide_in(actor: Actor, right: Right = Right.VIEW) -> dict[State, ColumnElement[bool]]:
    """Return where the actor's wide scopes hold, state by state; nothing for whom they hold nowhere."""
    scopes = scopes_of(actor, right) & WIDE
    if Scope.ALL in scopes:
        return dict.fromkeys(State, true())
    return {state: Document.kind.in_(ACCOUNTANT_KINDS) for state in State if scopes and state in SIGNED}


def narrow_ids(
    actor: Actor, right: Right = Right.VIEW, *, beside: Scope = Scope.NONE, each: bool = False
) -> tuple[Select[str], ...]:
    """Return the statements that find the ids in the actor's narrow scopes; none beside the right on all.

    With `each` they are to be asked about one document, and there are fewer of them.
    """
    own, scopes = by_right(actor, right), scopes_of(actor, right) - {beside}
    if Scope.ALL in scopes:
        return ()
    return tuple(
        found for scope in sorted(scopes - WIDE, reverse=True) for found in ids_of(scope, own, each=each)
    )


def _is_in(ids: Select[str]) -> ColumnElement[bool]:
    """Tell whether the document is among them; an EXISTS PostgreSQL would answer by reading all of them."""
    (column,) = ids.selected_columns
    return ids.where(column == Document.id).correlate(Document).limit(1).scalar_subquery().is_not(None)


def by_right(actor: Actor, right: Right) -> Actor:
    """Return the actor for a question of this right: a deputy reads and decides, and nothing else."""
    if right in {Right.VIEW, Right.DECIDE} or not actor.stands_for:
        return actor
    return replace(actor, stands_for=frozenset(), standing_roles=frozenset())


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


def triable_deals(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Deal` rows that the actor may try a template on.

    Who answers for templates tries them on any deal, and each trial is recorded; a lawyer has no deals of
    their own, and a template that was never tried on real ones is no template.
    """
    return true() if scope_of(actor, Right.MANAGE_TEMPLATES) is Scope.ALL else visible_deals(actor)


def _wide(scope: Scope, *, dense: bool) -> ColumnElement[bool]:
    if scope is Scope.ALL:
        return true()
    states = [state.value for state in SIGNED]
    state, kind = (looked_at(column, dense=dense) for column in (Document.state, Document.kind))
    return and_(state.in_(states), kind.in_(ACCOUNTANT_KINDS))


def ids_of(scope: Scope, actor: Actor, *, each: bool = False) -> tuple[Select[str], ...]:
    """Return the ids of the documents of a narrow scope, found in several ways."""
    match scope:
        case Scope.DEPARTMENT if actor.department_id is not None:
            ours = select(_MINE.id).where(_MINE.department_id == actor.department_id)
            return (ours, select(_MINE.id).where(_MINE.owner_id == actor.id))
        case Scope.OWN | Scope.DEPARTMENT:
            return (select(_MINE.id).where(_MINE.owner_id == actor.id),)
        case Scope.ASKED:
            return _asked(actor, each=each)
        case Scope.TOLD:
            return _told(actor)
        case _:
            return ()


def _asked(actor: Actor, *, each: bool) -> tuple[Select[str], ...]:
    """Return the ids of documents whose approval was asked of the actor, or that they decided on."""
    people, roles = _asked_as(actor)
    tasks, decided = (
        select(ApprovalTask.document_id),
        select(Decision.document_id).where(Decision.user_id == actor.id),
    )
    if each:
        return (tasks.where(asked_of(actor)), decided)
    return (
        tasks.where(ApprovalTask.user_id.in_(people)),
        tasks.where(ApprovalTask.user_id.is_(None), ApprovalTask.role.in_(roles)),
        decided,
    )


def _told(actor: Actor) -> tuple[Select[str], ...]:
    """Return the ids of documents that the actor looks on at, or was asked a question about."""
    return (
        select(Observer.document_id).where(Observer.user_id == actor.id),
        select(Remark.document_id).where(Remark.to_id == actor.id),
    )


def asked_of(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `ApprovalTask` rows asked of the actor, or of somebody they stand in for."""
    people, roles = _asked_as(actor)
    return or_(
        ApprovalTask.user_id.in_(people), and_(ApprovalTask.user_id.is_(None), ApprovalTask.role.in_(roles))
    )


def _asked_as(actor: Actor) -> tuple[list[str], list[str]]:
    """Return whom something may be asked of for it to come to the actor: people, and roles."""
    roles = [role.value for role in actor.roles | actor.standing_roles]
    return [actor.id, *actor.stands_for], roles
