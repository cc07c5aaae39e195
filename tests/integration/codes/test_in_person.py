"""Signing on the manager's device: each in turn with their own code or PIN, the manager's pages locked."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from docsvc.actions.pins import hash_pin
from docsvc.model import AuditEntry, Channel, Dispatch, Recipient, Signature, SignerPin, SigningSession, User
from docsvc.queries.history import history
from docsvc.queries.history_lines import history_lines
from docsvc.tools import Tools
from tests.integration.codes.steps import PASSWORD, change, csrf, give_password, log_in_as, post
from tests.integration.core.installation import Clock
from tests.integration.signing.browser import Browser
from tests.integration.signing.sending import CLIENT, DIRECTOR, Sent, last_code, put_sent, wrong
from tests.integration.signing.steps import count
from tests.integration.signing.visits import FACTS

PIN = "482915"
UTC_ZONE = ZoneInfo("UTC")
MANAGER = "manager@polaris.example"


@pytest.fixture
def sent(tools: Tools) -> Sent:
    """A contract for the director, then the client."""
    return put_sent(tools, recipients=(DIRECTOR, CLIENT), facts=FACTS)


@pytest.fixture
def tablet(tools: Tools, app: Flask, sent: Sent) -> Browser:
    """The manager's tablet, handed over."""
    browser = log_in_as(tools, app, MANAGER)
    start = f"/documents/{sent.document_id}/in-person"
    assert "Передать устройство" in browser.get(start).text
    assert post(browser, start, of=start).headers["Location"] == "/in-person"
    return browser


def takes(browser: Browser, sent: Sent, email: str, **fields: str) -> str:
    """Let somebody take the device; return where it leads."""
    answer = post(browser, "/in-person/take", of="/in-person", recipient=sent.recipients[email], **fields)
    return answer.headers.get("Location", str(answer.status_code))


def signs_on(browser: Browser, tools: Tools, sent: Sent, email: str, code: str = "") -> int:
    """Read, agree and sign as whoever has the device."""
    filled = {"agreement": browser.agreement(sent.document_id), "consent": "yes", "typed": "Подпись"}
    if not code:
        assert browser.answer(sent.document_id, "code", **filled).status_code == 200
        code = last_code(tools, sent.recipients[email])
    return browser.answer(sent.document_id, "sign", **filled, code=code).status_code


def chooses_pin(tools: Tools, email: str) -> None:
    with tools.work() as work:
        hashed = hash_pin(work.secrets.codes, email, PIN)
        work.add(SignerPin(email=email, pin_hash=hashed, set_at=work.now))


def test_two_people_sign_in_turn_on_one_device(tools: Tools, tablet: Browser, sent: Sent) -> None:
    chooses_pin(tools, CLIENT.email)
    assert DIRECTOR.name in tablet.get("/in-person").text
    assert takes(tablet, sent, DIRECTOR.email) == f"/sign/{sent.document_id}"
    assert signs_on(tablet, tools, sent, DIRECTOR.email) == 303
    assert post(tablet, "/in-person/next", of="/in-person").status_code == 303
    assert tablet.page(sent.document_id).status_code == 404  # what the director had open is closed
    page = tablet.get("/in-person").text
    assert CLIENT.name in page
    assert "Моим PIN-кодом" in page
    assert takes(tablet, sent, CLIENT.email) == f"/sign/{sent.document_id}"
    assert signs_on(tablet, tools, sent, CLIENT.email, PIN) == 303
    assert "Верните устройство" in tablet.get("/in-person").text
    with tools.read() as session:
        acts = session.scalars(select(Signature).order_by(Signature.position)).all()
        host = session.scalars(select(User.id).where(User.email == MANAGER)).one()
        bodies = [body.decode() for body in session.scalars(select(AuditEntry.body))]
        assert session.get_one(Dispatch, sent.dispatch_id).host_id == host
    assert [(each.channel, each.code_id is None) for each in acts] == [("email", False), ("pin", True)]
    signed = [body for body in bodies if '"document.signed"' in body]
    assert len(signed) == 2
    assert all(f'"host":"{host}"' in body and '"via":"in_person"' in body for body in signed)
    assert sum('"device.lent"' in body for body in bodies) == 1
    with tools.read() as session:
        told = history(session, sent.document_id)
        lent_by = session.get_one(User, host).name
    assert {row.host for row in told if row.kind == "document.signed"} == {lent_by}
    (line, _other) = [each for each in history_lines(told, zone=UTC_ZONE) if each.host][:2]
    assert f"| На устройстве: {line.host}" in str(line)


def test_the_pages_of_the_host_are_locked_until_the_password(
    tools: Tools, tablet: Browser, sent: Sent
) -> None:
    give_password(tools, MANAGER)
    for path in ("/", "/documents", f"/documents/{sent.document_id}", "/deals", "/me", "/settings"):
        assert tablet.get(path).status_code in {302, 303}, path
    assert tablet.get("/login").headers["Location"] == "/in-person"
    assert post(tablet, "/in-person/back", of="/in-person", password="nope").status_code == 401
    assert tablet.get(f"/documents/{sent.document_id}").status_code == 303
    takes(tablet, sent, DIRECTOR.email)
    back = post(tablet, "/in-person/back", of="/in-person", password=PASSWORD)
    assert back.headers["Location"] == f"/documents/{sent.document_id}"
    assert tablet.get(f"/documents/{sent.document_id}").status_code == 200
    assert tablet.page(sent.document_id).status_code == 404
    assert "никому не передано" in tablet.get("/in-person").text


