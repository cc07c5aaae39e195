"""What was said about a document: questions with their answers, and comments on its text."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from docsvc.access import visible
from docsvc.model import Decision, Document, DocumentVersion, Kind, Remark, RemarkKind, Verdict
from docsvc.queries.drift import OPEN
from docsvc.work import Actor, looked_at

MOST = 200


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """One remark with its answers; `page` and `quote` point to the PDF of `version`.

    `verdict` is the decision that a comment was given with, `current` tells whether it is of this version.
    """

    id: str
    kind: RemarkKind
    text: str
    page: int | None
    quote: str
    at: datetime
    version: str
    current: bool
    author: str
    author_id: str
    to: str
    to_id: str | None
    decision_id: str | None
    verdict: Verdict | None
    answers: tuple["RemarkRow", ...] = field(default=())

    @property
    def awaits_answer(self) -> bool:
        """Tell whether this is a question that nobody but its author has written under."""
        others = (each for each in self.answers if each.author_id != self.author_id)
        return self.kind is RemarkKind.QUESTION and next(others, None) is None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that awaits somebody's answer, with its document."""

    id: str
    document_id: str
    kind: Kind
    number: str
    company: str
    author: str
    text: str
    at: datetime


def remarks(session: Session, document_id: str) -> tuple[RemarkRow, ...]:
    """Return questions (each with its answers) and comments of every version, oldest first.

    For those who take part in the work on the document: the caller has made sure of it.
    """
    found = (
        select(Remark, DocumentVersion, Document.current_version_id, Decision.verdict)
        .join(DocumentVersion, DocumentVersion.id == Remark.version_id)
        .join(Document, Document.id == Remark.document_id)
        .outerjoin(Decision, Decision.id == Remark.decision_id)
        .where(Remark.document_id == document_id)
        .order_by(Remark.at, Remark.id)
    )
    rows = [
        (remark.parent_id, _row(remark, version, current=version.id == current_id, verdict=verdict))
        for remark, version, current_id, verdict in session.execute(found).unique()
    ]
    return tuple(
        replace(row, answers=tuple(each for parent, each in rows if parent == row.id))
        for parent_id, row in rows
        if parent_id is None
    )


def questions_for(session: Session, actor: Actor) -> tuple[QuestionRow, ...]:
    """Return the questions that await the actor's answer, the longest waiting first.

    They are found by whom they are for, and their answers by the document: both are few.
    """
    answer = aliased(Remark)
    answered = exists().where(
        answer.document_id == Remark.document_id,
        answer.parent_id == Remark.id,
        answer.author_id != Remark.author_id,
    )
    found = (
        select(Remark, Document)
        .join(Document, Document.id == Remark.document_id)
        .where(
            Remark.to_id == actor.id,
            Remark.kind == RemarkKind.QUESTION.value,
            ~answered,
            looked_at(Document.state, dense=True).in_([state.value for state in OPEN]),
            Document.trashed_at.is_(None),
            visible(actor, each=True),
        )
        .order_by(Remark.at)
        .limit(MOST)
    )
    return tuple(_question(remark, document) for remark, document in session.execute(found).unique())


def _row(remark: Remark, version: DocumentVersion, *, current: bool, verdict: str | None) -> RemarkRow:
    return RemarkRow(
        id=remark.id,
        kind=RemarkKind(remark.kind),
        text=remark.text,
        page=remark.page,
        quote=remark.quote,
        at=remark.at,
        version=version.label,
        current=current,
        author=remark.author.name,
        author_id=remark.author_id,
        to=remark.to.name if remark.to else "",
        to_id=remark.to_id,
        decision_id=remark.decision_id,
        verdict=Verdict(verdict) if verdict else None,
    )


def _question(remark: Remark, document: Document) -> QuestionRow:
    return QuestionRow(
        id=remark.id,
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        company=document.company_name,
        author=remark.author.name,
        text=remark.text,
        at=remark.at,
    )
