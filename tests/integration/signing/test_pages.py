"""The recipient's pages over HTTP: what a link, a document and a proof show, and to whom."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from docsvc.actions.invite import invite_receivers
from docsvc.model import (
    Act,
    Dispatch,
    Document,
    Kind,
    LegalEntity,
    Move,
    State,
)
from docsvc.tools import Tools
from docsvc.urls import proof_path, signing_path
from tests.integration.core.installation import Clock
from tests.integration.databases import EACH, address
from tests.integration.signing.browser import Browser, hidden
from tests.integration.signing.sending import (
    BUYER,
    CLIENT,
    DIRECTOR,
    PDF,
    Asked,
    Sent,
    complete,
    put_sent,
)
from tests.integration.signing.visits import FACTS, FINAL, NAME, form, form_of_another, kinds, rows, sign


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Each page is read from both databases once, its words from one."""
    return address(request)


def test_a_recipient_reads_the_pages_in_the_language_that_they_choose(
    tools: Tools, client: Browser, sent: Sent
) -> None:
    link = signing_path(sent.links[CLIENT.email])
    assert "Продолжить" in client.get(link).text
    chosen = hidden(client.get(link)) | {"language": "en", "next": link}
    assert client.client.post("/language", data=chosen).location == link
    assert "Continue" in client.get(link).text
    client.open(sent.links[CLIENT.email])
    page = client.page(sent.document_id).text
    assert '<html lang="en">' in page
    assert "I have read the document and sign it electronically" in page


@EACH
def test_looking_at_a_link_changes_nothing_and_tells_little(
    tools: Tools, client: Browser, sent: Sent
) -> None:
    before = rows(tools)
    for _ in range(3):
        page = client.get(signing_path(sent.links[CLIENT.email]))
        assert page.status_code == 200
    assert rows(tools) == before
    assert "Полярная звезда" in page.text
    assert "договор" in page.text
    assert NAME not in page.text
    assert FACTS["company"]["name"] not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


@EACH
def test_going_on_leaves_the_address_that_holds_the_secret(client: Browser, sent: Sent) -> None:
    secret = sent.links[CLIENT.email]
    answer = client.open(secret)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/sign/{sent.document_id}"
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if "signing" in each)
    assert secret not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    page = client.page(sent.document_id)
    assert page.status_code == 200
    assert secret not in page.text
    assert "2 791 795,00" in page.text.replace("\xa0", " ")


def test_dead_links_are_told_apart_by_nobody(tools: Tools, client: Browser, clock: Clock, sent: Sent) -> None:
    waiting = put_sent(tools, recipients=(DIRECTOR, CLIENT)).links[CLIENT.email]
    expired = put_sent(tools, lasts=timedelta(seconds=1)).links[CLIENT.email]
    clock.ahead = timedelta(seconds=2)
    mangled = sent.links[CLIENT.email][:-1]
    answers = [
        (client.get(signing_path(link)), client.client.post(signing_path(link), data=form(client, sent)))
        for link in ("A" * 43, mangled, waiting, expired)
    ]
    assert {answer.status_code for pair in answers for answer in pair} == {404}
    assert len({re.sub(r"\s+", " ", answer.text) for pair in answers for answer in pair}) == 1


