"""Try a version of a template: on its sample, or on real deals."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from docsvc.access import Right, require, triable_deals
from docsvc.errors import BadInput, NotFound
from docsvc.model import Deal, RowState, TemplateVersion, Trial, TrialOver, new_id
from docsvc.work import ORGANISATION, Actor, Work

SIZES = (5, 10, 20)
SAMPLE_TITLE = "Образец"


def run_trial(
    work: Work, version_id: str, *, actor: Actor, count: int = 0, deal_id: str | None = None
) -> str:
    """Promise to render a version over the last `count` deals, one deal, or with neither its sample.

    Returns the trial's id; its rows fill in one by one.
    Raises `Forbidden`, `NotFound`, `BadInput` where there is no deal to try on.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    version = work.get(TemplateVersion, version_id)
    if version.template.internal:
        raise NotFound
    if not count and deal_id is None:
        return promise_preview(work, version, actor=actor)
    trial = _trial(work, version, actor, [_row(deal) for deal in _deals(work, actor, count, deal_id)])
    work.record(
        ORGANISATION,
        "template.tried",
        actor,
        template=version.template.code,
        version=version.label,
        sha256=version.source_blob.rpartition("/")[2],
        deals=[row["deal"] for row in trial.rows],
    )
    return trial.id


def promise_preview(work: Work, version: TemplateVersion, *, actor: Actor) -> str:
    """Promise a version rendered over its sample; return the trial's id. The sample is nobody's data."""
    return _trial(work, version, actor, [_row(None)]).id


def _trial(work: Work, version: TemplateVersion, actor: Actor, rows: list[dict[str, Any]]) -> Trial:
    over = TrialOver.DEALS if rows[0]["deal"] else TrialOver.SAMPLE
    trial = Trial(
        id=new_id(),
        version_id=version.id,
        source_blob=version.source_blob,
        over=over.value,
        rows=rows,
        author_id=actor.id,
        author=actor.name,
        created_at=work.now,
    )
    work.add(trial)
    work.later("trial", {"trial": trial.id}, key=f"trial:{trial.id}:0")
    return trial


def _deals(work: Work, actor: Actor, count: int, deal_id: str | None) -> list[Deal]:
    found = select(Deal).where(triable_deals(actor)).options(lazyload("*")).order_by(Deal.updated_at.desc())
    found = found.where(Deal.id == deal_id) if deal_id else found.limit(min(count, SIZES[-1]))
    deals = list(work.session.scalars(found))
    if not deals:
        raise BadInput(
            [("deals", "сделок ещё нет: они приходят из CRM. Пока шаблон можно увидеть на образце")]
        )
    return deals


def _row(deal: Deal | None) -> dict[str, Any]:
    return {
        "deal": deal.id if deal else None,
        "title": f"{deal.number} {deal.title}".strip() if deal else SAMPLE_TITLE,
        "state": RowState.WAITING.value,
        "missing": [],
        "warnings": [],
        "pages": 0,
        "milliseconds": 0,
        "preview": None,
        "error": "",
    }
