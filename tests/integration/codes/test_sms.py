"""A code as a text: to the number that the sender gave, through the outbox, and never written down."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.request_code import request_code
from docsvc.errors import WrongCode
from docsvc.model import AuditEntry, AuditPayload, Channel, Delivery, Mail, Signature, SigningCode
from docsvc.tools import Tools
from tests.integration.codes.steps import PHONE, change, everything, run_mail
from tests.integration.core.installation import Clock
from tests.integration.signing.sending import CLIENT, HERE, Sent, last_code, put_sent, will
from tests.integration.signing.steps import code_for, opened, signs
from tests.services.sms import SmsGateway


@pytest.fixture
def sent(tools: Tools) -> Sent:
    made = put_sent(tools)
    change(tools, made, CLIENT.email, channel=Channel.SMS.value, phone=PHONE)
    return made


def test_a_code_goes_to_the_telephone_and_signs(tools: Tools, sent: Sent, gateway: SmsGateway) -> None:
    session = opened(tools, sent)
    code = code_for(tools, sent, session)
    assert run_mail(tools) == []
    assert gateway.taken[0]["to"] == PHONE
    assert gateway.texts()[0].startswith(f"{code} — код, чтобы подписать договор №")
    assert len(gateway.texts()[0]) <= 200
    assert signs(tools, sent, session, will(sent, code)) is None
    with tools.read() as reading:
        assert reading.scalars(select(Signature.channel)).one() == "sms"
        assert reading.scalars(select(SigningCode.channel)).one() == "sms"


def test_the_history_tells_the_masked_number_only(tools: Tools, sent: Sent, gateway: SmsGateway) -> None:
    code_for(tools, sent, opened(tools, sent))
    with tools.read() as reading:
        told = reading.execute(select(AuditEntry.body, AuditPayload.payload).join(AuditPayload)).all()
    entry, private = next(pair for pair in told if b'"code.sent"' in pair[0])
    assert json.loads(entry)["details"]["channel"] == "sms"
    assert "+791••••••67" in private.decode()
    assert PHONE.encode() not in entry + private


def test_a_gateway_that_echoes_puts_no_code_into_the_database(
    tools: Tools, sent: Sent, gateway: SmsGateway, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.echoes = True
    code = code_for(tools, sent, opened(tools, sent))
    with caplog.at_level("DEBUG"):
        assert run_mail(tools) == []
    assert code in gateway.texts()[0]
    assert code not in caplog.text
    assert code not in "".join(line for line in everything(tools).splitlines() if "delivery" in line)


def test_a_gateway_that_refuses_the_number_is_told_in_the_history(
    tools: Tools, sent: Sent, gateway: SmsGateway
) -> None:
    gateway.status = 400
    code_for(tools, sent, opened(tools, sent))
    assert run_mail(tools) == []
    with tools.read() as reading:
        mail = reading.scalars(select(Mail).filter_by(template="code")).one()
        bodies = reading.scalars(select(AuditEntry.body)).all()
    assert (mail.state, mail.deliveries[0].answer) == ("failed", "400 accepted")
    assert any(b'"mail.bounced"' in body for body in bodies)


def test_a_gateway_that_is_down_is_asked_again(
    tools: Tools, sent: Sent, gateway: SmsGateway, clock: Clock
) -> None:
    gateway.status = 503
    code_for(tools, sent, opened(tools, sent))
    assert len(run_mail(tools)) == 1
    gateway.status = 200
    clock.ahead = timedelta(minutes=5)
    assert run_mail(tools) == []
    with tools.read() as reading:
        assert [each.accepted for each in reading.scalars(select(Delivery).order_by(Delivery.at))] == [
            False,
            True,
        ]


def test_without_a_gateway_the_text_is_held(tools: Tools, sent: Sent) -> None:
    code_for(tools, sent, opened(tools, sent))
    assert run_mail(tools) == []
    with tools.read() as reading:
        mail = reading.scalars(select(Mail).filter_by(template="code")).one()
    assert (mail.state, mail.channel, mail.to_phone) == ("held", "sms", PHONE)


def test_a_text_that_does_not_come_is_replaced_by_a_letter(
    tools: Tools, sent: Sent, gateway: SmsGateway
) -> None:
    session = opened(tools, sent)
    by_text = code_for(tools, sent, session)
    with tools.work() as work:
        request_code(work, session, document_id=sent.document_id, channel=Channel.EMAIL, **HERE)
    by_mail = last_code(tools, sent.recipients[CLIENT.email])
    with tools.read() as reading:
        channels = reading.scalars(select(Mail.channel).filter_by(template="code").order_by(Mail.id)).all()
    assert channels == ["sms", "email"]
    assert isinstance(signs(tools, sent, session, will(sent, by_text)), WrongCode)
    assert signs(tools, sent, session, will(sent, by_mail)) is None
    with tools.read() as reading:
        assert reading.scalars(select(Signature.channel)).one() == "email"


def test_a_letter_does_not_replace_a_text_that_nobody_tried(tools: Tools, sent: Sent) -> None:
    session = opened(tools, sent)
    with tools.work() as work:
        request_code(work, session, document_id=sent.document_id, channel=Channel.EMAIL, **HERE)
    with tools.read() as reading:
        assert reading.scalars(select(Mail.channel).filter_by(template="code")).one() == "sms"


def test_a_recipient_without_a_number_gets_a_letter(tools: Tools, sent: Sent) -> None:
    change(tools, sent, CLIENT.email, phone="")
    code_for(tools, sent, opened(tools, sent))
    with tools.read() as reading:
        assert reading.scalars(select(Mail.channel).filter_by(template="code")).one() == "email"
