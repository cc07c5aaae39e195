import pytest

from docsvc.mail.answer_words import meaning


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("535 5.7.8 Error: authentication failed", "имя или пароль"),
        ("535-5.7.8 Username and Password not accepted", "имя или пароль"),
        ("530 5.7.0 Must issue a STARTTLS command first", "smtp+starttls://"),
        ("smtp.example.ru:587: STARTTLS extension not supported by server.", "smtps://"),
        ("smtp.example.ru:25: [Errno 111] Connection refused", "порт"),
        ("smtp.example.ru:25: [Errno -2] Name or service not known", "имя не находится"),
        ("smtp.example.ru:465: timed out", "не ответил вовремя"),
        ("h:465: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)", "smtps://"),
        ("h:465: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "Сертификату"),
        ("550 5.1.1 No such user here", "Такого получателя"),
        ("550 5.7.1 Relaying denied", "DOCSVC_MAIL_FROM"),
        ("553 5.7.1 Sender address rejected: not owned by auth user.", "DOCSVC_MAIL_FROM"),
        ("550 5.7.26 This mail is unauthenticated: SPF did not pass", "SPF"),
        ("552 5.2.2 Mailbox full", "переполнен"),
        ("421 4.3.2 Service not available", "пока не принимает"),
        ("554 5.0.0 Error", "Сервер отказал"),
    ],
)
def test_an_answer_is_told_in_words(answer: str, words: str) -> None:
    told = meaning(answer)
    assert told is not None
    assert words in told


def test_an_acceptance_needs_no_words() -> None:
    assert meaning("250 2.0.0 OK queued as 4F2") is None
