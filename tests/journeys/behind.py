"""What people do behind a story's back: the same actions as their pages take, without the pages.

Where a story begins with a contract that is out, its beginning is no part of what it tells: other stories
tell that in the browser.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TypeVar

from sqlalchemy import ColumnElement, select

from docsvc.actions.create_document import create_document
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.issue_document import issue_document
from docsvc.actions.send_document import send_document
from docsvc.actions.submit_document import submit_document
from docsvc.demo.people import Machine
from docsvc.demo.visitor import Stuck
from docsvc.mail.insides import Insides, open_insides
from docsvc.mail.letter import Letter, read_letter
from docsvc.model import AuditEntry, Document, Kind, Mail, User, Verdict
from docsvc.queries.suggest_recipients import suggest_recipients
from docsvc.queries.who_is import actor_of
from docsvc.tools import Tools
from docsvc.work import Actor, Work
from tests.integration.core.installation import Clock, Installation
from tests.integration.core.story import sign_only

PATIENCE_SECONDS = 150.0
LOOK_SECONDS = 0.05
RECIPIENT = "/s/"
"""What the path of a recipient's link begins with."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Crm(Machine):
    """The CRM; what it waits for is looked up where it is kept, not asked for again and again."""

    tools: Tools

    def _wait(self, document_id: str, name: str, wanted: str) -> None:
        def reached() -> bool:
            return self._standing(document_id)[name] == wanted

        wait_for(reached, lambda: f"{document_id}: {self._standing(document_id)}, не {wanted}")

    def _standing(self, document_id: str) -> dict[str, str]:
        with self.tools.read() as session:
            document = session.get_one(Document, document_id)
            return {"state": document.state, "render_state": document.version.render_state}


@dataclass(frozen=True, slots=True)
class Behind:
    """The people of an installation at work where nobody looks; `people` are e-mail addresses by part."""

    tools: Tools
    people: dict[str, str]

    def make(self, deal_id: str, kind: str) -> str:
        """Let the manager make a document of a deal; its PDF follows."""
        with self.tools.work() as work:
            return create_document(work, deal_id, actor=self._actor(work, "manager"), kind=Kind(kind))

    def submit(self, document_id: str) -> None:
        """Let the manager submit it; its PDF has to be there."""
        with self.tools.work() as work:
            submit_document(work, document_id, actor=self._actor(work, "manager"))

    def approve(self, document_id: str, parts: Iterable[str]) -> None:
        """Let these colleagues approve it, one after the other."""
        for part in parts:
            with self.tools.work() as work:
                seen = work.document(document_id).version.rendered_sha256 or ""
                decide_on_document(
                    work,
                    document_id,
                    actor=self._actor(work, part),
                    verdict=Verdict.APPROVE,
                    comment="",
                    seen_sha256=seen,
                )

    def send(self, document_id: str) -> None:
        """Let the manager send, or issue, it to those whom the form suggests."""
        with self.tools.read() as session:
            recipients = suggest_recipients(session, document_id)
        with self.tools.work() as work:
            is_invoice = work.document(document_id).kind == Kind.INVOICE
            act = issue_document if is_invoice else send_document
            act(work, document_id, actor=self._actor(work, "manager"), recipients=recipients)

    def sign(self, document_id: str, part: str, *, typed: str) -> None:
        """Let a colleague whom the sending asks follow the letter, ask for a code and sign."""
        here = Installation(self.tools, Clock(), self.tools.settings, self.tools.settings.data)
        sign_only(here, document_id, self.people[part], typed=typed)

    def happened(self, document_id: str, event: str) -> int:
        """Count the events of a kind in a document's trail."""
        with self.tools.read() as session:
            bodies = session.scalars(select(AuditEntry.body).where(AuditEntry.subject == document_id))
            return sum(body.count(f'"{event}"'.encode()) for body in bodies)

    def number(self, document_id: str) -> str:
        """Return the number that a document has."""
        with self.tools.read() as session:
            return session.get_one(Document, document_id).number

    def link(self, email: str, document_id: str) -> str:
        """Return the link of the newest letter that leads a recipient to the document, once it is written."""
        return self._opened(email, document_id, lambda found: RECIPIENT in found.link).link

    def code(self, email: str, document_id: str) -> str:
        """Return the newest code that was sent for the document, once it is."""
        return self._opened(email, document_id, lambda found: bool(found.code)).code

    def letter(self, *where: ColumnElement[bool]) -> Insides:
        """Open the newest letter of a kind as the mail job does: whatever it holds, and no page shows."""
        with self.tools.read() as session:
            newest = session.scalars(select(Mail.id).where(*where).order_by(Mail.id.desc()).limit(1)).one()
            return self._open(read_letter(session, newest))

    def _opened(self, email: str, document_id: str, wanted: Callable[[Insides], bool]) -> Insides:
        def found() -> Insides | None:
            with self.tools.read() as session:
                newest = select(Mail.id).where(Mail.to_email == email).order_by(Mail.id.desc()).limit(20)
                letters = [read_letter(session, each) for each in session.scalars(newest)]
            opened = [self._open(each) for each in letters if document_id in _about(each)]
            return next(filter(wanted, opened), None)

        return wait_for(found, lambda: f"нет письма для {email}")

    def _open(self, letter: Letter) -> Insides:
        return open_insides(letter, self.tools.secrets, base_url=self.tools.settings.base_url)

    def _actor(self, work: Work, part: str) -> Actor:
        return actor_of(work.session.scalars(select(User).where(User.email == self.people[part])).one())


def _about(letter: Letter) -> set[str]:
    """Return the documents that a letter speaks of."""
    subjects = (letter.subject, *(letter.reader.documents if letter.reader else ()))
    return {each.id for each in subjects if each is not None}


def wait_for(found: Callable[[], Found | None], said: Callable[[], str]) -> Found:
    """Return what `found` comes to; raise `Stuck` with what is `said` when that takes too long."""
    end = monotonic() + PATIENCE_SECONDS
    while not (result := found()):
        if monotonic() > end:
            raise Stuck(said())
        sleep(LOOK_SECONDS)
    return result
