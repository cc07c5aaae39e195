"""Steering an approval: pass a decision on, change who decides, pause, go a step back, begin anew."""

from http import HTTPStatus
from typing import Protocol

from flask import flash, redirect
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.web.area import Area
from api.web.desk import back_to, next_in_inbox
from api.web.reading import field
from docsvc.access import Right
from docsvc.actions.change_approver import add_approver, change_approver
from docsvc.actions.delegate_task import delegate_task
from docsvc.actions.pause_approval import pause_approval, resume_approval
from docsvc.actions.restart_approval import restart_approval
from docsvc.actions.step_back import step_back
from docsvc.errors import BadInput
from docsvc.queries.acts import Control
from docsvc.work import Actor, Work

area = Area("approval", __name__, url_prefix="/documents/<document_id>/approval")

ADD, TAKE = "add:", "task:"
"""How the form of «who decides» names a stage that gets one more, and a seat that changes."""
NOBODY = "nobody"
"""Who decides on a seat that is taken out."""


class Steer(Protocol):
    """An action by which whoever asked for an approval steers it."""

    def __call__(self, work: Work, document_id: str, /, *, actor: Actor, reason: str) -> object:
        """Do it, for a reason."""


STEERS: dict[Control, tuple[Steer, LazyString]] = {
    Control.PAUSE: (
        pause_approval,
        lazy_gettext("Согласование приостановлено. Сроки стоят, документ из входящих убран."),
    ),
    Control.RESUME: (resume_approval, lazy_gettext("Согласование продолжается. Сроки сдвинуты на паузу.")),
    Control.STEP_BACK: (step_back, lazy_gettext("Предыдущий этап открыт снова.")),
    Control.RESTART: (restart_approval, lazy_gettext("Согласование начато заново.")),
}


@area.page("/<control>", access=Right.VIEW, post=True)
def steer(document_id: str, control: str) -> Response:
    """Pause, resume, step back or begin anew."""
    if control not in {each.value for each in STEERS}:
        raise NotFound
    act, words = STEERS[Control(control)]
    with tools().work() as work:
        act(work, document_id, actor=actor(), reason=field("reason"))
    return back_to(document_id, str(words))


@area.page("/delegate", access=Right.DECIDE, post=True)
def delegate(document_id: str) -> Response:
    """Pass the person's own decision on to a colleague."""
    with tools().work() as work:
        delegate_task(work, document_id, actor=actor(), to_user_id=field("to"), reason=field("reason"))
    if field("from") != "inbox":
        return back_to(document_id, _("Передано. Мы написали коллеге."))
    flash(_("Передано. Мы написали коллеге."), "success")
    return redirect(next_in_inbox(), HTTPStatus.SEE_OTHER)


@area.page("/approvers", access=Right.VIEW, post=True)
def change(document_id: str) -> Response:
    """Give a seat to somebody else, take it out, or add one."""
    seat, to = field("seat"), field("to")
    if not to or (to == NOBODY and seat.startswith(ADD)):
        raise BadInput([("to", "выберите, кто будет решать")])
    with tools().work() as work:
        if seat.startswith(ADD):
            add_approver(
                work,
                document_id,
                actor=actor(),
                stage_id=seat.removeprefix(ADD),
                user_id=to,
                reason=field("reason"),
            )
        else:
            change_approver(
                work,
                document_id,
                actor=actor(),
                task_id=seat.removeprefix(TAKE),
                to_user_id=None if to == NOBODY else to,
                reason=field("reason"),
            )
    return back_to(document_id, _("Согласующие изменены. Это видно в истории."))
