"""Putting words into an envelope: headers that nobody's name can break, and the same id every time."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from docsvc.config import Settings, Smtp
from docsvc.mail.address import on_the_wire
from docsvc.mail.compose import Words, one_line
from docsvc.mail.letter import Letter


def build_message(letter: Letter, words: Words, *, settings: Settings, smtp: Smtp) -> EmailMessage:
    """Build the message (RFC 5322) with a text and an HTML part.

    The Message-ID and Date come from the kept mail: a repeated message is the same one to a mail program.
    Raises ValueError where an address is none.
    """
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{letter.id}@{host_name(settings)}>"
    message["Date"] = format_datetime(letter.created_at)
    message["From"] = _address(letter.organisation, parseaddr(smtp.sender)[1])
    message["To"] = _address(letter.to_name, letter.to_email)
    if answered := _answered_by(letter):
        message["Reply-To"] = _address(*answered)
    message["Subject"] = words.subject
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices in reply
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = letter.language
    message.set_content(words.text, cte="base64")
    message.add_alternative(words.html, subtype="html", cte="base64")
    return message


def _answered_by(letter: Letter) -> tuple[str, str] | None:
    """Return who reads an answer to the message: the sender of the document, or who asks for its approval."""
    if letter.reader is not None and letter.reader.reply_to:
        return letter.reader.asked_by, letter.reader.reply_to
    if letter.ask is not None and letter.ask.initiator_email:
        return letter.ask.initiator, letter.ask.initiator_email
    return None


def host_name(settings: Settings) -> str:
    """Return the host that people reach this installation by."""
    return urlsplit(settings.base_url).hostname or "localhost"


def _address(name: str, email: str) -> Address:
    user, _, domain = on_the_wire(email).rpartition("@")
    return Address(display_name=one_line(name), username=user, domain=domain)
