"""Handing a text message to a gateway: what it answered, and whether asking again makes sense."""

from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import quote

from docsvc.config import Sms

HIDDEN: Final = "•••"
_MAX_ANSWER: Final = 300


@dataclass(frozen=True, slots=True)
class Sending:
    """One message: `id` is the same when it is handed over again. What it says is nobody's to print."""

    id: str
    phone: str
    text: str

    def __repr__(self) -> str:
        """Keep the code in it out of logs and tracebacks."""
        return f"Sending({self.id!r}, …)"

    def filled(self, template: str, *, encoded: bool = False) -> str:
        """Put the message into an address or a value; what it says cannot add a placeholder."""
        values = {"{phone}": self.phone, "{digits}": self.phone[1:], "{id}": self.id, "{text}": self.text}
        for name, value in values.items():  # the text comes last: whatever it holds stays as it is
            template = template.replace(name, quote(value, safe="") if encoded else value)
        return template


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one attempt; `permanent` when asking again is of no use."""

    accepted: bool
    said: str
    permanent: bool = False


class Gateway(Protocol):
    """Where a text message is handed over."""

    def hand_over(self, sending: Sending) -> Answer:
        """Hand the message over and return what was answered; never raises for a refusal."""


def open_gateway(settings: Sms) -> Gateway:
    """Return the gateway that the settings name; raise `BadConfiguration` where they cannot be used."""
    from docsvc.sms.by_apprise import AppriseGateway
    from docsvc.sms.by_http import HttpGateway

    return AppriseGateway.read(settings) if settings.apprise else HttpGateway.read(settings)


def without_secrets(said: str, sending: Sending) -> str:
    """Return a gateway's answer on one line, without what it repeats of the message and the number.

    Test gateways echo the whole message, with the code in it; the delivery log is read by people.
    """
    secrets = [sending.text, sending.phone, sending.phone[1:], *_numbers(sending.text)]
    for secret in secrets:
        for spelling in (secret, quote(secret), quote(secret, safe=""), _escaped(secret)):
            said = said.replace(spelling, HIDDEN)
    visible = "".join(character if character.isprintable() else " " for character in said)
    return " ".join(visible.split())[:_MAX_ANSWER]


def _numbers(text: str) -> list[str]:
    return [word for word in text.replace(".", " ").replace(",", " ").split() if word.isdecimal()]


def _escaped(text: str) -> str:
    """Return the text as JSON in ASCII spells it."""
    return "".join(character if character.isascii() else f"\\u{ord(character):04x}" for character in text)
