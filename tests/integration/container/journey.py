"""The main journey through pages and letters alone: nobody looks into the database or reveals a letter."""

import re
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Final

from docsvc.demo.people import Recipient
from docsvc.demo.play import Play
from docsvc.demo.visitor import Stuck
from tests.services.smtp import Mailbox

PATIENCE_SECONDS: Final = 150
LINK: Final = re.compile(r"http://\S+/s/\S+")
CODE: Final = re.compile(r"\b\d{6}\b")


@dataclass(slots=True)
class Journey(Play):
    """Deal, contract, approval, sending, codes, signatures, seal and archive; letters arrive in `post`."""

    post: Mailbox = field(default_factory=Mailbox)
    read: int = 0
    guests: list[Recipient] = field(default_factory=list)

    def run(self, deal: bytes) -> None:
        """Play it and write the documents to `out`."""
        try:
            deal_id = self.machine.push(deal)
            self._accountant(self._contract(self._colleague("manager"), deal_id))
        finally:
            for browser in (*self.present.values(), *self.guests):
                browser.close()

    def _recipient(self, email: str, document_id: str) -> Recipient:
        person = Recipient(self.base_url)
        self.guests.append(person)
        if person.follow(self._letter(email, LINK)) != document_id:
            raise Stuck(f"the link for {email} is another document's")
        return person

    def _sign(self, email: str, document_id: str, *, typed: str) -> None:
        person = self._recipient(email, document_id)
        self.read = len(self.post.deliveries)
        person.ask_code(document_id, typed=typed)
        person.sign(document_id, typed=typed, code=self._letter(email, CODE))

    def _letter(self, email: str, pattern: re.Pattern[str]) -> str:
        """Wait for a letter that was not read yet, and return what it is looked through for."""
        end = monotonic() + PATIENCE_SECONDS
        while monotonic() < end:
            for delivery in self.post.deliveries[self.read :]:
                body = delivery.message.get_body(("plain",))
                found = pattern.search(body.get_content()) if body else None
                if email in delivery.recipients and found:
                    return found[0]
            sleep(0.05)
        raise Stuck(f"no letter for {email}")
