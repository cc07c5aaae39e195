"""Approving several documents at once: one page with the key terms of each, then what became of each."""

from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from api.context import actor, tools
from api.errors import words_of
from api.language import current_day
from api.web.area import Area
from docsvc.access import Right
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.errors import DocsvcError
from docsvc.model import Verdict
from docsvc.queries.batch import MOST, BatchRow, batch

area = Area("many", __name__, url_prefix="/inbox/many")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document; `problem` is empty where it was approved."""

    row: BatchRow
    problem: str = ""


@area.page("", access=Right.DECIDE)
def show() -> str:
    """Show the chosen documents before they are approved together."""
    return render_template("many.html", rows=_rows(request.args.getlist("document")), most=MOST)


@area.page("", access=Right.DECIDE, post=True)
def approve() -> str:
    """Approve each in a transaction of its own, as it was shown; one refusal stops no other."""
    shown = dict(zip(request.form.getlist("document"), request.form.getlist("seen_sha256"), strict=False))
    comment = request.form.get("comment", "").strip()
    rows = _rows(list(shown))
    results = [_approve(each, seen_sha256=shown[each.row.id], comment=comment) for each in rows]
    return render_template("many_done.html", results=results, missing=len(shown) - len(rows))


def _rows(ids: list[str]) -> tuple[BatchRow, ...]:
    with tools().read() as session:
        return batch(session, tools().blobs, actor(), ids, today=current_day())


def _approve(each: BatchRow, *, seen_sha256: str, comment: str) -> Result:
    if each.alone is not None:
        return Result(each, _("Этот документ нужно решить отдельно."))
    try:
        with tools().work() as work:
            decide_on_document(
                work,
                each.row.id,
                actor=actor(),
                verdict=Verdict.APPROVE,
                comment=comment,
                seen_sha256=seen_sha256,
            )
    except DocsvcError as refusal:
        return Result(each, words_of(refusal))
    return Result(each)
