"""Take a deal over from where it lives: made once, then kept as it was last sent."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from docsvc.access import Right, allow_deal, may
from docsvc.actions.upsert import assign, claim
from docsvc.actions.upsert_company import upsert_company, upsert_contact
from docsvc.errors import BadInput, Forbidden, NotFound
from docsvc.errors.phrase import Phrase
from docsvc.model import SCALE, Deal, DealLine, User, new_id
from docsvc.model.api_scopes import ApiScope
from docsvc.model.deal_input import DealInput, LineInput
from docsvc.model.deal_warnings import Warnings, deal_warnings
from docsvc.work import ORGANISATION, Actor, ActorKind, Work

MINOR = Decimal(100)


@dataclass(frozen=True, slots=True)
class SavedDeal:
    """What became of a deal that was sent: its id, whether it is new, whether anything changed."""

    id: str
    created: bool
    changed: bool
    warnings: Warnings


def upsert_deal(work: Work, deal: DealInput, *, actor: Actor) -> SavedDeal:
    """Make the deal, or bring the one of the same source and external id up to date.

    Sending the same again changes and records nothing. A person, and a key that acts for one, reaches only
    the deals that they could make themselves: raises `NotFound` for any other, `BadInput` for an owner who is
    unknown or whose deal would be out of that reach.
    """
    _allow(actor)
    owner_id = _owner(work, deal)
    values, about = _parties(work, deal)
    key = {"source": deal.source, "external_id": deal.external_id}
    born = values | {"owner_id": _person(actor), "created_at": work.now, "updated_at": work.now}
    deal_id, created = claim(work, Deal, key, born)
    row = work.get(Deal, deal_id)
    _require_reach(actor, row)
    changed = about | assign(row, values | ({"owner_id": owner_id} if owner_id else {}))
    _refuse_giving_away(work, row, deal, actor)
    changed |= _replace_lines(work, row, deal)
    if created or changed:
        row.updated_at = work.now
        work.session.flush()
        _record(work, row, actor, kind="deal.created" if created else "deal.updated", changed=changed)
    return SavedDeal(row.id, created, bool(created or changed), deal_warnings(deal))


def _allow(actor: Actor) -> None:
    """Let in docsvc itself, keys made for it and people who work with deals, by a key or without."""
    match actor.kind:
        case ActorKind.SYSTEM:
            return
        case ActorKind.API if ApiScope.DEALS_WRITE not in actor.scopes:
            raise Forbidden
        case ActorKind.API if _person(actor) is None:
            return
        case ActorKind.API | ActorKind.USER if may(actor, Right.CREATE):
            return
        case _:
            raise Forbidden


def _person(actor: Actor) -> str | None:
    """Return whose deal it is when nobody is named: of the person who acts, if it is one."""
    return actor.id if actor.kind in {ActorKind.USER, ActorKind.API} and actor.email else None


def _require_reach(actor: Actor, row: Deal) -> None:
    """Keep people to the deals that they may make; programs that act for nobody are no people."""
    if _person(actor) is not None:
        allow_deal(actor, Right.CREATE, row)


def _refuse_giving_away(work: Work, row: Deal, deal: DealInput, actor: Actor) -> None:
    work.session.flush()
    work.session.expire(row, ["owner"])
    try:
        _require_reach(actor, row)
    except NotFound:
        text = Phrase(
            "от имени %(actor)s нельзя отдать сделку сотруднику %(owner)s",
            actor=actor.email,
            owner=deal.owner_email,
        )
        raise BadInput([("owner_email", text)]) from None


def _owner(work: Work, deal: DealInput) -> str | None:
    email = deal.owner_email.lower()
    if not email:
        return None
    found = select(User.id).where(func.lower(User.email) == email, User.active)
    owner_id = work.session.scalars(found).first()
    if owner_id is None:
        raise BadInput(
            [("owner_email", Phrase("нет работающего сотрудника с почтой %(owner)s", owner=deal.owner_email))]
        )
    return owner_id


def _parties(work: Work, deal: DealInput) -> tuple[dict[str, Any], frozenset[str]]:
    """Save company and contact; return the deal's columns and the names of what changed in the two."""
    company, about_company = upsert_company(work, deal.source, deal.company)
    changed = {f"company.{name}" for name in about_company}
    contact_id = None
    if deal.contact is not None:
        contact, about_contact = upsert_contact(work, company, deal.contact)
        contact_id = contact.id
        changed |= {f"contact.{name}" for name in about_contact}
    values = _columns(deal) | {"company_id": company.id, "contact_id": contact_id}
    return values, frozenset(changed)


def _columns(deal: DealInput) -> dict[str, Any]:
    terms = {"payment_terms": deal.payment_terms} if deal.payment_terms else {}
    return {
        "number": deal.number,
        "title": deal.title,
        "amount_minor": int(deal.sums.gross * MINOR),
        "currency": deal.currency,
        "prices": deal.prices.value,
        "date": deal.date,
        "deadline": deal.deadline,
        "valid_until": deal.valid_until,
        "discount_scaled": _scaled(deal.discount),
        "custom": deal.custom | terms,
    }


def _replace_lines(work: Work, row: Deal, deal: DealInput) -> frozenset[str]:
    """Bring the lines up to date in place: positions are unique, so none is deleted to be made again."""
    sent = [_line(line, deal) for line in deal.lines]
    changed = len(sent) != len(row.lines)
    del row.lines[len(sent) :]
    for line, values in zip(row.lines, sent, strict=False):
        changed = bool(assign(line, values)) or changed
    for position in range(len(row.lines), len(sent)):
        row.lines.append(DealLine(id=new_id(), position=position, **sent[position]))
    work.session.flush()
    return frozenset({"lines"} if changed else ())


def _line(line: LineInput, deal: DealInput) -> dict[str, Any]:
    rate = line.rate(deal.date)
    return {
        "name": line.name,
        "unit": line.unit,
        "quantity_scaled": _scaled(line.quantity),
        "price_scaled": _scaled(line.price),
        "discount_scaled": _scaled(line.discount),
        "vat_scaled": None if rate is None else _scaled(rate),
    }


def _scaled(value: Decimal) -> int:
    return int(value * SCALE)


def _record(work: Work, row: Deal, actor: Actor, *, kind: str, changed: frozenset[str]) -> None:
    """Record on the organisation's chain, last of all: its head is one lock for everybody."""
    work.record(
        ORGANISATION,
        kind,
        actor,
        deal=row.id,
        source=row.source,
        external_id=row.external_id,
        amount=f"{Decimal(row.amount_minor) / MINOR:.2f}",
        currency=row.currency,
        changed=sorted(changed),
        via=actor.via,
    )
