"""Send approved documents, together, to those who sign, accept or receive them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from docsvc.access import Right, allow
from docsvc.actions.correct_dispatch import require_reminders
from docsvc.actions.end_of_sending import end_of_sending
from docsvc.actions.guard_facts import Accepted, require_ready
from docsvc.actions.recipient_row import recipient_row
from docsvc.actions.recipients import settle_recipients
from docsvc.errors import BadInput, VersionSpent
from docsvc.errors.phrase import Phrase
from docsvc.model import (
    Act,
    Asked,
    Dispatch,
    DispatchDocument,
    Document,
    Kind,
    Move,
    Reminders,
    State,
    new_id,
)
from docsvc.model.kinds import KINDS
from docsvc.work import Actor, Work

LONGEST_TITLE, LONGEST_MESSAGE = 200, 4000


@dataclass(frozen=True, slots=True)
class Terms:
    """How a sending goes on, as its sender says: see `Dispatch`."""

    message: str = ""
    title: str = ""
    expires_on: date | None = None
    reminders: Reminders = field(default_factory=Reminders)
    quorums: Mapping[str, int] = field(default_factory=dict)
    shares_copies: bool = False
    in_person: bool = False

    def tidied(self) -> "Terms":
        """Return the terms without white space that nobody meant."""
        return replace(self, message=self.message.strip(), title=" ".join(self.title.split()))


USUAL = Terms()


def send_documents(
    work: Work,
    document_ids: Sequence[str],
    *,
    actor: Actor,
    recipients: Sequence[Asked],
    terms: Terms = USUAL,
    seen: Mapping[str, int] | None = None,
    accept: Mapping[str, Accepted] | None = None,
) -> str:
    """Promise the certified files and the invitations; return the id of the dispatch.

    It ends at the end of `expires_on` where the organisation is; an offer among the documents at its own
    date. Of several documents at least one waits for somebody; the others go with it. `seen` and `accept` are
    by document. Raises what `settle_recipients` raises, `BadInput` for a day that has passed,
    `ConditionsUnanswered`, `VersionSpent`, and `FactsDrifted` unless `accept` covers what is no longer as a
    document says.
    """
    documents = _locked(work, document_ids, actor=actor, seen=seen or {})
    terms = terms.tidied()
    _require_short(terms)
    require_reminders(terms.reminders)
    settled = settle_recipients(work, documents, recipients, quorums=terms.quorums, in_person=terms.in_person)
    for document in documents:
        require_ready(work, document, actor=actor, accept=(accept or {}).get(document.id))
        document.move(Move.SEND)
    dispatch = dispatch_to(work, documents, actor=actor, recipients=settled, terms=terms)
    last_day = terms.expires_on or _own_end(documents)
    dispatch.expires_at = end_of_sending(work, last_day) if last_day else None
    about = {"dispatch": dispatch.id, "document": documents[0].id}
    work.later("prepare", about, key=f"prepare:{dispatch.id}")
    if dispatch.expires_at is not None:
        work.later("expire", about, due_at=dispatch.expires_at, key=f"expire:{dispatch.id}")
    return dispatch.id


def send_document(  # noqa: PLR0913 -- what a person says, each part named
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    recipients: Sequence[Asked],
    message: str = "",
    expires_on: date | None = None,
    seen: int | None = None,
    accept: Accepted | None = None,
) -> str:
    """Send one document as `send_documents` does; return the id of the dispatch."""
    return send_documents(
        work,
        [document_id],
        actor=actor,
        recipients=recipients,
        terms=Terms(message=message, expires_on=expires_on),
        seen={document_id: seen} if seen is not None else None,
        accept={document_id: accept} if accept is not None else None,
    )


def dispatch_to(
    work: Work,
    documents: Sequence[Document],
    *,
    actor: Actor,
    recipients: Sequence[Asked],
    terms: Terms,
) -> Dispatch:
    """Write the dispatch down with its recipients, all waiting, and record it in every document."""
    dispatch = _dispatch(work, terms, actor=actor)
    work.add(dispatch)
    for position, document in enumerate(documents, start=1):
        names = {"dispatch_id": dispatch.id, "document_id": document.id, "version_id": document.version.id}
        work.add(DispatchDocument(**names, position=position))
    for asked in recipients:
        work.add(recipient_row(work, dispatch.id, asked))
    work.session.refresh(dispatch, ["documents", "recipients"])
    for document in documents:
        work.record(
            document,
            "dispatch.created",
            actor,
            dispatch=dispatch.id,
            documents=[each.id for each in documents],
            acts=[asked.act.value for asked in recipients],
            quorums=dict(terms.quorums),
            private={"recipients": [f"{asked.name} <{asked.email}>" for asked in recipients]},
        )
    return dispatch


def _locked(
    work: Work, document_ids: Sequence[str], *, actor: Actor, seen: Mapping[str, int]
) -> list[Document]:
    """Lock the documents in one order, whatever order they are sent in, and let only who may send them."""
    if not document_ids:
        raise BadInput([("documents", "выберите хотя бы один документ")])
    locked = {each: work.document(each) for each in sorted(set(document_ids))}
    for document_id, document in locked.items():
        allow(actor, Right.SEND, document)
        document.refuse_stale(seen.get(document_id))
        if document.state == State.APPROVED and document.version.sent_sha256:
            raise VersionSpent
    return [locked[each] for each in document_ids]


def _dispatch(work: Work, terms: Terms, *, actor: Actor) -> Dispatch:
    return Dispatch(
        id=new_id(),
        sender_id=actor.id,
        title=terms.title,
        message=terms.message,
        quorums=dict(terms.quorums),
        reminders=asdict(terms.reminders),
        shares_copies=terms.shares_copies,
        host_id=actor.id if terms.in_person else None,
        created_at=work.now,
    )


def _require_short(terms: Terms) -> None:
    if len(terms.title) > LONGEST_TITLE:
        raise BadInput([("title", Phrase("не больше %(most)s знаков", most=LONGEST_TITLE))])
    if len(terms.message) > LONGEST_MESSAGE:
        raise BadInput([("message", Phrase("не больше %(most)s знаков", most=LONGEST_MESSAGE))])


def _own_end(documents: Sequence[Document]) -> date | None:
    """Return the first last day of what somebody acts on."""
    waiting = [each for each in documents if KINDS[Kind(each.kind)].client_act is not Act.RECEIVE]
    return min((each.valid_until for each in waiting if each.valid_until), default=None)
