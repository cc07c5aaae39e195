"""Make and send the copies of one batch of a mailing."""

from sqlalchemy import select

from docsvc.access import Right, allow
from docsvc.actions.copy_document import copy_document
from docsvc.actions.guard_facts import require_ready
from docsvc.actions.send_document import Terms, send_documents
from docsvc.errors import BadInput, BaseChanged, DocsvcError
from docsvc.errors.phrase import Phrase, kept, listed, phrase_of
from docsvc.model import Document, Mailing, MailingRow, MailingState, State
from docsvc.model.input_errors import checked
from docsvc.model.mailing_input import MailingTerms, PersonInput
from docsvc.queries.drift import drift
from docsvc.queries.mailing_plan import Plan, plan_of
from docsvc.work import Actor, Work


def send_copies(work: Work, mailing_id: str, *, actor: Actor, first: int, last: int) -> None:
    """Make a copy for each person from `first` to `last` who still waits, and send it to them.

    What one person's copy is refused for is written into their row; the others go on. A mailing that was
    stopped is left alone.
    """
    document = work.document(work.get(Mailing, mailing_id).document_id)
    mailing = work.get(Mailing, mailing_id)
    work.session.refresh(mailing, ["stopped_at"])
    rows = waiting_rows(work, mailing, first=first, last=last)
    if mailing.stopped_at is not None or not rows:
        return
    try:
        plan = _still_good(work, mailing, document, actor=actor)
    except DocsvcError as refusal:
        for row in rows:
            _fail(row, refusal)
        return
    sent = [row for row in rows if _send(work, document, row, plan=plan, actor=actor)]
    if sent:
        work.record(
            document,
            "mailing.sent",
            actor,
            mailing=mailing.id,
            copies=[row.document_id for row in sent],
        )


def waiting_rows(work: Work, mailing: Mailing, *, first: int, last: int) -> list[MailingRow]:
    """Return the rows of a batch whose copy is not made; the lock on the base keeps others off them."""
    found = select(MailingRow).where(
        MailingRow.mailing_id == mailing.id,
        MailingRow.position.between(first, last),
        MailingRow.state == MailingState.WAITING.value,
    )
    return list(work.session.scalars(found.order_by(MailingRow.position)))


def terms_of(mailing: Mailing) -> MailingTerms:
    """Return how the copies of a mailing are sent."""
    known = {name: value for name, value in mailing.terms.items() if name in MailingTerms.model_fields}
    return MailingTerms.model_validate(known)


def _still_good(work: Work, mailing: Mailing, document: Document, *, actor: Actor) -> Plan:
    """Return who acts on the copies, while the document is what was approved when the mailing began."""
    allow(actor, Right.SEND, document)
    if document.state != State.APPROVED.value or document.current_version_id != mailing.version_id:
        raise BaseChanged
    # What differed when the mailing began was accepted then; only what came since stops it.
    if drift(work.blobs, document, today=work.today).digest != mailing.terms.get("drift", ""):
        require_ready(work, document, actor=actor, accept=None)
    return plan_of(work.session, document)


def _send(work: Work, base: Document, row: MailingRow, *, plan: Plan, actor: Actor) -> bool:
    """Send one copy, whole or not at all; tell whether it went out."""
    mailing, terms = row.mailing, terms_of(row.mailing)
    number = int(mailing.terms.get("from", 0)) + row.position
    try:
        person = checked(PersonInput, row.person)
        with work.session.begin_nested():
            copy = copy_document(work, base, actor=actor, number=number, person=person, mailing_id=mailing.id)
            dispatch_id = send_documents(
                work,
                [copy.id],
                actor=actor,
                recipients=plan.asked(person, terms),
                terms=Terms(
                    message=terms.message,
                    title=terms.title,
                    expires_on=terms.expires_on,
                    reminders=terms.reminders,
                ),
            )
    except DocsvcError as refusal:
        _fail(row, refusal)
        return False
    row.state, row.error = MailingState.SENT.value, ""
    row.document_id, row.dispatch_id = copy.id, dispatch_id
    return True


def _fail(row: MailingRow, refusal: DocsvcError) -> None:
    row.state, row.error = MailingState.FAILED.value, kept(_reason(refusal))


def _reason(refusal: DocsvcError) -> Phrase:
    """Return why a copy was refused, as whoever looks at the mailing reads it in their language."""
    if isinstance(refusal, BadInput):
        return listed([phrase_of(text) for _path, text in refusal.problems])
    return Phrase.made(refusal.message, refusal.params)
