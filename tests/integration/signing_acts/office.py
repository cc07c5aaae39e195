"""The steps of a sending as these tests take them: several documents, many people, jobs included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from docsvc.actions.open_link import Opened, open_link
from docsvc.actions.send_document import Terms, send_documents
from docsvc.actions.sign_document import Will, sign_document
from docsvc.errors import DocsvcError
from docsvc.mail.compose import preview
from docsvc.model import (
    Act,
    Asked,
    Dispatch,
    Document,
    DocumentVersion,
    Kind,
    Mail,
    Recipient,
    Signature,
)
from docsvc.queries.recipient import RecipientView, recipient_view
from docsvc.tools import trusted
from signing import Verdict, verify
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.core.story import HERE

DIRECTOR = Asked("Соколов Андрей Викторович", "director@polaris.example", Act.SIGN, 1, "seller")
CLIENT = Asked("Иванов Иван Иванович", "ivanov@vector.example", Act.SIGN, 2, "client", may_delegate=True)
BOOKS = Asked("Козлова Ксения Игоревна", "books@vector.example", Act.COPY, 1)
BOARD = tuple(
    replace(CLIENT, name=name, email=email, group="правление")
    for name, email in (
        ("Белова Анна Сергеевна", "belova@vector.example"),
        ("Волков Олег Петрович", "volkov@vector.example"),
        ("Гусев Илья Ильич", "gusev@vector.example"),
    )
)


@dataclass(frozen=True)
class Office:
    """An installation with the deal that its documents are of."""

    installation: Installation
    deal_id: str

    def approved(self, *kinds: Kind) -> list[str]:
        """Make documents of the deal and take them through their approval."""
        made: list[str] = []
        for kind in kinds:
            if kind is Kind.CONTRACT:
                made.append(story.approved_contract(self.installation, self.deal_id))
            else:
                basis = next(iter(made), None)
                made.append(story.make(self.installation, self.deal_id, kind, basis_id=basis))
                story.submit(self.installation, made[-1])
        return made

    def send(self, documents: Sequence[str], *recipients: Asked, **terms: Any) -> str:
        """Send documents together, and let the jobs invite whose turn it is."""
        with self.installation.tools.work() as work:
            dispatch_id = send_documents(
                work,
                documents,
                actor=self.installation.people["manager"],
                recipients=recipients or (DIRECTOR, CLIENT),
                terms=Terms(**terms),
            )
        self.installation.run_jobs()
        return dispatch_id

    def open(self, document_id: str, who: Asked) -> Opened:
        """Open the personal link."""
        link = story.link_of(self.installation, document_id, who.email)
        with self.installation.tools.work() as work:
            return open_link(work, link, **HERE)

    def will(self, opened: Opened, document_id: str, who: Asked, **changes: Any) -> Will:
        """Return what a careful signer gives, the code from their mail included."""
        code = story.ask_code(self.installation, opened, document_id)
        usual = story.will_of(self.installation, document_id, typed=who.name, code=code)
        shown = self.view(opened, document_id).shown
        return replace(usual, shown_sha256="", **({"shown": shown} | changes))

    def sign(self, document_id: str, who: Asked, **changes: Any) -> Opened:
        """Open, read, ask for a code and sign everything that is asked for; the jobs follow."""
        opened = self.open(document_id, who)
        will = self.will(opened, document_id, who, **changes)
        assert self.signs(opened, document_id, will) is None
        self.installation.run_jobs()
        return opened

    def signs(self, opened: Opened, document_id: str, will: Will) -> DocsvcError | None:
        """Sign in a session; return the refusal of the code."""
        with self.installation.tools.work() as work:
            return sign_document(work, opened.session_token, document_id=document_id, will=will, **HERE)

    def view(self, opened: Opened, document_id: str) -> RecipientView:
        """Look at a recipient's page."""
        tools = self.installation.tools
        with tools.read() as session:
            return recipient_view(
                session,
                opened.session_token,
                document_id=document_id,
                blobs=tools.blobs,
                now=tools.clock(),
            )

    def states(self, documents: Sequence[str]) -> list[str]:
        """Return where the documents stand."""
        return [story.state_of(self.installation, each) for each in documents]

    def people(self, dispatch_id: str) -> dict[str, str]:
        """Return where the recipients stand, by the name before the @ of their address."""
        with self.installation.tools.read() as session:
            rows = session.get_one(Dispatch, dispatch_id).recipients
            return {row.email.partition("@")[0]: row.state for row in rows}

    def signatures(self, document_id: str) -> list[Signature]:
        """Return the acts on a document in their order."""
        with self.installation.tools.read() as session:
            acts = select(Signature).filter_by(document_id=document_id).order_by(Signature.position)
            return list(session.scalars(acts))

    def mails(self, template: str, document_id: str) -> list[str]:
        """Return to whom a letter about a document went."""
        with self.installation.tools.read() as session:
            sent = select(Mail.to_email).filter_by(template=template, document_id=document_id)
            return sorted(session.scalars(sent))

    def letter(self, template: str, document_id: str, to: str = "") -> str:
        """Return the words of the newest such letter about a document, its link masked."""
        sent = select(Mail.id).filter_by(template=template, document_id=document_id)
        sent = sent.where(Mail.to_email == to) if to else sent
        with self.installation.tools.read() as session:
            newest = session.scalars(sent.order_by(Mail.id.desc())).first() or ""
            return preview(session, newest, settings=self.installation.tools.settings).text

    def version(self, document_id: str) -> DocumentVersion:
        """Return the current version of a document."""
        return story.version_of(self.installation, document_id)

    def verdict(self, document_id: str) -> Verdict:
        """Check the final file as an outsider does."""
        version = self.version(document_id)
        pdf = self.installation.tools.blobs.get(version.final_blob or "")
        return verify(pdf, trusted=trusted(self.installation.tools), sha256=version.final_sha256)

    def count(self, table: type, **where: Any) -> int:
        """Count rows."""
        with self.installation.tools.read() as session:
            return session.scalar(select(func.count()).select_from(table).filter_by(**where)) or 0

    def recipient(self, dispatch_id: str, who: Asked) -> Recipient:
        """Return the newest row of a person in a sending."""
        with self.installation.tools.read() as session:
            rows = session.get_one(Dispatch, dispatch_id).recipients
            return next(row for row in reversed(rows) if row.email == who.email)

    def document(self, document_id: str) -> Document:
        """Return a document."""
        with self.installation.tools.read() as session:
            return session.get_one(Document, document_id)


def fields_of(view: RecipientView) -> Mapping[str, list[str]]:
    """Return what is to be filled in, by the document's kind."""
    return {each.kind.value: [field.name for field in each.fields] for each in view.documents}
