"""Which templates come back for rework, and which of their clauses are commented on."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from docsvc.model import (
    Approval,
    ApprovalStage,
    ApprovalState,
    ApprovalTask,
    Decision,
    Document,
    DocumentVersion,
    Remark,
    Template,
    TemplateVersion,
    Verdict,
)
from docsvc.queries.figures_filter import Counted

MOST_CLAUSES = 5
MOST_QUOTES = 2000
"""How many different quotes are read; what is quoted once in a year does not make the list."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A place of the text that returns were about, and how often."""

    quote: str
    count: int


@dataclass(frozen=True, slots=True)
class TemplateReturns:
    """How many of a template's rounds came back, and its most commented clauses."""

    template_id: str
    title: str
    returned: int
    rounds: int
    clauses: tuple[Clause, ...]


def returns(session: Session, counted: Counted) -> tuple[TemplateReturns, ...]:
    """Return the templates whose documents were returned for rework, the most often returned first."""
    returned = func.sum(case((Approval.state == ApprovalState.RETURNED.value, 1), else_=0))
    found = (
        select(Template.id, Template.title, returned, func.count(Approval.id))
        .select_from(Approval)
        .join(Document, Document.id == Approval.document_id)
        .join(DocumentVersion, DocumentVersion.id == Approval.version_id)
        .join(TemplateVersion, TemplateVersion.id == DocumentVersion.template_version_id)
        .join(Template, Template.id == TemplateVersion.template_id)
        .where(counted.ended())
        .group_by(Template.id, Template.title)
        .having(returned > 0)
        .order_by(returned.desc(), Template.title)
    )
    clauses = _clauses(session, counted)
    return tuple(
        TemplateReturns(template_id, title, came_back, rounds, _top(clauses.get(template_id)))
        for template_id, title, came_back, rounds in session.execute(found)
    )


def _clauses(session: Session, counted: Counted) -> Mapping[str, Counter[str]]:
    """Count the quotes of remarks given with a return; the same words broken otherwise are the same."""
    times = func.count(Remark.id)
    found = (
        select(TemplateVersion.template_id, Remark.quote, times)
        .select_from(Remark)
        .join(Decision, Decision.id == Remark.decision_id)
        .join(ApprovalTask, ApprovalTask.id == Decision.task_id)
        .join(ApprovalStage, ApprovalStage.id == ApprovalTask.stage_id)
        .join(Document, Document.id == Decision.document_id)
        .join(DocumentVersion, DocumentVersion.id == Remark.version_id)
        .join(TemplateVersion, TemplateVersion.id == DocumentVersion.template_version_id)
        .where(
            Decision.verdict == Verdict.RETURN.value,
            counted.within(Decision.at),
            Remark.quote != "",
            counted.documents(ApprovalStage.route_id),
        )
        .group_by(TemplateVersion.template_id, Remark.quote)
        .order_by(times.desc(), Remark.quote)
        .limit(MOST_QUOTES)
    )
    counts: dict[str, Counter[str]] = {}
    for template_id, quote, count in session.execute(found):
        counts.setdefault(template_id, Counter())[" ".join(quote.split())] += count
    return counts


def _top(counts: Counter[str] | None) -> tuple[Clause, ...]:
    return tuple(_clause(counts)) if counts else ()


def _clause(counts: Counter[str]) -> Iterator[Clause]:
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    for quote, count in ordered[:MOST_CLAUSES]:
        yield Clause(quote, count)
