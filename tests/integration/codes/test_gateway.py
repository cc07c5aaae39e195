"""A gateway is asked once, in bounded time, at the address that was set, and never believed too easily."""

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

import pytest

from docsvc.config import Sms
from docsvc.sms import by_http
from docsvc.sms.by_http import HttpGateway
from docsvc.sms.gateway import Sending, open_gateway
from tests.services.sms import SmsGateway, sms_gateway

SENT = Sending("0199", "+79161234567", "048213 — код & «подпись»?")


@pytest.fixture
def asked() -> Iterator[SmsGateway]:
    with sms_gateway() as running:
        yield running


@pytest.mark.parametrize("body", ["query", "form", "json"])
def test_a_message_arrives_letter_by_letter(asked: SmsGateway, body: str) -> None:
    answer = open_gateway(Sms(url=asked.url, body=body, headers="Authorization: Bearer k")).hand_over(SENT)
    assert answer.accepted
    assert asked.taken == [{"to": SENT.phone, "text": SENT.text, "id": SENT.id}]
    assert asked.headers[0]["Authorization"] == "Bearer k"


def test_a_redirect_is_no_acceptance_and_is_not_followed(asked: SmsGateway) -> None:
    asked.status, asked.location = 302, asked.url.replace("/send", "/elsewhere")
    assert not open_gateway(Sms(url=asked.url)).hand_over(SENT).accepted
    assert len(asked.taken) == 1


@pytest.mark.parametrize(
    ("status", "permanent"), [(400, True), (404, True), (401, False), (429, False), (500, False)]
)
def test_a_refusal_says_whether_to_ask_again(asked: SmsGateway, status: int, *, permanent: bool) -> None:
    asked.status = status
    answer = open_gateway(Sms(url=asked.url)).hand_over(SENT)
    assert (answer.accepted, answer.permanent) == (False, permanent)
    assert answer.said == f"{status} accepted"


def test_an_answer_of_success_must_say_so_where_that_is_asked(asked: SmsGateway) -> None:
    gateway = open_gateway(Sms(url=asked.url, accepted='"status": "OK"'))
    asked.answer = '{"status": "ERROR"}'
    assert not gateway.hand_over(SENT).accepted
    asked.answer = '{"status": "OK"}'
    assert gateway.hand_over(SENT).accepted


def test_the_delivery_log_does_not_repeat_the_message(asked: SmsGateway) -> None:
    asked.echoes = True
    answer = open_gateway(Sms(url=asked.url)).hand_over(SENT)
    assert "048213" not in answer.said
    assert "9161234567" not in answer.said


def test_nobody_there_is_told_without_the_address(asked: SmsGateway) -> None:
    answer = open_gateway(Sms(url="http://127.0.0.1:1/send?to={phone}&text={text}&key=hunter2")).hand_over(
        SENT
    )
    assert (answer.accepted, answer.permanent) == (False, False)
    assert answer.said == "шлюз SMS не ответил: ConnectError"


def test_an_answer_that_drips_in_is_cut_off(asked: SmsGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_http, "DEADLINE_S", 0.3)
    asked.answer, asked.drip = "x" * 1_000, 0.05
    begun = monotonic()
    assert HttpGateway.read(Sms(url=asked.url)).hand_over(SENT).accepted
    assert monotonic() - begun < 20


def test_a_silent_gateway_is_given_up(asked: SmsGateway) -> None:
    asked.answer, asked.drip = "xx", 1.0
    gateway = replace(HttpGateway.read(Sms(url=asked.url)), timeout=0.2)
    assert not gateway.hand_over(SENT).accepted


def test_apprise_hands_a_message_over_and_writes_nothing_down(
    asked: SmsGateway, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        answer = open_gateway(Sms(apprise=f"form://127.0.0.1:{asked.port}/{{digits}}")).hand_over(SENT)
    assert answer.accepted
    assert asked.taken[0]["message"] == SENT.text
    assert "048213" not in caplog.text
