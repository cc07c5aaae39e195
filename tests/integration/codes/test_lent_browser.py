"""Whoever is handed a device finds nothing on it that its person had open."""

import pytest
from flask import Flask

from docsvc.tools import Tools
from tests.integration.codes.steps import log_in_as, open_my_page, post
from tests.integration.signing.browser import Browser
from tests.integration.signing.sending import CLIENT, DIRECTOR, Sent, put_sent
from tests.integration.signing.visits import FACTS

MANAGER = "manager@polaris.example"


@pytest.fixture
def sent(tools: Tools) -> Sent:
    return put_sent(tools, recipients=(DIRECTOR, CLIENT), facts=FACTS)


@pytest.fixture
def tablet(tools: Tools, app: Flask, sent: Sent) -> Browser:
    """The device of somebody who has their own documents open on it, handed over."""
    browser = log_in_as(tools, app, MANAGER)
    browser.open(sent.links[DIRECTOR.email])
    assert browser.page(sent.document_id).status_code == 200
    assert sent.document_id in open_my_page(tools, browser, DIRECTOR.email).text
    start = f"/documents/{sent.document_id}/in-person"
    post(browser, start, of=start)
    return browser


def test_what_its_person_was_to_sign_is_closed(tablet: Browser, sent: Sent) -> None:
    assert tablet.page(sent.document_id).status_code == 404


def test_the_page_of_their_own_documents_is_closed(tablet: Browser, sent: Sent) -> None:
    assert sent.document_id not in tablet.get("/my").text


def test_nor_does_the_next_one_find_what_the_one_before_opened(
    tools: Tools, tablet: Browser, sent: Sent
) -> None:
    open_my_page(tools, tablet, DIRECTOR.email)
    post(tablet, "/in-person/next", of="/in-person")
    assert sent.document_id not in tablet.get("/my").text


def test_what_they_approve_by_a_letter_stays_shut_too(tablet: Browser) -> None:
    assert tablet.get("/approve/at/any").headers["Location"] == "/in-person"
