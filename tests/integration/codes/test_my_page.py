"""A person's own documents: opened by a letter, the same answer for everybody, nothing of anybody else's."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from docsvc.actions.reveal_mail import reveal_mail
from docsvc.errors import Forbidden
from docsvc.model import Act, Consent, Mail, Recipient, SignerPin, SigningSession, User, new_id
from docsvc.model.access_codes import access_hash
from docsvc.queries import own_page
from docsvc.queries.who_is import actor_of
from docsvc.tools import Tools
from tests.integration.codes.steps import change, csrf, everything, my_link, open_my_page, post, run_mail
from tests.integration.core.installation import Clock
from tests.integration.signing.browser import Browser
from tests.integration.signing.sending import CLIENT, DIRECTOR, Asked, Sent, complete, put_sent
from tests.integration.signing.steps import count, signs_well
from tests.integration.signing.visits import FACTS

OTHER = Asked("Чужой Пётр Иванович", "other@elsewhere.example", Act.SIGN)


@pytest.fixture
def sent(tools: Tools) -> Sent:
    return put_sent(tools, facts=FACTS)


def test_a_letter_opens_everything_that_was_sent_to_the_person(
    tools: Tools, client: Browser, sent: Sent
) -> None:
    signed = put_sent(tools, facts=FACTS | {"document": {"number": "Д-7"}})
    signs_well(tools, signed)
    complete(tools, signed, b"%PDF-1.7 signed")
    foreign = put_sent(tools, recipients=(OTHER,), facts=FACTS | {"document": {"number": "Д-8"}})
    page = open_my_page(tools, client, CLIENT.email).text
    assert "Ждут вашего ответа" in page
    assert "Д-7" in page
    assert "Завершён" in page
    assert "Скачать" in page
    assert "Д-8" not in page
    assert foreign.document_id not in page


def test_what_waits_is_shown_however_much_came_after_it(
    tools: Tools, client: Browser, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = put_sent(tools, facts=FACTS | {"document": {"number": "Д-7"}})
    signs_well(tools, later)
    complete(tools, later, b"%PDF-1.7 signed")
    assert "Более давних документов" not in open_my_page(tools, client, CLIENT.email).text
    monkeypatch.setattr(own_page, "MOST", 1)
    page = open_my_page(tools, client, CLIENT.email).text
    assert sent.document_id in page
    assert "Д-7" not in page
    assert "Более давних документов" in page


def test_a_document_opens_without_another_link(tools: Tools, client: Browser, sent: Sent) -> None:
    open_my_page(tools, client, CLIENT.email)
    fields = {"recipient": sent.recipients[CLIENT.email], "document": sent.document_id}
    answer = post(client, "/my/open", of="/my", **fields)
    assert answer.headers["Location"] == f"/sign/{sent.document_id}"
    assert client.page(sent.document_id).status_code == 200


def test_what_an_access_code_hides_is_not_named_before_it_is_given(
    tools: Tools, client: Browser, sent: Sent
) -> None:
    signed = put_sent(tools, facts=FACTS | {"document": {"number": "Д-7"}})
    signs_well(tools, signed)
    complete(tools, signed, b"%PDF-1.7 signed")
    for each in (sent, signed):
        recipient_id = each.recipients[CLIENT.email]
        hashed = access_hash(tools.secrets.codes, recipient_id, "северное сияние")
        change(tools, each, CLIENT.email, access_hash=hashed)
    number = FACTS["document"]["number"]
    page = open_my_page(tools, client, CLIENT.email).text
    assert page.count("Документ, закрытый кодом доступа") == 2
    for hidden in (number, "Д-7", "Скачать"):
        assert hidden not in page
    fields = {"recipient": sent.recipients[CLIENT.email], "document": sent.document_id}
    post(client, "/my/open", of="/my", **fields)
    assert number not in client.get("/my").text  # the code has yet to be given
    asked = client.page(sent.document_id)
    unlock = {"csrf_token": csrf(asked), "access": "Северное сияние"}
    assert client.client.post(f"/sign/{sent.document_id}/unlock", data=unlock).status_code == 303
    page = client.get("/my").text
    assert number in page
    assert "Д-7" not in page  # that one has a code of its own


def test_somebody_elses_document_does_not_open(tools: Tools, client: Browser, sent: Sent) -> None:
    foreign = put_sent(tools, recipients=(OTHER,), facts=FACTS | {"document": {"number": "Д-8"}})
    open_my_page(tools, client, CLIENT.email)
    fields = {"recipient": foreign.recipients[OTHER.email], "document": foreign.document_id}
    assert post(client, "/my/open", of="/my", **fields).status_code == 404
    assert count(tools, SigningSession) == 0


def test_whoever_asks_is_told_the_same(tools: Tools, client: Browser, sent: Sent) -> None:
    asked = (CLIENT.email, "nobody@vector.example")
    pages = [post(client, "/my", of="/my", email=email) for email in asked]
    known, unknown = (page.text.replace(email, "") for page, email in zip(pages, asked, strict=True))
    assert known == unknown
    assert [page.status_code for page in pages] == [200, 200]
    with tools.read() as session:  # and the same was done for both: time tells nothing either
        assert len(session.scalars(select(Mail).filter_by(template="my_link")).all()) == 2
    assert run_mail(tools) == []
    with tools.read() as session:
        letters = session.scalars(select(Mail).filter_by(template="my_link").order_by(Mail.id)).all()
        assert [each.state for each in letters] == ["held", "failed"]
        assert letters[1].deliveries[0].answer == "не отправлено: для этого адреса документов нет"


def test_a_mailbox_is_not_flooded(tools: Tools, client: Browser, sent: Sent) -> None:
    for _ in range(6):
        assert post(client, "/my", of="/my", email=CLIENT.email).status_code == 200
    with tools.read() as session:
        assert len(session.scalars(select(Mail).filter_by(template="my_link")).all()) == 3


def test_one_network_does_not_ask_all_day(tools: Tools, client: Browser) -> None:
    statuses = {post(client, "/my", of="/my", email=f"n{each}@x.example").status_code for each in range(40)}
    assert statuses == {200, 429}


def test_a_link_lives_half_an_hour(tools: Tools, client: Browser, sent: Sent, clock: Clock) -> None:
    post(client, "/my", of="/my", email=CLIENT.email)
    link, form = my_link(tools, CLIENT.email), csrf(client.get("/my"))
    clock.ahead = timedelta(minutes=31)
    assert client.get(link).status_code == 404
    assert client.client.post(link, data={"csrf_token": form}).status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "A" * 96, "A" * 95, "%00", "я" * 96], ids=["short", "guessed", "cut", "zero", "foreign"]
)
def test_a_made_up_link_opens_nothing(client: Browser, token: str) -> None:
    assert client.get(f"/my/{token}").status_code in {400, 404}
    answer = client.client.post(f"/my/{token}", data={"csrf_token": csrf(client.get("/my"))})
    assert answer.status_code in {400, 404}


def test_the_session_ends_after_two_hours_and_by_leaving(
    tools: Tools, client: Browser, sent: Sent, clock: Clock
) -> None:
    assert sent.document_id in open_my_page(tools, client, CLIENT.email).text
    clock.ahead = timedelta(hours=2, seconds=1)
    assert sent.document_id not in client.get("/my").text
    clock.ahead = timedelta()
    assert sent.document_id in client.get("/my").text
    cookie = client.client.get_cookie("docsvc-my")
    post(client, "/my/leave", of="/my")
    assert cookie
    client.client.set_cookie("docsvc-my", cookie.value)
    assert sent.document_id not in client.get("/my").text


def test_who_was_only_to_come_later_sees_nothing_yet(tools: Tools, client: Browser) -> None:
    later = put_sent(tools, recipients=(DIRECTOR, CLIENT), facts=FACTS)
    put_sent(tools, facts=FACTS | {"document": {"number": "Д-9"}})
    assert later.document_id not in open_my_page(tools, client, CLIENT.email).text


def test_a_pin_is_chosen_twice_and_told_by_letter(tools: Tools, client: Browser, sent: Sent) -> None:
    open_my_page(tools, client, CLIENT.email)
    for first, second in (("123456", "123456"), ("12", "12"), ("111111", "111111"), ("482915", "482916")):
        assert post(client, "/my/pin", of="/my", pin=first, again=second).status_code == 422
    assert post(client, "/my/pin", of="/my", pin="482 915", again="482 915").status_code == 303
    assert "PIN-код задан" in client.get("/my?done=pin").text
    with tools.read() as session:
        kept = session.scalars(select(SignerPin)).one()
        assert session.scalars(select(Mail.to_email).filter_by(template="pin_set")).one() == CLIENT.email
    assert kept.pin_hash.startswith("$argon2id$")
    assert "482915" not in everything(tools)


def test_consents_of_a_natural_person_are_at_will_and_never_ticked_for_them(
    tools: Tools, client: Browser, sent: Sent
) -> None:
    change(tools, sent, CLIENT.email, individual=True)
    open_my_page(tools, client, CLIENT.email)
    fields = {"recipient": sent.recipients[CLIENT.email], "document": sent.document_id}
    post(client, "/my/open", of="/my", **fields)
    page = client.page(sent.document_id).text
    boxes = re.findall(r'<input type="checkbox" id="consent-[^>]*>', page)
    assert boxes
    assert not [box for box in boxes if "checked" in box or "required" in box]
    assert page.count('<span class="optional">по желанию</span></label>\n</div>') == len(boxes)


def test_a_consent_is_withdrawn_once_and_the_owner_told(tools: Tools, client: Browser, sent: Sent) -> None:
    with tools.work() as work:
        recipient = work.get(Recipient, sent.recipients[CLIENT.email])
        consent = Consent(
            id=new_id(),
            recipient_id=recipient.id,
            email=recipient.email,
            kind="marketing",
            text="Согласен получать новости",
            sha256="0" * 64,
            at=work.now,
        )
        work.add(consent)
    open_my_page(tools, client, CLIENT.email)
    for _ in range(2):
        assert post(client, f"/my/consents/{consent.id}/withdraw", of="/my").status_code == 303
    assert "отозвано" in client.get("/my").text
    with tools.read() as session:
        told = session.scalars(select(Mail.to_email).filter_by(template="consent_withdrawn")).all()
    assert told == ["manager@polaris.example"]


def test_nobody_reveals_the_link_to_everything_of_a_person(
    tools: Tools, app: Flask, client: Browser, sent: Sent
) -> None:
    post(client, "/my", of="/my", email=CLIENT.email)
    with tools.read() as session:
        person = session.scalars(select(User).filter_by(email="administrator@polaris.example")).one()
        mail_id = session.scalars(select(Mail.id).filter_by(template="my_link")).one()
        administrator = actor_of(person)
    with pytest.raises(Forbidden), tools.work() as work:
        reveal_mail(work, mail_id, actor=administrator)
