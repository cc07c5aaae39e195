"""A letter by which the doctor tries the mail server, at once and past the queue."""

from collections.abc import Iterator
from email.utils import parseaddr
from typing import TYPE_CHECKING

from docsvc.cli.checks import Check, State
from docsvc.errors.phrase import Phrase
from docsvc.mail.address import on_the_wire
from docsvc.mail.answer_words import meaning
from docsvc.mail.compose import compose
from docsvc.mail.insides import Insides
from docsvc.mail.letter import Letter
from docsvc.mail.message import build_message, host_name
from docsvc.mail.post import MAIL_TEST
from docsvc.mail.server import Outcome, hand_over, read_server
from docsvc.model import Channel, MailState, new_id
from docsvc.work import utc_now

if TYPE_CHECKING:
    from docsvc.config import Settings, Smtp

WHAT = "Проверочное письмо"


def letter(settings: "Settings", to: str) -> Iterator[Check]:
    """Send a letter to an address, and tell what the server answered and what that means."""
    if settings.smtp is None:
        yield Check(WHAT, State.ADVICE, "сервер не задан", "задайте DOCSVC_SMTP_URL и DOCSVC_MAIL_FROM")
        return
    try:
        recipient = on_the_wire(to)
    except ValueError as error:
        yield Check(WHAT, State.ADVICE, f"{to}: {error}", "исправьте адрес после --letter-to")
        return
    outcome = _sent(settings, settings.smtp, recipient)
    if outcome.accepted:
        found = Phrase("сервер принял его для %(to)s: %(answer)s", to=to, answer=outcome.answer)
        yield Check(WHAT, State.FINE, found, "посмотрите, дошло ли оно, и не в «Спаме» ли")
    else:
        yield Check(
            WHAT,
            State.ADVICE,
            Phrase("не ушло: %(answer)s", answer=outcome.answer),
            meaning(outcome.answer) or "",
        )


def _sent(settings: "Settings", smtp: "Smtp", recipient: str) -> Outcome:
    asked = _asked(recipient)
    message = build_message(asked, compose(asked, Insides(), settings=settings), settings=settings, smtp=smtp)
    server, sender = read_server(smtp.url), parseaddr(smtp.sender)[1]
    return hand_over(message, sender=sender, recipient=recipient, server=server, greeting=host_name(settings))


def _asked(recipient: str) -> Letter:
    """Return a letter about nothing; no database is asked."""
    return Letter(
        id=new_id(),
        template=MAIL_TEST,
        state=MailState.QUEUED,
        to_email=recipient,
        to_name="",
        channel=Channel.EMAIL,
        to_phone="",
        language="ru",
        created_at=utc_now(),
        params={},
        subject=None,
        reader=None,
        ask=None,
        code_id=None,
        code_minutes=0,
        organisation="",
        colour="",
    )
