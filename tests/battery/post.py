"""The letters as they arrived at a mail server that nobody kills: people read them and act on them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from tests.services.smtp import Delivery, Mailbox

LINK = re.compile(r"http://\S+/s/\S+")
CODE = re.compile(r"\b\d{6}\b")
APPROVAL, CODES = "На согласование", "Код подтверждения"
"""What a letter is called that asks for approval, or has a code; one may ask for another code."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One delivery: to whom, what it is called, what it is about; a repeated letter has the same id."""

    id: str
    to: str
    name: str
    about: str
    text: str = ""


@dataclass(slots=True)
class Post:
    """What was delivered so far; many read it at once."""

    mailbox: Mailbox
    _read: list[Letter] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @property
    def letters(self) -> list[Letter]:
        """Return every delivery in the order of arrival."""
        with self._lock:
            self._read += [_letter(each) for each in self.mailbox.deliveries[len(self._read) :]]
            return list(self._read)

    def asked(self, email: str, number: str) -> bool:
        """Tell whether a letter has asked somebody to approve a document."""
        return any(
            letter.to == email and letter.name == APPROVAL and number in letter.about
            for letter in self.letters
        )

    def newest(self, email: str, number: str, pattern: re.Pattern[str]) -> str:
        """Return what the newest letter to somebody about a document holds; ids grow with time."""
        found = [
            (letter.id, match[0])
            for letter in self.letters
            if letter.to == email and number in letter.about and (match := pattern.search(letter.text))
        ]
        return max(found, default=("", ""))[1]


def _letter(delivery: Delivery) -> Letter:
    message = delivery.message
    name, _, about = str(message["Subject"]).partition(": ")
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return Letter(str(message["Message-ID"]), delivery.recipients[0], name, about, text)


def repeated(letters: Iterable[Letter]) -> int:
    """Count deliveries of a letter that had come already.

    Its server was killed between the mail server's yes and the note of it: the Message-ID is the same, so
    that mail programs show it once. Nothing can promise more. Source: RFC 5321, 4.5.4.1 and 6.1.
    """
    return sum(count - 1 for count in Counter((each.id, each.to) for each in letters).values())


def twice(letters: Iterable[Letter]) -> list[str]:
    """Tell of everything that was written to somebody twice, as two letters; their links may differ."""
    ids: dict[tuple[str, str, str, str], set[str]] = {}
    for each in letters:
        ids.setdefault((each.to, each.name, each.about, LINK.sub("", each.text)), set()).add(each.id)
    return [
        f"{len(found)} letters «{name}: {about}» to {to}"
        for (to, name, about, _text), found in ids.items()
        if len(found) > 1 and name != CODES
    ]


def missing(letters: Iterable[Letter], number: str, expected: Iterable[tuple[str, str]]) -> list[str]:
    """Tell of every letter (to whom, what it is called) about a document that did not arrive."""
    there = {(each.to, each.name) for each in letters if number in each.about}
    return [f"{number}: no letter «{name}» to {to}" for to, name in expected if (to, name) not in there]
