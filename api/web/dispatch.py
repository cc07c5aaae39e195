"""A sending that is out: how far everybody is, and what its sender may still do about it."""

from http import HTTPStatus

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.desk import back_to
from api.web.reading import field, read_date, seen
from api.web.sending_form import read_reminders
from docsvc.access import Right
from docsvc.actions.correct_dispatch import Correction, add_copies, correct_dispatch
from docsvc.actions.remind_recipient import remind_recipient
from docsvc.actions.replace_link import replace_link, resend_link
from docsvc.actions.replace_recipient import Newcomer, replace_recipient
from docsvc.actions.void_document import void_document
from docsvc.errors import BadInput, HasAnswered, SendingOver, SignsNoMore, TooManyAttempts
from docsvc.model import Act, Asked, Channel
from docsvc.queries.dispatch_page import dispatch_page
from docsvc.queries.our_signatory import is_ours

area = Area("dispatch", __name__, url_prefix="/documents/<document_id>")

Answer = Response | tuple[str, HTTPStatus]
TOO_LATE = (HasAnswered, SendingOver, SignsNoMore, TooManyAttempts)
"""What a page that was open for a while may run into: it shows how things stand now."""
AGAIN = {"remind": remind_recipient, "resend": resend_link, "link": replace_link}


@area.page("/sending", access=Right.SEND)
def show(document_id: str) -> str:
    """Show the last sending of a document with everything that may be changed in it."""
    return _page(document_id)


@area.page("/sending/correct", access=Right.SEND, post=True)
def correct(document_id: str) -> Answer:
    """Change the words, the end and the reminders of the sending."""
    try:
        with tools().work() as work:
            correct_dispatch(work, field("dispatch"), _correction(), actor=actor())
    except BadInput as refusal:
        return _page(document_id, problem=words_of(refusal), form="correct"), status_of(refusal)
    return back_to(document_id, _("Отправка изменена. Если изменился срок, мы написали тем, кого ждём."))


@area.page("/sending/copies", access=Right.SEND, post=True)
def copies(document_id: str) -> Answer:
    """Let somebody else have a copy."""
    act = Act.COPY if field("act") == Act.COPY else Act.RECEIVE
    person = Asked(name=field("name"), email=field("email"), act=act)
    try:
        with tools().work() as work:
            add_copies(work, field("dispatch"), [person], actor=actor())
    except BadInput as refusal:
        return _page(document_id, problem=words_of(refusal), form="copies"), status_of(refusal)
    return back_to(document_id, _("Получатель копии добавлен."))


@area.page("/sending/recipients/<recipient_id>/instead", access=Right.SEND, post=True)
def instead(document_id: str, recipient_id: str) -> Answer:
    """Ask somebody else instead of a recipient, or the same person at another address."""
    channel = field("channel")
    newcomer = Newcomer(
        name=field("name"),
        email=field("email"),
        position=field("position"),
        authority=field("authority"),
        phone=field("phone"),
        channel=Channel(channel) if channel in set(Channel) else None,
        access_code=field("access_code"),
    )
    try:
        with tools().work() as work:
            replace_recipient(work, recipient_id, newcomer, actor=actor(), reason=field("reason"))
    except BadInput as refusal:
        return _page(document_id, problem=words_of(refusal), form=recipient_id), status_of(refusal)
    return back_to(document_id, _("Получатель заменён: прежняя ссылка больше не действует."))


@area.page("/sending/recipients/<recipient_id>/<what>", access=Right.SEND, post=True)
def again(document_id: str, recipient_id: str, what: str) -> Answer:
    """Remind a recipient, send the invitation again, or make the old link worthless and send a new one."""
    if what not in AGAIN:
        raise NotFound
    try:
        with tools().work() as work:
            AGAIN[what](work, recipient_id, actor=actor())
    except TOO_LATE as refusal:
        return _page(document_id, problem=_why_not(refusal), form="again"), status_of(refusal)
    said = {
        "remind": _("Напоминание отправлено."),
        "resend": _("Приглашение отправлено ещё раз."),
        "link": _("Новая ссылка отправлена, прежняя больше не действует."),
    }
    return back_to(document_id, said[what])


@area.page("/void", access=Right.WITHDRAW, post=True)
def void(document_id: str) -> Answer:
    """Declare a completed document void."""
    with tools().work() as work:
        void_document(work, document_id, actor=actor(), reason=field("reason"), seen=seen())
    return back_to(document_id, _("Документ аннулирован. Всем, у кого он есть, мы написали причину."))


def _why_not(refusal: HasAnswered | SendingOver | SignsNoMore | TooManyAttempts) -> str:
    if isinstance(refusal, TooManyAttempts):
        words: str = _(
            "Писать чаще раза в час незачем: человек получил письмо недавно. Можно через %(minutes)s мин.",
            minutes=refusal.params["minutes"],
        )
        return words
    return words_of(refusal)


def _correction() -> Correction:
    return Correction(
        message=request.form.get("message", ""),
        expires_on=read_date(field("expires_on")),
        endless=not field("expires_on"),
        reminders=read_reminders(),
        shares_copies="shares_copies" in request.form,
    )


def _page(document_id: str, *, problem: str = "", form: str = "") -> str:
    """Draw the page; `form` names the one that was refused, which keeps what was typed."""
    with tools().read() as session:
        found = dispatch_page(session, actor(), document_id)
    ends = found.sending.expires_at if found.sending else None
    return render_template(
        "dispatch.html",
        ends_on=ends.astimezone(tools().settings.timezone).date().isoformat() if ends else "",
        document=found.document,
        sending=found.sending,
        problem=problem,
        refused=form,
        typed=request.form,
        texts=tools().settings.sms is not None,
        signatories=found.signatories,
        is_ours=is_ours,
    )
