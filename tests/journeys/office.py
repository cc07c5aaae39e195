"""What goes on behind a story: deals come in, colleagues do their part, letters are read. All over HTTP."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from docsvc.demo.people import Colleague, Machine, Recipient
from docsvc.demo.visitor import Visitor
from tests.journeys.installation import EXAMPLES, PEOPLE, Installation

INVITATION = "/s/"
CODE = "••••••"
DIRECTOR = "Орлова Марина Викторовна"
CLIENT = "Соколов Андрей Петрович"


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal of one story alone, so that stories do not meet; `client` is the e-mail of its contact."""

    id: str
    title: str
    client: str


@dataclass(slots=True)
class Office:
    """The people of an installation, each logged in once."""

    house: Installation
    crm: Machine
    _visitors: list[Visitor] = field(default_factory=list)
    _present: dict[str, Colleague] = field(default_factory=dict)
    _deals: Iterator[int] = field(default_factory=lambda: count(1))

    def colleague(self, part: str) -> Colleague:
        """Return the person who plays a part."""
        if part not in self._present:
            email = PEOPLE[part]
            person = Colleague(self.house.base_url, email=email, password=self.house.passwords[email])
            self._present[part] = person
            self._visitors.append(person)
        return self._present[part]

    def close(self) -> None:
        """Let everybody go home."""
        for visitor in self._visitors:
            visitor.close()

    def deal(self, *, incomplete: bool = False) -> Deal:
        """Let the CRM push a new deal; an incomplete one lacks what a contract cannot do without."""
        number = next(self._deals)
        about = json.loads((EXAMPLES / "deal.json").read_text(encoding="utf-8"))
        about |= {"external_id": f"journey-{number}", "number": f"{1200 + number}"}
        about["title"] = f"Видеоконтроль склада «Парголово», очередь {number}"
        about["contact"]["email"] = f"sokolov-{number}@prichal.example"
        if incomplete:
            about["company"] |= {"external_id": f"c-{number}", "address": "", "inn": ""}
            about["contact"]["authority"] = ""
        deal_id = self.crm.push(json.dumps(about).encode())
        return Deal(deal_id, about["title"], about["contact"]["email"])

    def submitted(self, kind: str, deal: Deal) -> str:
        """Make a document of the deal and submit it; return its id."""
        manager = self.colleague("manager")
        document_id = manager.make(deal.id, kind)
        self.crm.wait_rendered(document_id)
        manager.submit_for_approval(document_id)
        return document_id

    def sent(self, kind: str, deal: Deal) -> str:
        """Make a document that everybody approves and send it to those who are usually asked."""
        document_id = self.submitted(kind, deal)
        if kind == "contract":
            for part in ("lawyer", "finance", "director"):
                self.colleague(part).approve(document_id)
        self.colleague("manager").send(document_id)
        self.crm.wait(document_id, "archived" if kind == "invoice" else "sent")
        return document_id

    def signed_by_the_director(self, deal: Deal) -> str:
        """Send a contract that the client alone has still to sign."""
        document_id = self.sent("contract", deal)
        director = Recipient(self.house.base_url)
        self._visitors.append(director)
        director.follow(self.link(PEOPLE["director"], document_id))
        director.ask_code(document_id, typed=DIRECTOR)
        director.sign(document_id, typed=DIRECTOR, code=self.code(PEOPLE["director"], document_id))
        return document_id

    def number(self, document_id: str) -> str:
        """Return the number that a document has."""
        return str(self.crm._request("GET", f"/documents/{document_id}")["number"])

    def happened(self, document_id: str, event: str) -> int:
        """Count the events of a kind in a document's audit trail."""
        return self.crm.audit(document_id).decode().count(f'"{event}"')

    def link(self, email: str, document_id: str) -> str:
        """Return the link of an invitation, as an administrator without SMTP passes it on."""
        return self._insides(email, document_id, INVITATION)[0]

    def code(self, email: str, document_id: str) -> str:
        """Return the newest code that was sent for a document."""
        return self._insides(email, document_id, CODE)[1]

    def _insides(self, email: str, document_id: str, words: str) -> tuple[str, str]:
        return self.colleague("administrator").reveal(email, self.number(document_id), words)
