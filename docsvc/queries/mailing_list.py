"""The people of a mailing before it goes out: who can be sent to, what is wrong, who was asked already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase, phrase_of
from docsvc.mail.address import read_address
from docsvc.model import Channel, Dispatch, DispatchDocument, DocumentLink, Recipient, RecipientState
from docsvc.model.input_errors import checked
from docsvc.model.mailing_columns import Row
from docsvc.model.mailing_file import spelled
from docsvc.model.mailing_input import PersonInput
from docsvc.sms.phone import read_phone

COPY = "copy"
"""The relation of a copy to the document that it is a copy of."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: its cells, the person as understood, what must be mended, what to know."""

    line: int
    cells: Row
    person: PersonInput | None
    problems: tuple[Phrase, ...] = ()
    asked_before: bool = False

    @property
    def right(self) -> bool:
        """Tell whether this person can be sent to."""
        return self.person is not None and not self.problems


def weigh_people(people: Sequence[tuple[int, Row]], *, channel: Channel) -> tuple[Listed, ...]:
    """Return every line with what is wrong with it; of two with one address the first one stands."""
    first: dict[str, int] = {}
    listed = []
    for line, cells in people:
        each = _listed(line, cells, channel)
        if each.person is not None:
            earlier = first.setdefault(each.person.email, line)
            if earlier != line:
                again = Phrase("Почта уже есть в строке %(line)s: уберите повтор.", line=earlier)
                each = replace(each, problems=(*each.problems, again))
        listed.append(each)
    return tuple(listed)


def with_history(session: Session, document_id: str, listed: Sequence[Listed]) -> tuple[Listed, ...]:
    """Mark those who were asked about this document before, by it or by a copy of it."""
    copies = select(DocumentLink.from_id).where(
        DocumentLink.to_id == document_id, DocumentLink.relation == COPY
    )
    known = set(
        session.scalars(
            select(Recipient.email)
            .join(Dispatch, Dispatch.id == Recipient.dispatch_id)
            .join(DispatchDocument, DispatchDocument.dispatch_id == Dispatch.id)
            .where(
                (DispatchDocument.document_id == document_id) | DispatchDocument.document_id.in_(copies),
                Recipient.state != RecipientState.CANCELLED.value,
            )
        )
    )
    return tuple(
        replace(each, asked_before=each.person is not None and each.person.email in known) for each in listed
    )


def _listed(line: int, cells: Row, channel: Channel) -> Listed:
    try:
        person = checked(PersonInput, spelled(cells))
    except BadInput as refusal:
        return Listed(line, cells, None, tuple(phrase_of(text) for _path, text in refusal.problems))
    problems: list[Phrase] = []
    try:
        person = person.model_copy(update={"email": read_address(person.email)})
    except ValueError as error:
        problems.append(Phrase(str(error)))
    if channel is Channel.SMS:
        try:
            person = person.model_copy(update={"phone": read_phone(person.phone)})
        except ValueError as error:
            problems.append(Phrase("%(what)s: на него придёт код", what=Phrase(str(error))))
    return Listed(line, cells, person, tuple(problems))
