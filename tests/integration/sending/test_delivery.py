"""What became of a letter is seen at its recipient, and a refused one is told to the owner."""

import re
from dataclasses import replace
from email.message import EmailMessage

import pytest

from docsvc.config import Smtp
from docsvc.queries.history import history
from tests.integration.core.installation import Installation
from tests.integration.sending import post
from tests.services.smtp import Mailbox


@pytest.fixture
def nda(installation: Installation, deal_id: str, mailbox: Mailbox) -> str:
    document_id = post.nda(installation, deal_id)
    tools, url = installation.tools, f"smtp://{mailbox.host}:{mailbox.port}"
    tools.settings = replace(tools.settings, smtp=Smtp(url=url, sender="docs@polaris.example"))
    return document_id


def kinds(installation: Installation, document_id: str) -> list[str]:
    with installation.tools.read() as session:
        return [row.kind for row in history(session, document_id)]


def plain(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_an_accepted_invitation_is_delivered(installation: Installation, nda: str) -> None:
    dispatch = post.send(installation, nda)
    director = post.recipient(installation.tools, dispatch, post.DIRECTOR)
    assert director.delivered_at is not None
    assert director.bounced_at is None
    assert kinds(installation, nda).count("recipient.delivered") == 1


def test_a_refused_invitation_is_seen_at_its_recipient_and_told_to_the_owner(
    installation: Installation, nda: str, mailbox: Mailbox
) -> None:
    mailbox.reply = "550 No such person"
    dispatch = post.send(installation, nda)
    director = post.recipient(installation.tools, dispatch, post.DIRECTOR)
    assert director.bounced_at is not None
    assert director.delivered_at is None
    assert "mail.bounced" in kinds(installation, nda)
    assert post.letters(installation.tools, "bounced") == ["manager@polaris.example"]


def test_an_envelope_comes_as_one_letter_that_lists_everything(
    installation: Installation, deal_id: str, nda: str, mailbox: Mailbox
) -> None:
    second = post.nda(installation, deal_id)
    post.send(installation, nda, second, title="Пакет для склада")
    [letter] = [each for each in mailbox.wait() if each.recipients == (post.DIRECTOR,)]
    assert letter.message["Subject"] == "На подпись: Пакет для склада"
    text = plain(letter.message)
    assert "и ещё 1 документ" in text
    assert {"0001", "0002"} == set(re.findall(r"NDA-\d{4}-(\d+)", text))


def test_a_letter_says_that_a_code_will_be_asked_and_does_not_tell_it(
    installation: Installation, nda: str, mailbox: Mailbox
) -> None:
    ours, client = post.usual(installation, nda)
    post.send(installation, nda, recipients=[replace(ours, access_code="полярная-7"), client])
    text = plain(mailbox.wait()[0].message)
    assert "кода доступа" in text
    assert "полярная-7" not in text
