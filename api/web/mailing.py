"""One document to many people: their list is read, looked through, and the copies are promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Redirect

from api.context import actor, tools
from api.downloads import download
from api.errors import status_of, words_of
from api.language import current_day
from api.told import as_sentence
from api.web.area import Area
from api.web.reading import accepted, field, seen, whole
from docsvc.access import Right, allow
from docsvc.actions.mail_to_many import mail_to_many
from docsvc.errors import BadInput, DocsvcError, FactsDrifted, NotForMany
from docsvc.model import Channel, State
from docsvc.model.input_errors import checked
from docsvc.model.levels import LEVELS
from docsvc.model.mailing_columns import Row
from docsvc.model.mailing_file import read_people, read_typed, sample_file, write_people
from docsvc.model.mailing_input import MailingTerms
from docsvc.queries.document import load_visible, one_document
from docsvc.queries.document_drift import document_drift
from docsvc.queries.mailing_list import Listed, weigh_people, with_history
from docsvc.queries.mailing_plan import Plan, plan_of
from docsvc.queries.mailing_short import mailings_of

area = Area("mailing", __name__, url_prefix="/documents/<document_id>/mailing")

TICKS = ("individual", "may_delegate")
MOST_FILE = 4 * 2**20
SHOWN = 200
"""Lines of the table on the page, the wrong ones first: the list below it has all of them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the page was given: the terms, and the people where a list was read."""

    terms: MailingTerms
    file_name: str = ""
    listed: tuple[Listed, ...] = ()

    @property
    def right(self) -> tuple[Listed, ...]:
        """Return those who can be sent to."""
        return tuple(each for each in self.listed if each.right)

    @property
    def text(self) -> str:
        """Return the list as the page keeps it, to be mended there."""
        return write_people([each.cells for each in self.listed])


@area.page("", access=Right.SEND)
def form(document_id: str) -> str:
    """Ask for the list and how the copies are sent."""
    return _page(document_id, Typed(MailingTerms.model_validate({})))


@area.page("/sample.csv", access=Right.SEND)
def sample(document_id: str) -> Response:
    """Hand over a list to begin with."""
    with tools().read() as session:
        load_visible(session, actor(), document_id)
    return download(sample_file(), "people.csv", media_type="text/csv")


@area.page("/check", access=Right.SEND, post=True)
def check(document_id: str) -> str | tuple[str, HTTPStatus]:
    """Show what would be sent to whom, and what must be mended first."""
    terms = MailingTerms.model_validate({})
    try:
        terms = _terms()
        people, file_name = _people()
    except BadInput as refusal:
        return _page(document_id, Typed(terms), problem=_words(refusal)), status_of(refusal)
    return _page(document_id, Typed(terms, file_name, weigh_people(people, channel=Channel(terms.channel))))


@area.page("/send", access=Right.SEND, post=True)
def send(document_id: str) -> Redirect | tuple[str, HTTPStatus]:
    """Promise the copies; with wrong lines only when the person said to leave them out."""
    typed = Typed(MailingTerms.model_validate({}))
    try:
        typed = Typed(_terms())
        people, file_name = _people()
        typed = Typed(typed.terms, file_name, weigh_people(people, channel=Channel(typed.terms.channel)))
        _require_mended(typed)
        mailing_id = _mail(document_id, typed)
    except DocsvcError as refusal:
        words = "" if isinstance(refusal, FactsDrifted) else _words(refusal)
        return _page(document_id, typed, problem=words), status_of(refusal)
    flash(_("Рассылаем. Здесь видно, кому ушло, кто открыл и кто ответил."), "success")
    where = url_for("mailings.show", document_id=document_id, mailing=mailing_id)
    return redirect(where, HTTPStatus.SEE_OTHER)


def _mail(document_id: str, typed: Typed) -> str:
    with tools().work() as work:
        return mail_to_many(
            work,
            document_id,
            actor=actor(),
            people=[each.person for each in typed.right if each.person is not None],
            terms=typed.terms,
            file_name=typed.file_name,
            seen=seen(),
            accept=accepted(),
        )


def _require_mended(typed: Typed) -> None:
    wrong = len(typed.listed) - len(typed.right)
    if not typed.right:
        raise BadInput([("list", _("отправлять некому: исправьте список и проверьте его снова"))])
    if wrong and not field("only_right"):
        raise BadInput([("list", _("сначала исправьте отмеченные строки или отправьте без них"))])


def _terms() -> MailingTerms:
    texts = {name: field(name) for name in ("message", "title", "expires_on")}
    given = {name: field(name) for name in ("level", "channel") if field(name)}
    days = {name: whole(field(name)) or 0 for name in ("first", "every", "most") if name in request.form}
    ticks = {name: name in request.form for name in TICKS}
    return checked(MailingTerms, {**texts, **given, **days, **ticks})


def _people() -> tuple[Sequence[tuple[int, Row]], str]:
    """Return the people of the file, or of the list as it was mended on the page."""
    file = request.files.get("file")
    if file is not None and file.filename:
        return read_people(file.read(MOST_FILE + 1)), file.filename
    if not field("list"):
        raise BadInput([("file", _("выберите файл с людьми: CSV или Excel (.xlsx)"))])
    return read_typed(request.form["list"]), field("file_name")


def _words(refusal: DocsvcError) -> str:
    """Say what is wrong; the fields are named in the words already."""
    if isinstance(refusal, BadInput):
        return " ".join(as_sentence(text) for _path, text in refusal.problems)
    return words_of(refusal)


def _page(document_id: str, typed: Typed, *, problem: str = "") -> str:
    today = current_day()
    with tools().read() as session:
        row = load_visible(session, actor(), document_id)
        allow(actor(), Right.SEND, row)
        plan: Plan | None = None
        try:
            plan = plan_of(session, row)
        except NotForMany as refusal:
            problem = problem or words_of(refusal)
        drift = document_drift(session, tools().blobs, actor(), document_id, today=today)
        listed = with_history(session, document_id, typed.listed)
        document = one_document(session, actor(), document_id)
        before = mailings_of(session, document_id)
    return render_template(
        "mailing.html",
        document=document,
        plan=plan,
        approved=document.state is State.APPROVED,
        drift=drift,
        typed=typed,
        listed=listed,
        shown=sorted(listed, key=lambda each: each.right)[:SHOWN],
        as_sentence=as_sentence,
        wrong=sum(not each.right for each in listed),
        again=sum(each.asked_before for each in listed if each.right),
        before=before,
        levels=LEVELS,
        texts=tools().settings.sms is not None,
        button=ngettext("Отправить %(num)s копию", "Отправить %(num)s копий", len(typed.right)),
        problem=problem,
    )
