"""The steps of a mailing as tests tell it."""

from typing import Any

from sqlalchemy import select

from docsvc.actions.mail_to_many import mail_to_many
from docsvc.jobs import run_job
from docsvc.model import Document, Mailing, MailingRow, OutboxMessage
from docsvc.model.mailing_input import MailingTerms, PersonInput
from docsvc.relay.outbox import claim, fail, succeed
from tests.integration.core.installation import Installation


def people(count: int, *, start: int = 1) -> list[PersonInput]:
    """Return people, each of a company of their own."""
    return [
        PersonInput.model_validate(
            {
                "name": f"Получатель {number}",
                "email": f"person{number}@many.example",
                "organisation": f"ООО «Компания {number}»",
            }
        )
        for number in range(start, start + count)
    ]


def mail(installation: Installation, document_id: str, persons: list[PersonInput], **terms: Any) -> str:
    """Begin a mailing, and leave its copies to a runner."""
    with installation.tools.work() as work:
        return mail_to_many(
            work,
            document_id,
            actor=installation.people["manager"],
            people=persons,
            terms=MailingTerms(**terms),
            file_name="люди.csv",
        )


def run_batches(installation: Installation, *, most: int = 1000, name: str = "mailing") -> list[str]:
    """Do the promised batches alone, as one runner would, and return what went wrong with each."""
    outcomes: list[str] = []
    while len(outcomes) < most and (claims := claim(installation.tools, limit=1)):
        for held in claims:
            if held.name != name:
                succeed(installation.tools, held)
                continue
            error = run_job(installation.tools, held.name, held.payload)
            (fail(installation.tools, held, error) if error else succeed(installation.tools, held))
            outcomes.append(error)
    return outcomes


def rows_of(installation: Installation, mailing_id: str) -> list[MailingRow]:
    with installation.tools.read() as session:
        found = select(MailingRow).where(MailingRow.mailing_id == mailing_id)
        return list(session.scalars(found.order_by(MailingRow.position)))


def mailing_of(installation: Installation, mailing_id: str) -> Mailing:
    with installation.tools.read() as session:
        return session.get_one(Mailing, mailing_id)


def copies_of(installation: Installation, document_id: str) -> list[Document]:
    """Return every document that is not the base itself."""
    with installation.tools.read() as session:
        found = select(Document).where(Document.id != document_id).order_by(Document.created_at, Document.id)
        return list(session.scalars(found))


def make_everything_due(installation: Installation) -> None:
    """Let no failed job wait for its next try."""
    with installation.tools.work() as work:
        for row in work.session.scalars(select(OutboxMessage)):
            row.due_at = min(row.due_at, work.now)