def test_the_other_browser_stays_open(tools: Tools, app: Flask, tablet: Browser, sent: Sent) -> None:
    desk = log_in_as(tools, app, MANAGER)
    assert desk.get(f"/documents/{sent.document_id}").status_code == 200


def test_whoever_takes_the_device_ends_what_was_open_on_it(tools: Tools, app: Flask) -> None:
    both = put_sent(tools, recipients=(DIRECTOR, CLIENT), facts=FACTS)
    with tools.work() as work:
        work.get(Recipient, both.recipients[CLIENT.email]).state = "invited"
    browser = log_in_as(tools, app, MANAGER)
    start = f"/documents/{both.document_id}/in-person"
    post(browser, start, of=start)
    takes(browser, both, DIRECTOR.email)
    takes(browser, both, CLIENT.email)
    with tools.read() as session:
        now = tools.clock()
        live = session.scalars(select(SigningSession).where(SigningSession.expires_at > now)).all()
        assert [each.recipient_id for each in live] == [both.recipients[CLIENT.email]]
        assert len(session.scalars(select(SigningSession)).all()) == 2


def test_nobody_takes_a_device_out_of_turn_or_of_another_sending(
    tools: Tools, tablet: Browser, sent: Sent
) -> None:
    foreign = put_sent(tools, facts=FACTS | {"document": {"number": "Д-8"}})
    assert takes(tablet, sent, CLIENT.email) == "/in-person"
    assert takes(tablet, foreign, CLIENT.email) == "404"
    assert count(tools, SigningSession) == 0


def test_a_device_that_was_lent_to_nobody_takes_nobody(tools: Tools, app: Flask, sent: Sent) -> None:
    browser = log_in_as(tools, app, MANAGER)
    form = csrf(browser.get(f"/documents/{sent.document_id}/in-person"))
    for path in ("take", "next"):
        fields = {"csrf_token": form, "recipient": sent.recipients[DIRECTOR.email]}
        answer = browser.client.post(f"/in-person/{path}", data=fields)
        assert answer.headers["Location"].startswith("/login")
    assert count(tools, SigningSession) == 0


def test_who_may_not_send_may_not_lend_either(tools: Tools, app: Flask, sent: Sent) -> None:
    path = f"/documents/{sent.document_id}/in-person"
    assert log_in_as(tools, app, "lawyer@polaris.example").get(path).status_code == 403
    assert log_in_as(tools, app, "outsider@polaris.example").get(path).status_code == 404


def test_a_pin_is_for_a_lent_device_only(tools: Tools, client: Browser) -> None:
    sent = put_sent(tools, facts=FACTS)
    chooses_pin(tools, CLIENT.email)
    change(tools, sent, CLIENT.email, channel=Channel.PIN.value)
    client.open(sent.links[CLIENT.email])
    assert signs_on(client, tools, sent, CLIENT.email, PIN) == 422
    assert signs_on(client, tools, sent, CLIENT.email) == 303


def test_five_wrong_pins_are_enough(tools: Tools, tablet: Browser, sent: Sent, clock: Clock) -> None:
    start = tools.clock().replace(hour=1, minute=0, second=1)
    tools.clock = lambda: start + clock.ahead
    chooses_pin(tools, DIRECTOR.email)
    takes(tablet, sent, DIRECTOR.email)
    statuses = [signs_on(tablet, tools, sent, DIRECTOR.email, wrong(PIN)) for _ in range(5)]
    assert statuses == [422] * 5
    assert signs_on(tablet, tools, sent, DIRECTOR.email, PIN) == 429
    clock.ahead = timedelta(minutes=16)
    assert signs_on(tablet, tools, sent, DIRECTOR.email, PIN) == 303


def test_a_code_signs_where_the_person_wants_no_pin(tools: Tools, tablet: Browser, sent: Sent) -> None:
    chooses_pin(tools, DIRECTOR.email)
    takes(tablet, sent, DIRECTOR.email, means="email")
    assert signs_on(tablet, tools, sent, DIRECTOR.email, PIN) == 422
    assert signs_on(tablet, tools, sent, DIRECTOR.email) == 303


def test_a_second_click_and_a_lost_answer_change_nothing(tools: Tools, tablet: Browser, sent: Sent) -> None:
    takes(tablet, sent, DIRECTOR.email)
    assert takes(tablet, sent, DIRECTOR.email) == f"/sign/{sent.document_id}"
    assert signs_on(tablet, tools, sent, DIRECTOR.email) == 303
    form = {"csrf_token": csrf(tablet.get("/in-person")), "code": "000000", "consent": "yes", "typed": "x"}
    assert tablet.client.post(f"/sign/{sent.document_id}/sign", data=form).status_code in {303, 409, 422}
    for _ in range(2):
        assert post(tablet, "/in-person/next", of="/in-person").status_code == 303
    assert count(tools, Signature) == 1
