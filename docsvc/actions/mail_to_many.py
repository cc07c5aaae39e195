"""Send one approved document to many people, each a copy of their own."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from docsvc.access import Right, allow
from docsvc.actions.correct_dispatch import require_reminders
from docsvc.actions.end_of_sending import end_of_sending
from docsvc.actions.guard_facts import Accepted, require_ready
from docsvc.actions.recipients import settle_recipients
from docsvc.errors import BadInput, WrongMove
from docsvc.errors.phrase import Phrase
from docsvc.mail.address import read_address
from docsvc.model import Channel, Document, Mailing, MailingRow, MailingState, Move, State, new_id
from docsvc.model.mailing_input import MOST_PEOPLE, MailingTerms, PersonInput
from docsvc.queries.drift import drift
from docsvc.queries.mailing_plan import plan_of
from docsvc.sms.phone import is_phone
from docsvc.work import Actor, Work

BATCH = 20
"""Copies that are made and sent in one transaction."""


def mail_to_many(  # noqa: PLR0913 -- what a person says, each part named
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    people: Sequence[PersonInput],
    terms: MailingTerms,
    file_name: str = "",
    seen: int | None = None,
    accept: Accepted | None = None,
) -> str:
    """Write the mailing down and promise its copies; return its id. The document itself stays approved.

    Raises `NotForMany`, `WrongMove` for what is not approved, `BadInput` naming each wrong person and a day
    that has passed, and what `require_ready` and `settle_recipients` raise.
    """
    document = work.document(document_id)
    allow(actor, Right.SEND, document)
    document.refuse_stale(seen)
    if document.state != State.APPROVED.value:
        raise WrongMove(state=document.state, move=Move.SEND.value)
    plan = plan_of(work.session, document)
    _require_people(people, Channel(terms.channel))
    _require_terms(work, terms)
    # One stands for all: what is wrong with our side or with the places is wrong for everybody.
    settle_recipients(work, [document], plan.asked(people[0], terms))
    require_ready(work, document, actor=actor, accept=accept)
    mailing = _mailing(work, document, actor=actor, people=people, terms=terms, file_name=file_name)
    private = {"file": mailing.file_name} if mailing.file_name else {}
    work.record(
        document,
        "mailing.started",
        actor,
        mailing=mailing.id,
        people=len(people),
        version=document.version.label,
        private=private,
    )
    promise_copies(work, mailing, [row.position for row in mailing.rows])
    return mailing.id


def promise_copies(work: Work, mailing: Mailing, positions: Sequence[int]) -> None:
    """Promise a job for each batch of rows; each call is a promise of its own."""
    for about, key in batches(mailing, positions):
        work.later("mailing", about, key=f"mailing:{key}")


def batches(mailing: Mailing, positions: Sequence[int]) -> Iterator[tuple[dict[str, str], str]]:
    """Return what the job of each batch of rows is told, and a key that no other call gives."""
    turn = new_id()
    for start in range(0, len(positions), BATCH):
        batch = positions[start : start + BATCH]
        about = {"mailing": mailing.id, "document": mailing.document_id}
        yield about | {"first": str(batch[0]), "last": str(batch[-1])}, f"{mailing.id}:{turn}:{batch[0]}"


def _mailing(
    work: Work,
    document: Document,
    *,
    actor: Actor,
    people: Sequence[PersonInput],
    terms: MailingTerms,
    file_name: str,
) -> Mailing:
    mailing = Mailing(
        id=new_id(),
        document_id=document.id,
        version_id=document.version.id,
        sender_id=actor.id,
        file_name=file_name.strip()[:200],
        terms=terms.plain()
        | {
            "from": _mailed_before(work, document),
            "drift": drift(work.blobs, document, today=work.today).digest,
        },
        created_at=work.now,
    )
    work.add(mailing)
    work.session.add_all(
        MailingRow(
            id=new_id(),
            mailing_id=mailing.id,
            position=position,
            person=person.model_dump(mode="json"),
            state=MailingState.WAITING.value,
        )
        for position, person in enumerate(people, start=1)
    )
    work.session.flush()
    work.session.refresh(mailing, ["rows"])
    return mailing


def _mailed_before(work: Work, document: Document) -> int:
    """Return how many numbers of copies earlier mailings of the document took."""
    rows = select(func.count(MailingRow.id)).join(Mailing).where(Mailing.document_id == document.id)
    return work.session.scalar(rows) or 0


def _require_people(people: Sequence[PersonInput], channel: Channel) -> None:
    if not 1 <= len(people) <= MOST_PEOPLE:
        raise BadInput([("people", Phrase("укажите от 1 до %(most)s человек", most=MOST_PEOPLE))])
    problems, first = [], dict[str, int]()
    for number, person in enumerate(people):
        where = f"people[{number}].email"
        try:
            address = read_address(person.email)
        except ValueError as error:
            problems.append((where, str(error)))
            continue
        if first.setdefault(address, number) != number:
            problems.append(
                (where, Phrase("эта почта уже есть: %(where)s", where=f"people[{first[address]}]"))
            )
        if channel is Channel.SMS and not is_phone(person.phone):
            problems.append((f"people[{number}].phone", "нужен номер телефона: на него придёт код"))
    if problems:
        raise BadInput(problems)


def _require_terms(work: Work, terms: MailingTerms) -> None:
    require_reminders(terms.reminders)
    if terms.expires_on is not None:
        end_of_sending(work, terms.expires_on)
