"""Whose turn it is on a document, and till when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from docsvc.model import (
    ACTING,
    MAY_ACT,
    Approval,
    ApprovalRoute,
    ApprovalStage,
    ApprovalState,
    ApprovalTask,
    Dispatch,
    DispatchDocument,
    Document,
    Recipient,
    State,
    User,
)
from docsvc.queries.holders import holders
from docsvc.queries.our_signatory import is_ours, signs_for


class Awaited(StrEnum):
    """What is being waited for; `another`: somebody in the place of who may not sign for us any more."""

    AUTHOR = "author"
    DECISION = "decision"
    SIGN = "sign"
    ACCEPT = "accept"
    RECEIVE = "receive"
    ANOTHER = "another"
    MACHINE = "machine"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody awaited: a person by name, or whoever of `role` comes first, of these `holders`."""

    name: str
    position: str = ""
    role: str | None = None
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is awaited, for what, since when and till when."""

    awaited: Awaited
    people: tuple[Person, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


AUTHORS_TURN = frozenset({State.DRAFT, State.APPROVED, State.REJECTED, State.DECLINED, State.EXPIRED})
MACHINES_TURN = frozenset({State.PREPARING, State.SEALING})


def turns(session: Session, documents: Sequence[Document]) -> dict[str, Turn]:
    """Return the turn of each document: a few queries, however many there are."""
    by_state: dict[str, dict[str, Document]] = defaultdict(dict)
    for document in documents:
        by_state[document.state][document.id] = document
    asked = _approvers(session, by_state[State.IN_APPROVAL])
    asked |= _recipients(session, by_state[State.SENT])
    return {document.id: asked.get(document.id) or _own(document) for document in documents}


def _own(document: Document) -> Turn:
    state = State(document.state)
    if state in AUTHORS_TURN:
        owner = Person(name=document.owner.name, position=document.owner.position)
        return Turn(Awaited.AUTHOR, (owner,), since=document.updated_at)
    if state in MACHINES_TURN:
        return Turn(Awaited.MACHINE, since=document.updated_at)
    return Turn(Awaited.NOTHING)


def _approvers(session: Session, documents: Mapping[str, Document]) -> dict[str, Turn]:
    if not documents:
        return {}
    asked = session.execute(_open_tasks(tuple(documents))).all()
    held = holders(session, {row.role for row in asked if row.role})
    people: dict[str, list[Person]] = defaultdict(list)
    since: dict[str, datetime | None] = {}
    until: dict[str, datetime] = {}
    for row in asked:
        barred = () if row.own else (row.initiator_id, documents[row.document_id].owner_id)
        known = Person(row.name, row.position) if row.name else None
        of_role = Person("", role=row.role, holders=held.named(row.role, without=barred))
        people[row.document_id].append(known or of_role)
        since[row.document_id] = row.opened_at
        if row.due_at is not None:
            until[row.document_id] = min(row.due_at, until.get(row.document_id, row.due_at))
    decided = {
        key: Turn(Awaited.DECISION, tuple(each), since=since[key], until=until.get(key))
        for key, each in people.items()
    }
    return decided | _paused(session, [each for each in documents if each not in decided])


def _paused(session: Session, ids: Sequence[str]) -> dict[str, Turn]:
    """Return the turn of those whose approval was paused: it is the initiator's."""
    if not ids:
        return {}
    found = (
        select(Approval.document_id, Approval.paused_at, User.name, User.position)
        .join(User, User.id == Approval.initiator_id)
        .where(Approval.document_id.in_(ids), Approval.state == ApprovalState.PAUSED.value)
    )
    return {
        document_id: Turn(Awaited.AUTHOR, (Person(name, position),), since=paused_at)
        for document_id, paused_at, name, position in session.execute(found)
    }


def _open_tasks(ids: Sequence[str]) -> Select[Any]:
    """Ask for columns: rows would bring their whole approval with them."""
    same_round = (Approval.version_id == ApprovalStage.version_id, Approval.round == ApprovalStage.round)
    return (
        select(
            ApprovalTask.document_id,
            ApprovalTask.role,
            ApprovalTask.due_at,
            ApprovalStage.opened_at,
            User.name,
            User.position,
            Approval.initiator_id,
            ApprovalRoute.terms["own_approval"].as_boolean().label("own"),
        )
        .join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .outerjoin(User, User.id == ApprovalTask.user_id)
        .outerjoin(Approval, and_(*same_round))
        .outerjoin(ApprovalRoute, ApprovalRoute.id == ApprovalStage.route_id)
        .where(ApprovalTask.document_id.in_(ids), ApprovalTask.open, ~ApprovalTask.decision.has())
        .order_by(ApprovalTask.id)
    )


def _recipients(session: Session, documents: Mapping[str, Document]) -> dict[str, Turn]:
    if not documents:
        return {}
    asked = (
        select(
            DispatchDocument.document_id,
            Recipient.name,
            Recipient.email,
            Recipient.party,
            Recipient.position,
            Recipient.organisation,
            Recipient.act,
            Recipient.invited_at,
            Dispatch.expires_at,
        )
        .join(Dispatch, DispatchDocument.dispatch_id == Dispatch.id)
        .join(Recipient, Recipient.dispatch_id == Dispatch.id)
        .where(
            DispatchDocument.document_id.in_(tuple(documents)),
            Dispatch.closed_at.is_(None),
            Recipient.state.in_([state.value for state in MAY_ACT]),
            Recipient.act.in_([act.value for act in ACTING]),
        )
    )
    rows = session.execute(asked).all()
    here = _who_works_here(session, {row.email for row in rows if is_ours(row.party)})
    found: dict[str, Turn] = {}
    lost: dict[str, Turn] = {}
    for row in rows:
        person = Person(row.name, row.position or row.organisation)
        user = here.get(row.email)
        gone = is_ours(row.party) and not (
            user is not None and signs_for(documents[row.document_id].legal_entity, user)
        )
        known, awaited = (lost, Awaited.ANOTHER) if gone else (found, Awaited(row.act))
        before = known.get(row.document_id)
        people = (*before.people, person) if before else (person,)
        known[row.document_id] = Turn(awaited, people, since=row.invited_at, until=row.expires_at)
    return found | lost


def _who_works_here(session: Session, emails: set[str]) -> dict[str, User]:
    if not emails:
        return {}
    found = session.scalars(select(User).where(User.email.in_(emails), User.active)).unique()
    return {user.email: user for user in found}
