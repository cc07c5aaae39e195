"""What surrounds a document while it is approved: who asks and why, what was said, whose turn comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from docsvc.access import Right, holds
from docsvc.model import Document, RenderState, StageState, State
from docsvc.model.route_explained import Explained
from docsvc.queries.acts import Control, controls
from docsvc.queries.approval_facts import approval_facts
from docsvc.queries.approvals import ApprovalView, StageRow, TaskRow, approval_view, stages
from docsvc.queries.attachments import AttachmentRow, attachments
from docsvc.queries.away_from import AwayFrom, away_from
from docsvc.queries.colleagues import Colleague, colleagues
from docsvc.queries.conditions import open_conditions
from docsvc.queries.document import load_visible
from docsvc.queries.drift import DriftView, drift_view
from docsvc.queries.files import sees_only_signed
from docsvc.queries.key_terms import KeyTerms, key_terms
from docsvc.queries.own_seat import OwnSeat, own_seat
from docsvc.queries.remarks import RemarkRow, remarks
from docsvc.queries.routes import explain_route
from docsvc.queries.sign_offer import SignOffer, sign_offer
from docsvc.queries.similar import SimilarRow, similar_decisions
from docsvc.queries.wishes import Wish, wishes
from docsvc.work import Actor
from storage import Blobs

TALKED_OVER = frozenset({State.DRAFT, State.IN_APPROVAL, State.APPROVED})
"""States in which colleagues may still say something that matters."""


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """Conditions of an approval that nobody has answered yet."""

    decision_id: str
    who: str
    conditions: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """Everything beside the document; `seat` is there while the actor's verdict is awaited.

    `absent` are those awaited who are away, `decided` the verdicts of this round, `unanswered` those whose
    conditions the actor may answer, `way` how a draft would go, `wishes` what recipients want changed.
    `sign_offer` is there where the actor may sign together with approving.
    """

    approval: ApprovalView | None
    absent: tuple[AwayFrom, ...]
    seat: OwnSeat | None
    sign_offer: SignOffer | None
    following: StageRow | None
    decided: tuple[TaskRow, ...]
    unanswered: tuple[OpenCondition, ...]
    terms: KeyTerms
    drift: DriftView
    remarks: tuple[RemarkRow, ...]
    attachments: tuple[AttachmentRow, ...]
    similar: tuple[SimilarRow, ...]
    controls: tuple[Control, ...]
    colleagues: tuple[Colleague, ...]
    wishes: tuple[Wish, ...]
    may_talk: bool
    may_attach: bool
    way: Explained | None


def review(
    session: Session, blobs: Blobs, actor: Actor, document_id: str, *, today: date, now: datetime
) -> Review | None:
    """Return what surrounds a document; None for who sees only the signed file.

    `today` is the date where the organisation is. Raises `NotFound`.
    """
    document = load_visible(session, actor, document_id)
    if sees_only_signed(actor, document):
        return None
    rows, approval = stages(session, document_id), approval_view(session, document_id)
    seat = own_seat(session, actor, document_id) if document.state == State.IN_APPROVAL.value else None
    may_talk = State(document.state) in TALKED_OVER and document.trashed_at is None
    may_attach = may_talk and holds(actor, Right.EDIT, document)
    return Review(
        approval=approval,
        absent=away_from(session, document, now=now),
        seat=seat,
        sign_offer=sign_offer(session, actor, document) if seat else None,
        following=_following(document, rows),
        decided=_decided(rows),
        unanswered=_unanswered(session, document, actor, approval),
        terms=key_terms(blobs, document),
        drift=drift_view(session, blobs, document, today=today),
        remarks=remarks(session, document_id),
        attachments=attachments(session, document_id),
        similar=similar_decisions(session, actor, document) if seat else (),
        controls=controls(document, actor, approval=approval, stages=rows),
        colleagues=colleagues(session, without=actor.id) if may_talk else (),
        wishes=wishes(session, document),
        may_talk=may_talk,
        may_attach=may_attach,
        way=_way(session, blobs, document, actor) if may_attach else None,
    )


def _following(document: Document, rows: Sequence[StageRow]) -> StageRow | None:
    """Return the stage that comes after the open one."""
    if document.state != State.IN_APPROVAL.value:
        return None
    return next((row for row in rows if row.state is StageState.WAITING), None)


def _decided(rows: Sequence[StageRow]) -> tuple[TaskRow, ...]:
    return tuple(task for row in rows for task in row.tasks if task.verdict)


def _unanswered(
    session: Session, document: Document, actor: Actor, approval: ApprovalView | None
) -> tuple[OpenCondition, ...]:
    """Return the conditions that wait for the actor's answer: the initiator's, or who may send."""
    if document.state not in {State.IN_APPROVAL.value, State.APPROVED.value}:
        return ()
    asking = approval is not None and approval.initiator_id == actor.id
    if not asking and not holds(actor, Right.SEND, document):
        return ()
    found = open_conditions(session, document)
    return tuple(OpenCondition(each.id, each.user.name, each.conditions, each.at) for each in found)


def _way(session: Session, blobs: Blobs, document: Document, actor: Actor) -> Explained | None:
    """Tell which way a draft would go, once there is something to decide on."""
    version = document.version
    if document.state != State.DRAFT.value or version.render_state != RenderState.DONE.value:
        return None
    facts = approval_facts(session, blobs, document, actor.id)
    owner_id = document.deal.owner_id or document.owner_id
    return explain_route(session, facts, initiator_id=actor.id, owner_id=owner_id)