def test_a_document_opens_to_nobody_without_its_link(client: Browser, other: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    for path in ("", "/file.pdf", "/certificate.pdf"):
        assert other.get(f"/sign/{sent.document_id}{path}").status_code == 404


def test_one_link_opens_no_other_document(tools: Tools, client: Browser, sent: Sent) -> None:
    foreign = put_sent(tools, facts=FACTS | {"document": {"number": "Д-2"}})
    client.open(sent.links[CLIENT.email])
    assert client.page(foreign.document_id).status_code == 404
    assert client.get(f"/sign/{foreign.document_id}/file.pdf").status_code == 404


def test_two_links_stay_open_in_one_browser(tools: Tools, client: Browser, sent: Sent) -> None:
    second = put_sent(tools, facts=FACTS | {"document": {"number": "Д-2"}})
    client.open(sent.links[CLIENT.email])
    client.open(second.links[CLIENT.email])
    assert client.page(sent.document_id).status_code == 200
    assert client.page(second.document_id).status_code == 200


@EACH
def test_reading_and_downloading_are_recorded(tools: Tools, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    seen = client.get(f"/sign/{sent.document_id}/file.pdf")
    kept = client.get(f"/sign/{sent.document_id}/file.pdf?download=1")
    assert seen.data == kept.data == PDF
    assert seen.headers["Content-Disposition"].startswith("inline")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert seen.headers["Cache-Control"] == "no-store"
    assert kinds(tools, sent)[-3:] == ["recipient.opened", "recipient.viewed", "recipient.downloaded"]


def test_a_withdrawn_document_says_so_and_is_shown_no_more(tools: Tools, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    with tools.work() as work:
        work.document(sent.document_id).move(Move.WITHDRAW)
        work.get(Dispatch, sent.dispatch_id).closed_at = work.now
    page = client.page(sent.document_id)
    assert "Отправитель отозвал документ" in page.text
    assert client.get(f"/sign/{sent.document_id}/file.pdf").status_code == 404
    assert client.client.post(
        f"/sign/{sent.document_id}/decline", data=form_of_another(tools, client) | {"reason": "Нет"}
    ).headers["Location"] == f"/sign/{sent.document_id}"  # fmt: skip


def test_an_offer_past_its_day_says_so(tools: Tools, client: Browser, clock: Clock) -> None:
    offer = put_sent(tools, kind=Kind.QUOTE, recipients=(BUYER,), facts=FACTS, lasts=timedelta(minutes=1))
    client.open(offer.links[BUYER.email])
    clock.ahead = timedelta(minutes=2)
    assert "Срок ответа прошёл" in client.page(offer.document_id).text


@EACH
def test_the_signed_file_and_the_certificate_are_there_to_keep(
    tools: Tools, client: Browser, sent: Sent
) -> None:
    client.open(sent.links[CLIENT.email])
    sign(client, tools, sent)
    complete(tools, sent, FINAL)
    page = client.page(sent.document_id).text
    assert "Договор подписан всеми сторонами" in page
    assert client.get(f"/sign/{sent.document_id}/file.pdf?download=1").data == FINAL
    assert client.get(f"/sign/{sent.document_id}/certificate.pdf").data == FINAL + b"certificate"


def test_a_half_signed_file_is_never_shown(tools: Tools, client: Browser) -> None:
    sent = put_sent(tools, recipients=(DIRECTOR, CLIENT), facts=FACTS)
    with tools.work() as work:
        document = work.document(sent.document_id)
        document.version.head_blob = work.blobs.put(document.id, PDF + b"half")
    client.open(sent.links[DIRECTOR.email])
    assert client.get(f"/sign/{sent.document_id}/file.pdf").data == PDF


def test_an_invoice_is_only_read(tools: Tools, client: Browser) -> None:
    reader = Asked("Козлова Ксения Игоревна", "books@vector.example", Act.RECEIVE)
    sent = put_sent(tools, kind=Kind.INVOICE, recipients=(reader,), facts=FACTS)
    assert client.get(signing_path(sent.links[reader.email])).status_code == 404
    complete(tools, sent, FINAL)
    with tools.work() as work:
        invite_receivers(work, work.get(Dispatch, sent.dispatch_id))
    client.open(sent.links[reader.email])
    page = client.page(sent.document_id).text
    assert "Счёт готов к оплате" in page
    assert "<textarea" not in page
    assert client.get(f"/sign/{sent.document_id}/file.pdf").data == FINAL


@EACH
def test_the_proof_page_names_nobody(tools: Tools, client: Browser, sent: Sent) -> None:
    complete(tools, sent, FINAL)
    page = client.get(proof_path(sent.document_id))
    assert page.status_code == 200
    with tools.read() as session:
        version = session.get_one(Document, sent.document_id).version
        names = [*session.scalars(select(LegalEntity.name)), NAME, FACTS["company"]["name"], "791"]
        assert version.final_sha256
        assert version.final_sha256 in page.text
    assert not [name for name in names if name in re.sub(r"[0-9a-f]{64}", "", page.text)]


def test_there_is_no_proof_of_what_was_never_sent(tools: Tools, client: Browser, sent: Sent) -> None:
    with tools.work() as work:
        work.document(sent.document_id).state = State.DRAFT.value
    unsent, unknown = client.get(proof_path(sent.document_id)), client.get(proof_path("x"))
    assert (unsent.status_code, unsent.text) == (unknown.status_code, unknown.text)
    assert unknown.status_code == 404


def test_no_page_asks_for_anything_from_elsewhere(app: Flask, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    page = client.page(sent.document_id).text
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)
    assert "style=" not in page
    assert "<script>" not in page
