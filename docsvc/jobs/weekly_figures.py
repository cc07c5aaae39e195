"""The letter of every Monday: the figures of the week before, for those who answer for approvals.

A row of the outbox promises the next one, so the installation has one at a time: a server that was off for
weeks finds one that is due, sends the figures of the week before, and goes on.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, Scope, may, scope_of
from docsvc.actions.promise_figures import is_promised, next_monday, promise_at
from docsvc.mail.post import post_to_user
from docsvc.model import User
from docsvc.model.figures import Share
from docsvc.queries.figures import Figures, figures
from docsvc.queries.figures_filter import FigureFilter
from docsvc.queries.who_is import actor_of
from docsvc.tools import Tools

LETTER = "figures_weekly"

_WEEK = timedelta(weeks=1)
_KEPT = {True: "yes", False: "no", None: ""}


def send_figures(tools: Tools, _payload: Mapping[str, str]) -> None:
    """Write to administrators, directors and heads of departments, unless that was done for this week."""
    now, zone = tools.clock(), tools.settings.timezone
    with tools.read() as session:
        if is_promised(session, next_monday(now, zone)):
            return
        told = [(user.id, _words(found, user.language)) for user, found in _readers(session, now, zone)]
    with tools.work() as work:
        promise_at(work, next_monday(now, zone))
        for user_id, words in told:
            post_to_user(work, LETTER, work.get(User, user_id), **words)


def _readers(session: Session, now: datetime, zone: ZoneInfo) -> Iterator[tuple[User, Figures]]:
    """Return who answers for approvals, each with the figures of the last whole week where it has any."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    week = FigureFilter(since=monday - _WEEK, until=monday - timedelta(days=1))
    for user in session.scalars(select(User).where(User.active).order_by(User.name)).unique():
        reader = actor_of(user)
        without = scope_of(reader, Right.VIEW_FIGURES) is Scope.DEPARTMENT and user.department_id is None
        if not may(reader, Right.VIEW_FIGURES) or without:
            continue
        found = figures(session, reader, week, now=now, zone=zone)
        if not found.is_empty:
            yield user, found


def _words(found: Figures, language: str) -> dict[str, Any]:
    """Return what the letter says, as strings; shares as a figure, their parts, and whether they are kept."""
    chosen, overall, russian = found.chosen, found.times.overall, language == "ru"
    minutes = overall.elapsed.median // 60 if overall else 0
    return {
        "since": f"{chosen.since:%d.%m}" if russian else f"{chosen.since:%d %b}",
        "until": f"{chosen.until:%d.%m.%Y}" if russian else f"{chosen.until:%d %b %Y}",
        "started": str(sum(week.started for week in found.weeks)),
        "finished": str(sum(week.finished for week in found.weeks)),
        "took_hours": str(minutes // 60) if overall else "",
        "took_minutes": str(minutes % 60),
        "waiting": str(found.waiting.documents),
        "late": str(found.waiting.overdue),
        **_share("sla", found.sla, language),
        **_share("first", found.first_time, language),
        **_share("escalated", found.escalated, language),
    }


def _share(name: str, share: Share, language: str) -> dict[str, str]:
    figure = "" if share.percent is None else f"{share.percent.normalize():f}"
    return {
        name: figure.replace(".", ",") if language == "ru" else figure,
        f"{name}_of": f"{share.part}/{share.whole}",
        f"{name}_kept": _KEPT[share.kept],
    }
