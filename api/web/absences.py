"""Who is away and who decides for them: a person's own page, their head's and the administrators'."""

from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from api.context import actor, safe_next, tools
from api.errors import status_of, words_of
from api.language import zone
from api.web.area import EVERYBODY, Area
from api.web.reading import asked_text, field, read_date
from docsvc.actions.cancel_absence import cancel_absence
from docsvc.actions.set_absence import Away, set_absence
from docsvc.actions.set_deputy import set_deputy
from docsvc.errors import BadCalendar, CannotStandIn
from docsvc.queries.absences import everybody_kept, kept
from docsvc.queries.colleagues import colleagues

area = Area("absences", __name__)

Answer = Response | tuple[str, HTTPStatus]


@area.page("/absences", access=EVERYBODY)
def index() -> str:
    """List the people whose absences the reader keeps, and show those of one of them."""
    return _page(asked_text("person") or actor().id)


@area.page("/absences/<user_id>", access=EVERYBODY, post=True)
def add(user_id: str) -> Answer:
    """Write an absence down."""
    try:
        away = _asked_absence(user_id)
        with tools().work() as work:
            set_absence(work, user_id, away, actor=actor())
    except (BadCalendar, CannotStandIn) as refusal:
        return _page(user_id, problem=words_of(refusal)), status_of(refusal)
    flash(_("Записано. Кто замещает, узнает из письма."), "success")
    return _back(user_id)


@area.page("/absences/<user_id>/<absence_id>/cancel", access=EVERYBODY, post=True)
def cancel(user_id: str, absence_id: str) -> Response:
    """Take an absence back, or end it now."""
    with tools().work() as work:
        cancel_absence(work, absence_id, actor=actor())
    flash(_("Отсутствие отменено: решения снова ждут самого человека."), "success")
    return _back(user_id)


@area.page("/absences/<user_id>/deputy", access=EVERYBODY, post=True)
def name_deputy(user_id: str) -> Answer:
    """Name who stands in as a rule."""
    try:
        with tools().work() as work:
            set_deputy(work, user_id, actor=actor(), deputy_id=field("deputy") or None)
    except CannotStandIn as refusal:
        return _page(user_id, problem=words_of(refusal)), status_of(refusal)
    flash(_("Сохранено."), "success")
    return _back(user_id)


def _asked_absence(user_id: str) -> Away:
    """Read the days, the first and the last whole, as the person's clock tells them."""
    first, last = read_date(field("first")), read_date(field("last"))
    if first is None or last is None:
        raise BadCalendar(reason=_("Укажите первый и последний день."))
    with tools().read() as session:
        person = kept(session, actor(), user_id, now=tools().clock())
    where = zone(person.timezone)
    return Away(
        starts_at=_midnight(first, where),
        ends_at=_midnight(last + timedelta(days=1), where),
        deputy_id=field("deputy") or None,
        reason=field("why"),
    )


def _midnight(day: date, where: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=where).astimezone(UTC)


def _back(user_id: str) -> Response:
    target = safe_next(request.form.get("next")) or url_for("absences.index", person=user_id)
    return redirect(target, HTTPStatus.SEE_OTHER)


def _page(user_id: str, *, problem: str = "") -> str:
    now = tools().clock()
    with tools().read() as session:
        shown = kept(session, actor(), user_id, now=now)
        people, others = everybody_kept(session, actor(), now=now), colleagues(session, without=user_id)
    return render_template("absences.html", shown=shown, people=people, colleagues=others, problem=problem)
