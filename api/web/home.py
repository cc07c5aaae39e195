"""The first page: another one for each kind of work."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.web.area import EVERYBODY, Area
from docsvc.access import Right, may
from docsvc.queries.checklist import checklist
from docsvc.queries.home import home
from docsvc.queries.jobs import dead_jobs
from docsvc.queries.remarks import questions_for
from docsvc.queries.seal_keys import ends_soon
from docsvc.work import Actor

area = Area("home", __name__)


@area.page("/", access=EVERYBODY)
def index() -> str | Response:
    """Show what the person has to do, or take them where that is."""
    person = actor()
    if may(person, Right.ADMINISTER):
        return _administrator(person)
    if may(person, Right.CREATE):
        return _maker(person)
    return redirect(url_for("inbox.index" if may(person, Right.DECIDE) else "archive.index"))


def _maker(person: Actor) -> str:
    with tools().read() as session:
        found, asked = home(session, person), questions_for(session, person)
    return render_template("home.html", home=found, questions=asked)


def _administrator(person: Actor) -> str:
    with tools().read() as session:
        checks = checklist(session, smtp=tools().settings.smtp is not None)
        found, dead = home(session, person), dead_jobs(session)
        ending = ends_soon(session, tools().clock())
    return render_template("setup.html", checks=checks, home=found, dead=dead, ending=ending)
