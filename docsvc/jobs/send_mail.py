"""Hand a promised message over to the mail server, and keep what it answered."""

from collections.abc import Mapping
from dataclasses import replace
from email.utils import parseaddr

from docsvc.actions.note_delivery import note_bounce, note_delivery
from docsvc.config import Smtp
from docsvc.jobs.failpoints import failpoint
from docsvc.jobs.send_sms import send_sms
from docsvc.mail.address import on_the_wire
from docsvc.mail.compose import compose
from docsvc.mail.insides import open_insides
from docsvc.mail.letter import Letter, read_letter
from docsvc.mail.message import build_message, host_name
from docsvc.mail.pointless import why_pointless
from docsvc.mail.post import MAIL_TEST
from docsvc.mail.server import Outcome, hand_over, read_server
from docsvc.model import Channel, Delivery, Mail, MailState
from docsvc.observe import metrics
from docsvc.tools import Tools
from docsvc.work import Work


class MailNotTaken(Exception):
    """The server cannot be reached or does not take the message now: the outbox asks again later."""


def send_mail(tools: Tools, payload: Mapping[str, str]) -> None:
    """Send one message unless a server has accepted it already; without SMTP, hold it.

    One that is of no use any more (`why_pointless`) has failed, and its delivery log says why. A letter that
    tries the server is tried once.
    Raises `MailNotTaken` when it is worth asking again. A crash between the server's acceptance and its
    record sends the message twice, with the same Message-ID.
    """
    with tools.read() as session:
        letter = read_letter(session, payload["mail"])
        pointless = why_pointless(session, letter.id, now=tools.clock())
    if letter.state is MailState.SENT:
        return
    if pointless:
        _give_up(tools, letter, pointless)
        return
    failpoint(tools, "before-mail")
    with metrics.step("hand_over"):
        outcome = _hand_over(tools, letter)
    if outcome is not None and letter.template == MAIL_TEST:
        outcome = replace(outcome, permanent=True)
    with tools.work() as work:
        _keep(work, letter, outcome)
    if outcome is not None and not outcome.accepted and not outcome.permanent:
        raise MailNotTaken(outcome.answer)


def _hand_over(tools: Tools, letter: Letter) -> Outcome | None:
    if letter.channel is Channel.SMS:
        return send_sms(tools, letter)
    return _send(tools, letter, tools.settings.smtp) if tools.settings.smtp else None


def _send(tools: Tools, letter: Letter, smtp: Smtp) -> Outcome:
    """Write the message with its link and code, and hand it over."""
    settings = tools.settings
    insides = open_insides(letter, tools.secrets, base_url=settings.base_url)
    words = compose(letter, insides, settings=settings)
    try:
        message = build_message(letter, words, settings=settings, smtp=smtp)
        recipient = on_the_wire(letter.to_email)
    except ValueError as error:
        return Outcome(accepted=False, answer=str(error), permanent=True)
    return hand_over(
        message,
        sender=parseaddr(smtp.sender)[1],
        recipient=recipient,
        server=read_server(smtp.url),
        greeting=host_name(settings),
    )


def _give_up(tools: Tools, letter: Letter, answer: str) -> None:
    """Keep why the message was not sent; nothing bounced, so the document's history is silent about it."""
    with tools.work() as work:
        work.get(Mail, letter.id).state = MailState.FAILED.value
        work.add(Delivery(mail_id=letter.id, at=work.now, accepted=False, answer=answer))


def _keep(work: Work, letter: Letter, outcome: Outcome | None) -> None:
    mail = work.get(Mail, letter.id)
    if outcome is None:
        mail.state = MailState.HELD.value
        return
    work.add(Delivery(mail_id=mail.id, at=work.now, accepted=outcome.accepted, answer=outcome.answer))
    if outcome.accepted:
        mail.state, mail.sent_at = MailState.SENT.value, work.now
        note_delivery(work, mail)
    elif outcome.permanent:
        mail.state = MailState.FAILED.value
        note_bounce(work, mail, answer=outcome.answer)
