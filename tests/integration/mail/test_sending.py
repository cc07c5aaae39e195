from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from docsvc.jobs.send_mail import MailNotTaken
from docsvc.model import AuditEntry, Dispatch, Mail, MailState, Recipient, SigningCode
from signing import code, token
from tests.integration.mail.conftest import Office
from tests.services.smtp import Mailbox

Messages = Callable[..., Any]


def _link(office: Office, generation: int = 1) -> str:
    return f"http://127.0.0.1:8000/s/{token(office.tools.secrets.tokens, office.recipient_id, generation)}"


def _kinds(office: Office) -> list[str]:
    with office.tools.read() as session:
        bodies = session.scalars(select(AuditEntry.body).where(AuditEntry.subject == office.document_id))
        return [body.decode() for body in bodies]


def test_an_invitation_arrives_with_the_recipients_own_link(office: Office, messages: Messages) -> None:
    delivery = messages("invitation")
    message = delivery.message
    assert delivery.recipients == ("sokolov@client.example",)
    assert message["Subject"].startswith("На подпись: договор № Д-2026-0007 от ")
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert _link(office) in text
    assert f'href="{_link(office)}"' in html
    assert "Иванова Анна (ООО «Север») просит вас подписать договор № Д-2026-0007" in text
    assert "Ждём вас на объекте." in text
    assert "Ответить можно до " in text


def test_a_message_says_that_a_program_wrote_it_and_who_reads_the_answer(messages: Messages) -> None:
    message = messages("invitation").message
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"].addresses[0].addr_spec == "manager@office.example"
    assert message["From"].addresses[0].addr_spec == "docs@office.example"
    assert message["From"].addresses[0].display_name == "ООО «Север»"
    assert message["Date"].datetime is not None


def test_an_accepted_message_is_sent_and_the_answer_is_kept(office: Office, mailbox: Mailbox) -> None:
    office.connect(mailbox)
    mail_id = office.post("invitation")
    office.send(mail_id)
    mail = office.mail(mail_id)
    assert mail.state == MailState.SENT
    assert mail.sent_at is not None
    assert [(each.accepted, each.answer) for each in mail.deliveries] == [(True, "250 OK")]


def test_a_sent_message_is_not_sent_again(office: Office, mailbox: Mailbox) -> None:
    office.connect(mailbox)
    mail_id = office.post("invitation")
    office.send(mail_id)
    office.send(mail_id)
    assert len(mailbox.wait()) == 1
    assert len(office.mail(mail_id).deliveries) == 1


def test_a_code_arrives_without_a_link(office: Office, messages: Messages) -> None:
    text = messages("code").message.get_body(("plain",)).get_content()
    assert code(office.tools.secrets.codes, office.code_id) in text
    assert "10 мин" in text
    assert "/s/" not in text


def test_a_replaced_link_goes_out_with_its_new_generation(office: Office, mailbox: Mailbox) -> None:
    office.connect(mailbox)
    mail_id = office.post("invitation")
    office.change(Recipient, office.recipient_id, generation=2)
    office.send(mail_id)
    text = mailbox.wait()[0].message.get_body(("plain",)).get_content()
    assert _link(office, 2) in text
    assert _link(office, 1) not in text


def test_without_a_server_a_message_is_held(office: Office) -> None:
    mail_id = office.post("invitation")
    office.send(mail_id)
    assert office.mail(mail_id).state == MailState.HELD
    assert office.mail(mail_id).deliveries == []


def test_a_held_message_goes_out_when_there_is_a_server(office: Office, mailbox: Mailbox) -> None:
    mail_id = office.post("invitation")
    office.send(mail_id)
    office.connect(mailbox)
    office.send(mail_id)
    assert office.mail(mail_id).state == MailState.SENT


def test_a_message_that_is_put_off_is_tried_again_as_the_same_message(
    office: Office, mailbox: Mailbox
) -> None:
    office.connect(mailbox)
    mailbox.reply = "451 Try later"
    mail_id = office.post("invitation")
    with pytest.raises(MailNotTaken, match="451 Try later"):
        office.send(mail_id)
    assert office.mail(mail_id).state == MailState.QUEUED
    mailbox.reply = "250 OK"
    office.send(mail_id)
    assert mailbox.wait()[0].message["Message-ID"] == f"<{mail_id}@127.0.0.1>"
    answers = [each.answer for each in office.mail(mail_id).deliveries]
    assert answers == ["451 Try later", "250 OK"]


def test_a_refused_message_fails_and_the_documents_history_says_so(office: Office, mailbox: Mailbox) -> None:
    office.connect(mailbox)
    mailbox.reply = "550 No such person"
    mail_id = office.post("invitation")
    office.send(mail_id)
    assert office.mail(mail_id).state == MailState.FAILED
    [entry] = _kinds(office)
    assert '"mail.bounced"' in entry
    assert "sokolov" not in entry


