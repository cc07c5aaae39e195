"""Whose turn it is on a document, and till when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, lazyload

from docsvc.model import (
    MAY_ACT,
    ApprovalTask,
    Dispatch,
    DispatchDocument,
    Document,
    Recipient,
    State,
)


class Awaited(StrEnum):
    """What is being waited for."""

    AUTHOR = "author"
    DECISION = "decision"
    SIGN = "sign"
    ACCEPT = "accept"
    RECEIVE = "receive"
    MACHINE = "machine"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody awaited: a person by name, or whoever of `role` comes first."""

    name: str
    position: str = ""
    role: str | None = None


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
    """Return the turn of each document: two queries however many there are."""
    by_state: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        by_state[document.state].append(document.id)
    asked = _approvers(session, by_state[State.IN_APPROVAL]) | _recipients(session, by_state[State.SENT])
    return {document.id: asked.get(document.id) or _own(document) for document in documents}


def _own(document: Document) -> Turn:
    state = State(document.state)
    if state in AUTHORS_TURN:
        owner = Person(name=document.owner.name, position=document.owner.position)
        return Turn(Awaited.AUTHOR, (owner,), since=document.updated_at)
    if state in MACHINES_TURN:
        return Turn(Awaited.MACHINE, since=document.updated_at)
    return Turn(Awaited.NOTHING)


def _approvers(session: Session, ids: Sequence[str]) -> dict[str, Turn]:
    if not ids:
        return {}
    people: dict[str, list[Person]] = defaultdict(list)
    since: dict[str, datetime | None] = {}
    for task in session.scalars(_open_tasks(ids)):
        user = task.user
        person = Person(user.name, user.position) if user else Person("", role=task.role)
        people[task.document_id].append(person)
        since[task.document_id] = task.stage.opened_at
    return {key: Turn(Awaited.DECISION, tuple(each), since=since[key]) for key, each in people.items()}


def _open_tasks(ids: Sequence[str]) -> Select[ApprovalTask]:
    return (
        select(ApprovalTask)
        .where(ApprovalTask.document_id.in_(ids), ApprovalTask.open, ~ApprovalTask.decision.has())
        .order_by(ApprovalTask.id)
    )


def _recipients(session: Session, ids: Sequence[str]) -> dict[str, Turn]:
    if not ids:
        return {}
    asked = (
        select(DispatchDocument.document_id, Recipient, Dispatch.expires_at)
        .join(Dispatch, DispatchDocument.dispatch_id == Dispatch.id)
        .join(Recipient, Recipient.dispatch_id == Dispatch.id)
        .where(
            DispatchDocument.document_id.in_(ids),
            Dispatch.closed_at.is_(None),
            Recipient.state.in_([state.value for state in MAY_ACT]),
        )
        .options(lazyload("*"))
    )
    found: dict[str, Turn] = {}
    for document_id, recipient, until in session.execute(asked):
        person = Person(recipient.name, recipient.position or recipient.organisation)
        before = found.get(document_id)
        people = (*before.people, person) if before else (person,)
        found[document_id] = Turn(Awaited(recipient.act), people, since=recipient.invited_at, until=until)
    return found
