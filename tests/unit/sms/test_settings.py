"""What is said of a gateway that cannot be used: the variable and the reason, before any code goes out."""

import pytest

from docsvc.config import Sms, read_settings
from docsvc.errors import BadConfiguration
from docsvc.sms.gateway import Sending, open_gateway, without_secrets

GOOD = "https://sms.example/send?to={phone}&text={text}"
SENT = Sending("1", "+79161234567", "048213 — код, чтобы подписать договор. {phone}")


def test_without_a_gateway_there_is_none() -> None:
    assert read_settings({}).sms is None


@pytest.mark.parametrize(
    "settings",
    [
        Sms(url="http://sms.example/?to={phone}&text={text}"),
        Sms(url="https://sms.example/?to={phone}"),
        Sms(url="https://sms.example/?text={text}"),
        Sms(url="https://{phone}.example/?text={text}"),
        Sms(url="ftp://sms.example/?to={phone}&text={text}"),
        Sms(url="sms.example/?to={phone}&text={text}"),
        Sms(url=GOOD, body="xml"),
        Sms(url=GOOD, headers="Authorization"),
        Sms(apprise="json://sms.example/{phone}"),
        Sms(apprise="jsons://sms.example/"),
        Sms(apprise="nobody-knows-it://sms.example/{phone}"),
    ],
    ids=repr,
)
def test_a_gateway_that_cannot_be_used_is_refused(settings: Sms) -> None:
    with pytest.raises(BadConfiguration, match="DOCSVC_SMS"):
        open_gateway(settings)


@pytest.mark.parametrize(
    "settings",
    [
        Sms(url=GOOD),
        Sms(url="http://127.0.0.1:8080/?to={digits}&text={text}", body="json"),
        Sms(url=GOOD, body="form", headers="Authorization: Bearer x\nX-Y: z\n"),
        Sms(apprise="json://localhost:9/{digits}"),
        Sms(apprise="jsons://sms.example/{phone}"),
    ],
    ids=repr,
)
def test_a_gateway_that_can_be_used_is_taken(settings: Sms) -> None:
    assert open_gateway(settings)


def test_one_gateway_is_enough() -> None:
    with pytest.raises(BadConfiguration, match="DOCSVC_SMS_APPRISE"):
        read_settings({"DOCSVC_SMS_URL": GOOD, "DOCSVC_SMS_APPRISE": "jsons://sms.example/{phone}"})


def test_passwords_of_a_gateway_are_not_printed() -> None:
    settings = read_settings({"DOCSVC_SMS_URL": GOOD + "&key=hunter2", "DOCSVC_SMS_HEADERS": "X: hunter2"})
    assert settings.sms
    assert "hunter2" not in repr(settings) + repr(open_gateway(settings.sms))


def test_what_a_message_says_adds_no_placeholder() -> None:
    assert SENT.filled("{phone}|{digits}|{text}").endswith("{phone}")
    assert SENT.filled("?t={text}", encoded=True).endswith("%7Bphone%7D")


@pytest.mark.parametrize(
    "said",
    [
        "OK 048213",
        f'{{"text": "{SENT.text}"}}',
        SENT.filled("{text}", encoded=True),
        '{"to": "+79161234567"}',
        "79161234567",
        'echo: "048213 \\u2014 \\u043a\\u043e\\u0434"',
    ],
)
def test_an_answer_that_echoes_the_message_is_kept_without_it(said: str) -> None:
    kept = without_secrets(said, SENT)
    assert "048213" not in kept
    assert "9161234567" not in kept
