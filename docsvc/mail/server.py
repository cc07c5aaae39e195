"""Handing a message to a mail server: what it answered, and whether asking again makes sense."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from docsvc.config import LOOPBACK
from docsvc.errors import BadConfiguration
from docsvc.errors.phrase import Phrase

TIMEOUT_S: Final = 20.0
_PERMANENT: Final = 500
_ACCEPTED: Final = frozenset({250, 251, 252})
_MAX_ANSWER: Final = 500


class Security(StrEnum):
    """How the connection is protected, by the scheme of the address."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


_PORTS: Final = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where outgoing mail is handed over."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt: the server's answer; `permanent` when asking again is of no use."""

    accepted: bool
    answer: str
    permanent: bool = False


def read_server(url: str) -> MailServer:
    """Read `smtp://`, `smtp+starttls://` or `smtps://` with `user:password@host:port`.

    Raises `BadConfiguration`; also where a password would travel in the clear.
    """
    parts = urlsplit(url)
    schemes = ", ".join(f"{each}://" for each in Security)
    if parts.scheme not in set(Security) or not parts.hostname:
        raise BadConfiguration(
            "DOCSVC_SMTP_URL", Phrase("ожидался адрес вида %(schemes)shost:port", schemes=schemes)
        )
    security = Security(parts.scheme)
    server = MailServer(
        host=parts.hostname,
        port=_port(parts) or _PORTS[security],
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    if server.user and security is Security.NONE and server.host not in {*LOOPBACK, "::1"}:
        raise BadConfiguration(
            "DOCSVC_SMTP_URL", "пароль ушёл бы открыто: возьмите smtps:// или smtp+starttls://"
        )
    return server


def hand_over(
    message: EmailMessage, *, sender: str, recipient: str, server: MailServer, greeting: str
) -> Outcome:
    """Hand the message over for one recipient and return what the server said; never raises for its refusal.

    `sender` and `recipient` are bare addresses, `greeting` the name by which we introduce ourselves.
    """
    try:
        with connected(server, greeting=greeting) as client:
            return _transaction(client, message, sender, recipient)
    except smtplib.SMTPResponseException as error:
        return Outcome(accepted=False, answer=_answer(error.smtp_code, error.smtp_error))
    except (smtplib.SMTPException, OSError) as error:
        return Outcome(accepted=False, answer=f"{server.host}:{server.port}: {error}"[:_MAX_ANSWER])


@contextmanager
def connected(server: MailServer, *, greeting: str, timeout: float = TIMEOUT_S) -> Iterator[smtplib.SMTP]:
    """Connect, protect and log in; raises `smtplib.SMTPException` or OSError."""
    client = _open(server, greeting, timeout)
    try:
        client.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            client.starttls(context=ssl.create_default_context())
        if server.user:
            client.login(server.user, server.password)
        yield client
    finally:
        _part(client)


def _open(server: MailServer, greeting: str, timeout: float) -> smtplib.SMTP:
    if server.security is Security.TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=greeting, timeout=timeout, context=context
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=greeting, timeout=timeout)


def _part(client: smtplib.SMTP) -> None:
    """Say goodbye; whether the server hears it changes nothing."""
    try:
        client.quit()
    except (smtplib.SMTPException, OSError):
        client.close()


def _transaction(client: smtplib.SMTP, message: EmailMessage, sender: str, recipient: str) -> Outcome:
    """Speak MAIL, RCPT and DATA one by one: `sendmail` keeps the last answer to itself."""
    international = not recipient.isascii() or not sender.isascii()
    if international and not client.has_extn("smtputf8"):
        return Outcome(
            accepted=False, answer="сервер не принимает адреса не из латинских букв", permanent=True
        )
    options = ["SMTPUTF8", "BODY=8BITMIME"] if international else []
    code, answer = client.mail(sender, options)
    if code not in _ACCEPTED:  # our own address is refused: a matter of settings, not of this recipient
        return Outcome(accepted=False, answer=_answer(code, answer))
    code, answer = client.rcpt(recipient)
    if code in _ACCEPTED:
        code, answer = client.data(message.as_bytes(policy=SMTPUTF8 if international else SMTP))
    return Outcome(accepted=code in _ACCEPTED, answer=_answer(code, answer), permanent=code >= _PERMANENT)


def _answer(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"[:_MAX_ANSWER]


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise BadConfiguration("DOCSVC_SMTP_URL", "порт — число от 1 до 65535") from error
