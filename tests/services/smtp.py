"""A real SMTP server for tests: it keeps what it accepts, and refuses when it is told to."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from threading import Condition, Thread

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services.patience import PATIENCE_SECONDS

LOOPBACK = "127.0.0.1"
ACCEPTED = "250 OK"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as the server accepted it: the envelope, and what was in it."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


@dataclass(slots=True)
class Mailbox:
    """What the server has accepted so far; `reply` is its answer to each message, such as "451 later"."""

    host: str = LOOPBACK
    port: int = 0
    reply: str = ACCEPTED
    deliveries: list[Delivery] = field(default_factory=list)
    changed: Condition = field(default_factory=Condition)

    def wait(self, count: int = 1, *, timeout: float = PATIENCE_SECONDS) -> list[Delivery]:
        """Return the deliveries as soon as there are so many; raises TimeoutError after `timeout` seconds."""
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.deliveries) >= count, timeout):
                raise TimeoutError(f"{len(self.deliveries)} of {count} messages came")
            return list(self.deliveries)

    def take(self, delivery: Delivery) -> str:
        """Keep a message unless it is to be refused, and return the answer to its sender."""
        with self.changed:
            if self.reply == ACCEPTED:
                self.deliveries.append(delivery)
                self.changed.notify_all()
            return self.reply


class _Handler:
    # Not the mailbox itself: aiosmtpd looks through all that its handler has.
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        return self._mailbox.take(_delivery(envelope))


def _delivery(envelope: Envelope) -> Delivery:
    content = envelope.content or b""
    message = BytesParser(EmailMessage, policy=default).parsebytes(
        content if isinstance(content, bytes) else content.encode()
    )
    return Delivery(envelope.mail_from or "", tuple(map(str, envelope.rcpt_tos)), message)


@contextmanager
def running_smtp() -> Iterator[Mailbox]:
    """Serve a mailbox on loopback, on a port that the system chooses."""
    mailbox = Mailbox()
    started: Future[Callable[[], object]] = Future()
    thread = Thread(target=lambda: asyncio.run(_listen(mailbox, started)), name="smtp", daemon=True)
    thread.start()
    stop = started.result(timeout=PATIENCE_SECONDS)
    try:
        yield mailbox
    finally:
        stop()
        thread.join(timeout=PATIENCE_SECONDS)


async def _listen(mailbox: Mailbox, started: Future[Callable[[], object]]) -> None:
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    server = await loop.create_server(
        lambda: SMTP(_Handler(mailbox), enable_SMTPUTF8=True, hostname="localhost", loop=loop),
        mailbox.host,
        mailbox.port,
    )
    mailbox.port = server.sockets[0].getsockname()[1]
    started.set_result(lambda: loop.call_soon_threadsafe(done.set))
    await done.wait()
    server.close()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_smtp() as mailbox:
        yield mailbox
