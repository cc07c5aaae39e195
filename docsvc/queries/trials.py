"""Trials of templates as their page shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, require, triable_deals
from docsvc.errors import NotFound
from docsvc.errors.phrase import read_kept
from docsvc.model import Deal, RowState, TemplateVersion, Trial, TrialState
from docsvc.work import Actor

MOST_TRIALS = 40


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One document of a trial; `preview` tells whether there is a PDF to open."""

    position: int
    deal_id: str | None
    title: str
    state: RowState
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    pages: int
    milliseconds: int
    preview: bool
    error: str


@dataclass(frozen=True, slots=True)
class TrialPage:
    """A trial with its rows; `fresh` tells whether it is of the file that the version has now."""

    id: str
    version_id: str
    running: bool
    green: bool
    counts: bool
    fresh: bool
    author: str
    created_at: datetime
    rows: tuple[TrialRow, ...]

    @property
    def done(self) -> int:
        """Return how many rows have come out."""
        return sum(row.state is not RowState.WAITING for row in self.rows)


@dataclass(frozen=True, slots=True)
class DealChoice:
    """A deal that a template can be tried on."""

    id: str
    title: str
    company: str


def one_trial(session: Session, trial_id: str, *, actor: Actor) -> TrialPage:
    """Return a trial; raise `Forbidden`, `NotFound`."""
    require(actor, Right.MANAGE_TEMPLATES)
    trial = session.get(Trial, trial_id)
    if trial is None:
        raise NotFound
    return _trial_page(trial, fresh=trial.source_blob == trial.version.source_blob)


def trial_preview(session: Session, trial_id: str, position: int, *, actor: Actor) -> str:
    """Return the blob of the PDF that a row of a trial made; raise `Forbidden`, `NotFound`."""
    require(actor, Right.MANAGE_TEMPLATES)
    trial = session.get(Trial, trial_id)
    row = trial.rows[position] if trial and 0 <= position < len(trial.rows) else None
    if row is None or not row["preview"]:
        raise NotFound
    return str(row["preview"])


def deals_to_try(session: Session, *, actor: Actor, limit: int = 20) -> tuple[DealChoice, ...]:
    """Return the newest deals that the person may try a template on."""
    require(actor, Right.MANAGE_TEMPLATES)
    newest = select(Deal).where(triable_deals(actor)).order_by(Deal.updated_at.desc()).limit(limit)
    return tuple(
        DealChoice(deal.id, f"{deal.number} {deal.title}".strip(), deal.company.name)
        for deal in session.scalars(newest)
    )


def trials_of(session: Session, version: TemplateVersion) -> Iterator[TrialPage]:
    """Yield the newest trials of a version, the last one first."""
    newest = select(Trial).where(Trial.version_id == version.id).order_by(Trial.id.desc()).limit(MOST_TRIALS)
    for trial in session.scalars(newest):
        yield _trial_page(trial, fresh=trial.source_blob == version.source_blob)


def _trial_page(trial: Trial, *, fresh: bool) -> TrialPage:
    return TrialPage(
        id=trial.id,
        version_id=trial.version_id,
        running=trial.state == TrialState.RUNNING.value,
        green=trial.green,
        counts=trial.counts,
        fresh=fresh,
        author=trial.author,
        created_at=trial.created_at,
        rows=tuple(_row(position, row) for position, row in enumerate(trial.rows)),
    )


def _row(position: int, row: Mapping[str, Any]) -> TrialRow:
    return TrialRow(
        position=position,
        deal_id=row["deal"],
        title=row["title"],
        state=RowState(row["state"]),
        missing=tuple(row["missing"]),
        warnings=tuple(row["warnings"]),
        pages=row["pages"],
        milliseconds=row["milliseconds"],
        preview=bool(row["preview"]),
        error=read_kept(row["error"]),
    )
