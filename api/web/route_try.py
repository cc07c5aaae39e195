"""The dry run: which way a document of a real deal would go, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from api.context import actor, tools
from api.errors import words_of
from api.language import current_day
from api.told import told
from api.web.area import Area
from api.web.condition_words import condition_words
from api.web.reading import asked_text, asked_word
from api.web.route_view import WORDS
from api.web.words import KINDS
from docsvc.access import Right
from docsvc.errors import DocsvcError
from docsvc.model import Kind
from docsvc.model.route_explained import Explained, Outcome
from docsvc.model.route_input import RouteInput
from docsvc.queries.deals import deal_list, one_deal
from docsvc.queries.explain_deal import explain_deal
from docsvc.queries.routes import routes

area = Area("route_try", __name__, url_prefix="/settings/routes")

DEALS = 10


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that was tried, and in words why it applies or does not."""

    code: str
    title: str
    outcome: Outcome
    words: str


@area.page("/try", access=Right.ADMINISTER)
def show() -> str:
    """Find a deal, and tell which way its document would go."""
    kind, deal_id = asked_word(Kind, "kind") or Kind.CONTRACT, request.args.get("deal", "")
    deal = explained = None
    problem = ""
    with tools().read() as session:
        found = deal_list(session, actor(), text=asked_text(), size=DEALS).rows
        known = {row.route.code: row.route for row in routes(session)}
        if deal_id:
            deal = one_deal(session, actor(), deal_id)
            today = current_day()
            try:
                explained = explain_deal(session, tools().blobs, deal_id, kind, actor=actor(), today=today)
            except DocsvcError as refusal:
                problem = words_of(refusal)
    return render_template(
        "route_try.html",
        deal=deal,
        explained=explained,
        reasons=_reasons(explained, kind, known) if explained else [],
        kind=kind,
        deals=found,
        text=asked_text(),
        problem=problem,
        **WORDS,
    )


def _reasons(explained: Explained, kind: Kind, known: Mapping[str, RouteInput]) -> list[Reason]:
    return [
        Reason(rule.code, rule.title, rule.outcome, _because(known[rule.code], kind, rule.because))
        for rule in explained.rules
    ]


def _because(route: RouteInput, kind: Kind, because: str) -> str:
    if route.kinds and kind not in route.kinds:
        return str(_("он для других документов: %(kinds)s", kinds=_kinds(route)))
    if route.when:
        return condition_words(told(because), route.currency)
    if route.kinds:
        return str(_("он для документов этого вида, без условия"))
    return str(_("он для всех документов, без условия"))


def _kinds(route: RouteInput) -> str:
    return ", ".join(str(KINDS[kind].word) for kind in route.kinds)
