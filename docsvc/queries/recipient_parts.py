"""The parts of a recipient's page: who takes part, which documents there are, what is to be filled in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import (
    Act,
    Dispatch,
    DispatchDocument,
    Kind,
    Recipient,
    RecipientState,
    Signature,
    User,
)
from docsvc.model.asked_of import acts_on, needed_of
from docsvc.model.places import Place, filled_by, kind_of, name_of, place_of, signing_names, to_sign
from docsvc.queries.standing import Standing, standing_in

Acts = Mapping[tuple[str, str], Signature]
"""What recipients did, by recipient and document."""


@dataclass(frozen=True, slots=True)
class Party:
    """One of those who were asked, and what they have done; `group` is whom they may stand in for."""

    name: str
    position: str
    organisation: str
    act: Act
    order: int
    acted_at: datetime | None
    declined: bool
    me: bool
    group: str = ""
    spared: bool = False


@dataclass(frozen=True, slots=True)
class OwnAct:
    """What the recipient did with this document."""

    act: Act
    typed: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be named with how to reach them."""

    name: str
    position: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another document of the same sending."""

    id: str
    kind: Kind
    number: str


@dataclass(frozen=True, slots=True)
class FieldToFill:
    """A place of a page that the recipient fills in; `page` counts from 0, `box` is in points, y upwards."""

    name: str
    kind: str
    label: str
    required: bool
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class EnvelopeDocument:
    """One document of the sending as the recipient sees it.

    `asked` tells whether they act on it; then `place` is where their signature goes, where it has a place,
    and `fields` what they fill in with it. `viewed` says whether this recipient has read it. `picture` is
    where its first page lies as a small picture, where there is one.
    """

    id: str
    kind: Kind
    number: str
    title: str
    version: str
    pages: int
    shown_sha256: str
    final_sha256: str | None
    has_certificate: bool
    standing: Standing
    asked: bool
    viewed: bool
    place: FieldToFill | None
    fields: tuple[FieldToFill, ...]
    picture: str | None = None


def acts_of(session: Session, dispatch: Dispatch) -> Acts:
    """Return what the recipients of a sending have done."""
    ids = [each.id for each in dispatch.recipients]
    rows = session.scalars(select(Signature).where(Signature.recipient_id.in_(ids)))
    return {(row.recipient_id, row.document_id): row for row in rows}


def parties_of(dispatch: Dispatch, document_id: str, acts: Acts, me: Recipient) -> tuple[Party, ...]:
    """Return who was asked, without those whose place somebody else has taken."""
    return tuple(
        _party(each, acts.get((each.id, document_id)), me)
        for each in dispatch.recipients
        if each.state != RecipientState.REPLACED or each.id == me.id
    )


def sender_of(session: Session, dispatch: Dispatch) -> Person:
    """Return who sent it."""
    user = session.get_one(User, dispatch.sender_id)
    return Person(user.name, user.position, user.email, user.phone)


def documents_of(
    dispatch: Dispatch, me: Recipient, acts: Acts, *, viewed: Iterable[str], now: datetime
) -> tuple[EnvelopeDocument, ...]:
    """Return the documents of a sending as the recipient sees them, in its order."""
    known = frozenset(viewed)
    return tuple(_document(each, me, acts, known, now) for each in dispatch.documents)


def _document(
    entry: DispatchDocument, me: Recipient, acts: Acts, viewed: frozenset[str], now: datetime
) -> EnvelopeDocument:
    document, version, asked = entry.document, entry.version, acts_on(me, entry)
    field = _field(entry, me, acts) if asked and me.act == Act.SIGN else ""
    place = place_of(version.places, field) if field else None
    return EnvelopeDocument(
        id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        title=document.title,
        version=version.label,
        pages=version.pages,
        shown_sha256=version.sent_sha256 or "",
        final_sha256=version.final_sha256,
        has_certificate=version.certificate_blob is not None,
        standing=standing_in(entry, me, now=now, acted=(me.id, document.id) in acts),
        asked=asked,
        viewed=document.id in viewed,
        place=_to_fill(place) if place else None,
        fields=tuple(map(_to_fill, filled_by(version.places, field))) if field else (),
        picture=version.picture_blob,
    )


def _field(entry: DispatchDocument, me: Recipient, acts: Acts) -> str:
    """Return the place that the recipient's signature takes, or has taken."""
    done = acts.get((me.id, entry.document_id))
    if done is not None or not to_sign(entry.version.places) or not me.group:
        return (done.field if done else "") or me.party
    taken = {each.field for (_, document_id), each in acts.items() if document_id == entry.document_id}
    names: Sequence[str] = signing_names(me.party, needed_of(entry.dispatch, me.group))
    free = (name for name in names if name not in taken and place_of(entry.version.places, name))
    return next(free, me.party)


def _to_fill(place: Place) -> FieldToFill:
    x0, y0, x1, y1 = place["box"]
    return FieldToFill(
        name=name_of(place),
        kind=kind_of(place),
        label=str(place.get("label") or ""),
        required=bool(place.get("required")),
        page=place["page"],
        box=(x0, y0, x1, y1),
    )


def _party(row: Recipient, act: Signature | None, me: Recipient) -> Party:
    return Party(
        name=row.name,
        position=row.position,
        organisation=row.organisation,
        act=Act(row.act),
        order=row.order,
        acted_at=act.at if act else None,
        declined=row.state == RecipientState.DECLINED,
        me=row.id == me.id,
        group=row.group,
        spared=row.state == RecipientState.SPARED,
    )
