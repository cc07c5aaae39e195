"""Documents that are made, approved, sent and signed while everything around them is killed.

Whoever acts here does it through the API, through pages and by the letters that arrive, as programs and
people do: when an answer does not come, they look how things stand and go on from there.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from docsvc.demo.people import Colleague, Recipient
from docsvc.demo.visitor import Stuck, Visitor
from docsvc.model import Kind
from tests.battery.post import CODE, LINK
from tests.battery.world import World
from tests.journeys.installation import EXAMPLES, PEOPLE

PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 1.0
"""Whoever waits looks less and less often; where something has moved, more goes on soon."""

LETTER_SECONDS = 60.0
CONTRACTS_EACH = 4
"""Every fourth document is a contract, which three people approve and two sign."""

APPROVERS = ("lawyer", "finance", "director")
DIRECTOR, CLIENT = "Орлова Марина Викторовна", "Соколов Андрей Петрович"
DEAL = json.loads((EXAMPLES / "deal.json").read_text(encoding="utf-8"))
TROUBLE = (httpx.HTTPError, Stuck)
"""What somebody meets while things are down, or when another try of theirs went through after all."""

Told = TypeVar("Told")
Browser = TypeVar("Browser", bound=Visitor)


@dataclass(slots=True)
class Desk:
    """Who attends to one document after the other; each colleague logs in once."""

    world: World
    _present: dict[str, Colleague] = field(default_factory=dict)

    def colleague(self, part: str) -> Colleague:
        """Return the person who plays a part."""
        if part not in self._present:
            email = PEOPLE[part]
            person = Colleague(self.world.base_url, email=email, password=self.world.passwords[email])
            self._present[part] = self.watched(person)
        return self._present[part]

    def watched(self, person: Browser) -> Browser:
        """Let the world see every answer that this browser gets."""
        person._client.event_hooks = {"response": [self.world.note]}
        return person

    def close(self) -> None:
        """Let everybody go home."""
        for person in self._present.values():
            person.close()


class Life:
    """One document, from a deal of its own into the archive."""

    def __init__(self, desk: Desk, number: int) -> None:
        self._desk, self._world, self._number = desk, desk.world, number
        self._kind = Kind.CONTRACT if number % CONTRACTS_EACH == 0 else Kind.QUOTE
        self._client = f"client{number}@many.example"
        self._readers: dict[str, Recipient] = {}
        self._state, self._named, self._pause = "", "", PAUSE_SECONDS

    def live(self) -> None:
        """Go on until the document is archived."""
        deal_id = self._insist(self._push)
        document_id = self._insist(lambda: self._make(deal_id))
        self._world.begin(document_id, self._kind, self._client)
        while not self._insist(lambda: self._step(document_id)):
            time.sleep(self._pause)
            self._pause = min(1.5 * self._pause, LONGEST_PAUSE_SECONDS)
        for reader in self._readers.values():
            reader.close()

    def _insist(self, act: Callable[[], Told]) -> Told:
        while True:
            try:
                return act()
            except TROUBLE as trouble:
                self._world.suffer(trouble)
                if time.monotonic() > self._world.deadline:
                    raise AssertionError(f"document {self._number} is stuck: {trouble!r}") from trouble
                time.sleep(PAUSE_SECONDS)

    def _push(self) -> str:
        about = {"external_id": f"b{self._number}", "number": str(self._number)}
        contact = DEAL["contact"] | {"email": self._client}
        return str(self._ask("POST", "/deals", DEAL | about | {"contact": contact})["id"])

    def _make(self, deal_id: str) -> str:
        """Make the document unless an earlier try did, whose answer was lost."""
        known = self._ask("GET", f"/documents?deal_id={deal_id}")["items"]
        if known:
            return str(known[0]["id"])
        return str(self._ask("POST", "/documents", {"deal_id": deal_id, "kind": self._kind})["id"])

    def _step(self, document_id: str) -> bool:
        """Do what the document needs next; tell whether it needs nothing more."""
        found = self._ask("GET", f"/documents/{document_id}")
        state, self._named = found["state"], found["number"]
        if state != self._state:
            self._world.step(document_id, state)
            self._state, self._pause = state, PAUSE_SECONDS
        match state:
            case "archived":
                return True
            case "draft" if found["render_state"] == "done":
                self._ask("POST", f"/documents/{document_id}/submit", {})
            case "in_approval":
                self._each(lambda part: self._approve(document_id, part), APPROVERS)
            case "approved":
                self._ask("POST", f"/documents/{document_id}/send", {})
            case "sent":
                self._each(lambda email: self._answer(document_id, email), self._recipients())
            case _:
                pass  # a machine is at it
        if time.monotonic() > self._world.deadline:
            raise AssertionError(f"{document_id} stays {state}")
        return False

    def _each(self, act: Callable[[str], None], people: tuple[str, ...]) -> None:
        """Let one after the other act; what one of them cannot do now keeps nobody else from it."""
        for person in people:
            try:
                act(person)
            except TROUBLE as trouble:
                self._world.suffer(trouble)

    def _approve(self, document_id: str, part: str) -> None:
        """Let a colleague approve once a letter has asked them to: one that comes too late is not sent."""
        if not self._world.post.asked(PEOPLE[part], self._named):
            return
        colleague = self._desk.colleague(part)
        colleague.open(f"/inbox/{document_id}")
        if colleague.offers(f"/documents/{document_id}/decision"):
            colleague.approve(document_id)

    def _recipients(self) -> tuple[str, ...]:
        return (PEOPLE["director"], self._client) if self._kind is Kind.CONTRACT else (self._client,)

    def _answer(self, document_id: str, email: str) -> None:
        """Let a recipient accept or sign once a letter has asked them to, while it is their turn."""
        reader = self._reader(document_id, email)
        if reader is None:
            return
        reader.open(f"/sign/{document_id}")
        if reader.offers(f"/sign/{document_id}/accept"):
            reader.accept(document_id)
        elif reader.offers(f"/sign/{document_id}/sign"):
            typed = CLIENT if email == self._client else DIRECTOR
            reader.ask_code(document_id, typed=typed)
            reader.sign(document_id, typed=typed, code=self._code(email))

    def _reader(self, document_id: str, email: str) -> Recipient | None:
        """Return the browser in which somebody has followed the link of their letter."""
        if email not in self._readers:
            link = self._world.post.newest(email, self._named, LINK)
            if not link:
                return None
            reader = self._desk.watched(Recipient(self._world.base_url))
            if reader.follow(link) != document_id:
                raise AssertionError(f"the link for {email} leads to another document")
            self._readers[email] = reader
        return self._readers[email]

    def _code(self, email: str) -> str:
        """Wait for the letter with the code as long as a person would before asking for another."""
        end = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < end:
            if code := self._world.post.newest(email, self._named, CODE):
                return code
            time.sleep(PAUSE_SECONDS)
        raise Stuck(f"no code for {email}")

    def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        return self._world.ask(method, path, body)
