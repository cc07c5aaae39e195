"""Run a template over its sample or over deals, one document at a time, and keep what came out."""

import json
import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from docsvc.actions.sample_facts import sample_facts
from docsvc.actions.trial_facts import trial_facts
from docsvc.errors import DocsvcError
from docsvc.errors.phrase import kept, phrase_of
from docsvc.model import RowState, Trial, TrialState
from docsvc.queries.sources import source_at
from docsvc.tools import Tools
from templates import MissingFields, Source, TemplateError
from templates.limits import render_safely
from templates.schema import is_empty

WATERMARK = "ЧЕРНОВИК"
SECONDS = 8.0
"""After so long the rest is promised anew: the longest document still fits into the time of one job."""

Row = dict[str, Any]


def run_trial_rows(tools: Tools, payload: Mapping[str, str]) -> None:
    """Render the rows that still wait, each stored as it comes out; promise the rest when it takes long.

    A document that lacks data or does not render is a result, not a failure of the job.
    """
    end = time.monotonic() + SECONDS
    while (waiting := _next(tools, payload["trial"])) is not None:
        position, address, deal_id = waiting
        source = source_at(tools.blobs, address)
        _store(tools, payload["trial"], position, _outcome(tools, payload["trial"], source, deal_id))
        if time.monotonic() > end:
            _go_on_later(tools, payload["trial"], position)
            return


def _next(tools: Tools, trial_id: str) -> tuple[int, str, str | None] | None:
    """Return the position, the template's address and the deal of the first row that waits."""
    with tools.read() as session:
        trial = session.get(Trial, trial_id)
        if trial is None:  # its draft was discarded
            return None
        for position, row in enumerate(trial.rows):
            if row["state"] == RowState.WAITING.value:
                return position, trial.source_blob, row["deal"]
    return None


def _outcome(tools: Tools, trial_id: str, source: Source, deal_id: str | None) -> Row:
    began = time.perf_counter()
    try:
        facts = _facts(tools, trial_id, source, deal_id)
        rendered = render_safely(source, facts, watermark=WATERMARK)
    except MissingFields as error:
        return {"state": RowState.LACKING.value, "missing": [field.label for field in error.fields]}
    except TemplateError as error:
        return {"state": RowState.FAILED.value, "error": kept(phrase_of(str(error)))}
    except DocsvcError as error:
        return {"state": RowState.FAILED.value, "error": kept(error.phrase)}
    return {
        "state": RowState.RENDERED.value,
        "pages": rendered.pages,
        "milliseconds": round((time.perf_counter() - began) * 1000),
        "warnings": _warnings(source, facts),
        "preview": tools.blobs.put(trial_id, rendered.pdf),
    }


def _facts(tools: Tools, trial_id: str, source: Source, deal_id: str | None) -> dict[str, Any]:
    with tools.work() as work:
        if deal_id is None:
            return sample_facts(work, source)
        return trial_facts(work, work.get(Trial, trial_id), deal_id)


def _warnings(source: Source, facts: Mapping[str, Any]) -> list[str]:
    """Name the fields that the template declares, may do without, and found empty."""
    optional = (field for field in source.fields.fields if not field.required and "[]" not in field.path)
    return [field.label for field in optional if is_empty(_look_up(facts, field.path))]


def _look_up(facts: Mapping[str, Any], path: str) -> object:
    value: Any = facts
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _store(tools: Tools, trial_id: str, position: int, outcome: Row) -> None:
    with tools.work() as work:
        locked = select(Trial).where(Trial.id == trial_id).options(lazyload("*")).with_for_update()
        trial = work.session.scalars(locked.execution_options(populate_existing=True)).one_or_none()
        if trial is None or trial.rows[position]["state"] != RowState.WAITING.value:
            return
        rows = json.loads(json.dumps(trial.rows))
        rows[position] |= outcome
        trial.rows = rows
        if all(row["state"] != RowState.WAITING.value for row in rows):
            trial.state, trial.finished_at = TrialState.DONE.value, work.now


def _go_on_later(tools: Tools, trial_id: str, position: int) -> None:
    with tools.work() as work:
        work.later("trial", {"trial": trial_id}, key=f"trial:{trial_id}:{position + 1}")