def test_a_server_that_is_down_is_asked_again(office: Office) -> None:
    office.connect("smtp://127.0.0.1:1")
    mail_id = office.post("invitation")
    with pytest.raises(MailNotTaken, match=r"127\.0\.0\.1:1: "):
        office.send(mail_id)
    assert office.mail(mail_id).state == MailState.QUEUED


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_nothing_is_sent_where_the_promised_protection_is_not_there(
    office: Office, mailbox: Mailbox, scheme: str
) -> None:
    office.connect(f"{scheme}://{mailbox.host}:{mailbox.port}")
    with pytest.raises(MailNotTaken):
        office.send(office.post("invitation"))
    assert mailbox.deliveries == []


HOSTILE = 'Соколов\r\nBcc: victim@example.org\r\n\r\n<script>alert("x")</script>\u202e'


def test_a_hostile_name_adds_no_header_and_no_markup(office: Office, messages: Messages) -> None:
    office.change(Recipient, office.recipient_id, name=HOSTILE)
    delivery = messages("declined", who=HOSTILE, reason=HOSTILE)
    assert delivery.recipients == ("sokolov@client.example",)
    assert delivery.message["Bcc"] is None
    assert len(delivery.message["Subject"].splitlines()) == 1
    html = delivery.message.get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "\u202e" not in html


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: c@d.example", "no address", "a b@c.example"])
def test_a_message_to_no_address_fails_without_asking_the_server(
    office: Office, mailbox: Mailbox, address: str
) -> None:
    office.connect(mailbox)
    mail_id = office.post("invitation")
    office.change(Mail, mail_id, to_email=address)
    office.send(mail_id)
    assert office.mail(mail_id).state == MailState.FAILED
    assert mailbox.deliveries == []


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("Sokolov@Причал.рф", "sokolov@xn--80apknf7b.xn--p1ai"),
        ("соколов@причал.рф", "соколов@xn--80apknf7b.xn--p1ai"),
    ],
)
def test_an_address_in_cyrillic_is_reached(office: Office, mailbox: Mailbox, address: str, wire: str) -> None:
    office.connect(mailbox)
    mail_id = office.post("invitation")
    office.change(Mail, mail_id, to_email=address)
    office.send(mail_id)
    assert office.mail(mail_id).deliveries[0].answer == "250 OK"
    assert mailbox.wait()[0].recipients == (wire,)


@pytest.mark.parametrize("state", ["acted", "declined", "cancelled", "waiting"])
def test_an_invitation_that_nobody_can_follow_any_more_is_not_sent(
    office: Office, mailbox: Mailbox, state: str
) -> None:
    office.connect(mailbox)
    mail_id = office.post("invitation")
    office.change(Recipient, office.recipient_id, state=state)
    office.send(mail_id)
    mail = office.mail(mail_id)
    assert mail.state == MailState.FAILED
    answers = [(each.accepted, each.answer) for each in mail.deliveries]
    assert answers == [(False, "не отправлено: от получателя больше ничего не ждут")]
    assert mailbox.deliveries == []


def test_a_message_not_sent_on_purpose_is_no_news_of_the_document(office: Office, mailbox: Mailbox) -> None:
    office.connect(mailbox)
    mail_id = office.post("invitation")
    office.change(Recipient, office.recipient_id, state="cancelled")
    office.send(mail_id)
    assert _kinds(office) == []


@pytest.mark.parametrize("field", ["expires_at", "used_at"])
def test_a_code_that_no_longer_counts_is_not_sent(office: Office, mailbox: Mailbox, field: str) -> None:
    office.connect(mailbox)
    mail_id = office.post("code")
    office.change(SigningCode, office.code_id, **{field: datetime.now(UTC)})
    office.send(mail_id)
    mail = office.mail(mail_id)
    assert mail.state == MailState.FAILED
    [delivery] = mail.deliveries
    assert delivery.answer.startswith("не отправлено: код уже ")
    assert mailbox.deliveries == []


def test_a_held_invitation_is_given_up_when_it_is_of_no_use(office: Office) -> None:
    mail_id = office.post("invitation")
    office.send(mail_id)
    office.change(Recipient, office.recipient_id, state="cancelled")
    office.send(mail_id)
    assert office.mail(mail_id).state == MailState.FAILED


@pytest.mark.parametrize("template", ["completed", "issued", "withdrawn", "expired"])
def test_news_reaches_those_who_have_answered(office: Office, messages: Messages, template: str) -> None:
    office.change(Recipient, office.recipient_id, state="acted")
    assert messages(template).recipients == ("sokolov@client.example",)


def test_the_last_day_to_answer_is_the_day_that_was_chosen(office: Office, messages: Messages) -> None:
    zone = office.tools.settings.timezone
    with office.tools.read() as session:
        dispatch = session.get_one(Recipient, office.recipient_id).dispatch_id
    office.change(Dispatch, dispatch, expires_at=datetime(2030, 12, 6, 23, 59, 59, tzinfo=zone))
    text = messages("invitation").message.get_body(("plain",)).get_content()
    assert "Ответить можно до 6 декабря 2030 г. включительно." in " ".join(text.split())
