import pytest
from sqlalchemy import select

from docsvc.actions.reveal_mail import reveal_mail
from docsvc.errors import Forbidden
from docsvc.mail.compose import NAMES, compose, preview
from docsvc.mail.insides import WITH_LINK, masked_insides
from docsvc.mail.letter import read_letter
from docsvc.model import AuditEntry, Document, Mail
from docsvc.queries.outgoing import outgoing_letter, outgoing_mails
from signing import code, token
from tests.integration.mail.conftest import Office


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("to", ["user", "recipient"])
def test_every_message_can_be_written_to_everybody(office: Office, to: str, language: str) -> None:
    for template in NAMES:
        mail_id = office.post(template, to=to)
        office.change(Mail, mail_id, language=language)
        with office.tools.read() as session:
            letter = read_letter(session, mail_id)
        insides = masked_insides(letter, base_url="https://docs.example")
        words = compose(letter, insides, settings=office.tools.settings)
        assert words.subject
        assert "None" not in words.text
        assert words.text.count("\n\n\n") == 0


@pytest.mark.parametrize("template", sorted(WITH_LINK | {"code"}))
def test_looking_at_a_message_shows_neither_link_nor_code(office: Office, template: str) -> None:
    mail_id = office.post(template)
    secret = token(office.tools.secrets.tokens, office.recipient_id, 1)
    digits = code(office.tools.secrets.codes, office.code_id)
    with office.tools.read() as session:
        words = preview(session, mail_id, settings=office.tools.settings)
    shown = words.subject + words.text + words.html
    assert secret not in shown
    assert digits not in shown
    assert "••••" in shown


def test_nothing_secret_is_kept_with_a_message(office: Office) -> None:
    mail_id = office.post("invitation")
    mail = office.mail(mail_id)
    assert token(office.tools.secrets.tokens, office.recipient_id, 1) not in str(vars(mail))


def test_the_list_and_the_letter_are_for_administrators(office: Office) -> None:
    mail_id = office.post("invitation")
    with office.tools.read() as session:
        page = outgoing_mails(session, office.administrator, search="SOKOLOV 0007")
        assert [(row.id, row.can_reveal, row.document_number) for row in page.mails] == [
            (mail_id, True, "Д-2026-0007")
        ]
        assert outgoing_mails(session, office.administrator, search="nobody").total == 0
        letter = outgoing_letter(session, mail_id, actor=office.administrator, settings=office.tools.settings)
        assert "/s/••••" in letter.words.text
        with pytest.raises(Forbidden):
            outgoing_mails(session, office.manager)
        with pytest.raises(Forbidden):
            outgoing_letter(session, mail_id, actor=office.manager, settings=office.tools.settings)


def test_an_administrator_reveals_a_link_and_the_evidence_says_so(office: Office) -> None:
    mail_id = office.post("invitation")
    with office.tools.work() as work:
        revealed = reveal_mail(work, mail_id, actor=office.administrator, base_url="https://docs.example")
    secret = token(office.tools.secrets.tokens, office.recipient_id, 1)
    assert (revealed.link, revealed.code) == (f"https://docs.example/s/{secret}", None)
    assert secret not in repr(revealed)
    with office.tools.read() as session:
        bodies = session.scalars(select(AuditEntry.body).where(AuditEntry.subject == office.document_id))
        [entry] = [body.decode() for body in bodies]
    assert '"mail.revealed"' in entry
    assert secret not in entry


def test_an_administrator_reveals_a_code(office: Office) -> None:
    mail_id = office.post("code")
    with office.tools.work() as work:
        revealed = reveal_mail(work, mail_id, actor=office.administrator)
    assert (revealed.link, revealed.code) == (None, code(office.tools.secrets.codes, office.code_id))


def test_nobody_else_reveals_anything(office: Office) -> None:
    mail_id = office.post("invitation")
    with pytest.raises(Forbidden), office.tools.work() as work:
        reveal_mail(work, mail_id, actor=office.manager)


def test_a_document_of_the_feminine_is_named_as_grammar_wants_it(office: Office) -> None:
    office.change(Document, office.document_id, kind="specification")
    mails = {name: office.post(name) for name in ("invitation", "code", "approval_reminder")}
    with office.tools.read() as session:
        said = {
            name: preview(session, each, settings=office.tools.settings).text for name, each in mails.items()
        }
    assert "подписать спецификацию № Д-2026-0007" in said["invitation"]
    assert "подписать спецификацию № Д-2026-0007" in said["code"]
    assert "Напоминаем: спецификация № Д-2026-0007" in said["approval_reminder"]


def test_a_job_that_stopped_leads_to_where_it_is_tried_again_and_shows_no_code_of_ours(
    office: Office,
) -> None:
    mail_id = office.post("failed", to="user", job="approval_clock")
    with office.tools.read() as session:
        words = preview(session, mail_id, settings=office.tools.settings)
    assert "/settings/operations" in words.text
    assert "approval_clock" not in words.subject + words.text


def test_whoever_has_to_ask_another_signatory_is_led_to_where_that_is_done(office: Office) -> None:
    mail_id = office.post("signatory_lost", to="user", who="Громов Павел")
    with office.tools.read() as session:
        words = preview(session, mail_id, settings=office.tools.settings)
    assert f"/documents/{office.document_id}/sending\n" in words.text
