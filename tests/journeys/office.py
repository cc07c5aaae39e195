"""What goes on beside a story: deals come in, colleagues do their part, letters are read."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from docsvc.demo.people import Colleague
from docsvc.mail.ask import DECIDED_BY_LINK
from docsvc.mail.own_page import MY_LINK
from docsvc.model import Mail
from tests.journeys.behind import Behind, Crm
from tests.journeys.installation import EXAMPLES, PEOPLE, Installation

APPROVERS = ("lawyer", "finance", "director")
"""Who is asked about a contract."""
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
    crm: Crm
    behind: Behind
    _present: dict[str, Colleague] = field(default_factory=dict)
    _deals: Iterator[int] = field(default_factory=lambda: count(1))
    _pushed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def colleague(self, part: str) -> Colleague:
        """Return the person who plays a part."""
        if part not in self._present:
            email = PEOPLE[part]
            password = self.house.passwords[email]
            self._present[part] = Colleague(self.house.base_url, email=email, password=password)
        return self._present[part]

    def close(self) -> None:
        """Let everybody go home."""
        for colleague in self._present.values():
            colleague.close()

    def deal(self, *, incomplete: bool = False, apart: bool = False) -> Deal:
        """Let the CRM push a new deal; an incomplete one lacks what a contract cannot do without.

        One that is `apart` has a client of its own, whose requisites may change.
        """
        number = next(self._deals)
        about = json.loads((EXAMPLES / "deal.json").read_text(encoding="utf-8"))
        about |= {"external_id": f"journey-{number}", "number": f"{1200 + number}"}
        about["title"] = f"Видеоконтроль склада «Парголово», очередь {number}"
        about["contact"]["email"] = f"sokolov-{number}@prichal.example"
        if incomplete:
            about["company"] |= {"external_id": f"c-{number}", "address": "", "inn": ""}
            about["contact"]["authority"] = ""
        if apart:
            about["company"]["external_id"] = f"c-{number}"
        deal_id = self.crm.push(json.dumps(about).encode())
        self._pushed[deal_id] = about
        return Deal(deal_id, about["title"], about["contact"]["email"])

    def change_client(self, deal: Deal, **requisites: str) -> None:
        """Let the CRM push a deal again after its client has told of other requisites."""
        about = self._pushed[deal.id]
        about["company"] |= requisites
        self.crm.push(json.dumps(about).encode())

    def submitted(self, kind: str, deal: Deal) -> str:
        """Make a document of the deal and submit it; return its id."""
        document_id = self.behind.make(deal.id, kind)
        self.crm.wait_rendered(document_id)
        self.behind.submit(document_id)
        return document_id

    def approved(self, kind: str, deal: Deal, *, by: Sequence[str] = APPROVERS) -> str:
        """Make a document that those who are usually asked have approved, or the first of them."""
        document_id = self.submitted(kind, deal)
        self.behind.approve(document_id, by if kind == "contract" else ())
        return document_id

    def sent(self, kind: str, deal: Deal) -> str:
        """Make a document that everybody approves and send it to those who are usually asked."""
        document_id = self.approved(kind, deal)
        self.behind.send(document_id)
        self.crm.wait(document_id, "archived" if kind == "invoice" else "sent")
        return document_id

    def signed_by_the_director(self, deal: Deal) -> str:
        """Send a contract that the client alone has still to sign."""
        document_id = self.sent("contract", deal)
        self.behind.sign(document_id, "director", typed=DIRECTOR)
        return document_id

    def number(self, document_id: str) -> str:
        """Return the number that a document has."""
        return self.behind.number(document_id)

    def happened(self, document_id: str, event: str) -> int:
        """Count the events of a kind in a document's audit trail."""
        return self.behind.happened(document_id, event)

    def link(self, email: str, document_id: str) -> str:
        """Return the link of an invitation."""
        return self.behind.link(email, document_id)

    def change_deal(self, deal: Deal, **terms: str) -> None:
        """Let the CRM push a deal again with other terms."""
        about = self._pushed[deal.id]
        about |= terms
        self.crm.push(json.dumps(about).encode())

    def approval_link(self, email: str, document_id: str) -> str:
        """Return the link of the newest letter that asks a colleague for a decision: no page shows it."""
        asks = Mail.template.in_(DECIDED_BY_LINK), Mail.document_id == document_id
        return self.behind.letter(Mail.to_email == email, *asks).link

    def own_page_link(self, email: str) -> str:
        """Return the link to a person's own documents: nobody may reveal it."""
        return self.behind.letter(Mail.to_email == email, Mail.template == MY_LINK).link

    def code(self, email: str, document_id: str) -> str:
        """Return the newest code that was sent for a document."""
        return self.behind.code(email, document_id)
