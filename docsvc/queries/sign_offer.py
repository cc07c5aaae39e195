"""Whether the last approver may sign what they approve on the same page: they would be asked first anyway."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Act, ApprovalStage, Asked, Document, StageState, State
from docsvc.model.places import filled_by, place_of
from docsvc.queries.own_seat import own_seat
from docsvc.queries.seats import given
from docsvc.queries.suggest_recipients import suggest_recipients
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class SignOffer:
    """Who would sign, as whom and in which place."""

    name: str
    position: str
    organisation: str
    authority: str
    party: str


def sign_offer(session: Session, actor: Actor, document: Document) -> SignOffer | None:
    """Return the offer to the actor, or None: theirs is not the last vote, or somebody else signs first."""
    if document.state != State.IN_APPROVAL.value or not _would_close(session, actor, document):
        return None
    first = _first_signer(session, document)
    if first is None or first.email != actor.email or not _only_signature(document, first.party):
        return None
    return SignOffer(first.name, first.position, first.organisation, first.authority, first.party)


def _would_close(session: Session, actor: Actor, document: Document) -> bool:
    """Tell whether the actor's own approval (not one they give for somebody absent) ends the round."""
    seat = own_seat(session, actor, document.id)
    if seat is None or seat.on_behalf_of:
        return False
    stage = session.get_one(ApprovalStage, seat.stage_id)
    later = select(ApprovalStage.id).where(
        ApprovalStage.version_id == stage.version_id,
        ApprovalStage.round == stage.round,
        ApprovalStage.state == StageState.WAITING.value,
    )
    return given(stage) + 1 >= stage.needed and session.scalar(later.limit(1)) is None


def _first_signer(session: Session, document: Document) -> Asked | None:
    usual = suggest_recipients(session, document.id)
    acting = [each for each in usual if each.act in {Act.SIGN, Act.ACCEPT}]
    return acting[0] if acting and acting[0].act is Act.SIGN and acting[0].email else None


def _only_signature(document: Document, party: str) -> bool:
    """Tell whether the party has a place to sign, and nothing else to fill in."""
    places = document.version.places
    return place_of(places, party) is not None and not filled_by(places, party)
