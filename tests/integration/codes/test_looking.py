"""Whoever looks at a link, fetches it ahead or asks for its head changes nothing: scanners do so all day."""

import pytest
from flask import Flask

from docsvc.tools import Tools
from docsvc.urls import proof_path, signing_path
from tests.integration.codes.steps import everything, log_in_as, my_link, post
from tests.integration.signing.browser import Browser
from tests.integration.signing.sending import CLIENT, DIRECTOR, Sent, complete, put_sent
from tests.integration.signing.steps import opened, signs_well
from tests.integration.signing.visits import FACTS

TIMES = 100
SCANNER = {"User-Agent": "Mozilla/5.0 (compatible; MailScanner)", "Sec-Purpose": "prefetch;prerender"}


@pytest.fixture
def sent(tools: Tools) -> Sent:
    return put_sent(tools, facts=FACTS)


@pytest.fixture
def links(tools: Tools, client: Browser, sent: Sent) -> dict[str, str]:
    """Every kind of link that somebody gets, in every state that it can be in."""
    waiting = put_sent(tools, recipients=(DIRECTOR, CLIENT), facts=FACTS | {"document": {"number": "Д-2"}})
    looked_at = put_sent(tools, facts=FACTS | {"document": {"number": "Д-3"}})
    opened(tools, looked_at)
    done = put_sent(tools, facts=FACTS | {"document": {"number": "Д-4"}})
    signs_well(tools, done)
    complete(tools, done, b"%PDF-1.7 signed")
    post(client, "/my", of="/my", email=CLIENT.email)
    return {
        "fresh": signing_path(sent.links[CLIENT.email]),
        "not yet": signing_path(waiting.links[CLIENT.email]),
        "looked at": signing_path(looked_at.links[CLIENT.email]),
        "signed": signing_path(done.links[CLIENT.email]),
        "made up": signing_path("A" * 43),
        "my": my_link(tools, CLIENT.email),
        "my, made up": "/my/" + "A" * 96,
        "my page": "/my",
        "proof": proof_path(done.document_id),
        "proof, not done": proof_path(sent.document_id),
        "document without a session": f"/sign/{sent.document_id}",
        "file without a session": f"/sign/{sent.document_id}/file.pdf",
        "approval, made up": "/approve/" + "A" * 96,
        "in person": "/in-person",
        "verify": "/verify",
    }


def test_a_hundred_looks_at_every_link_change_nothing(
    tools: Tools, app: Flask, links: dict[str, str]
) -> None:
    scanner, before = app.test_client(), everything(tools)
    for path in links.values():
        first = scanner.get(path, headers=SCANNER)
        for _ in range(TIMES // 2 - 1):
            assert scanner.get(path, headers=SCANNER).status_code == first.status_code
        for _ in range(TIMES // 2):
            assert scanner.head(path, headers=SCANNER).status_code == first.status_code
        assert "docsvc-signing" not in str(first.headers)
        assert "docsvc-my" not in str(first.headers)
    assert everything(tools) == before


def test_a_link_that_was_looked_at_still_opens(
    tools: Tools, app: Flask, client: Browser, sent: Sent, links: dict[str, str]
) -> None:
    scanner = app.test_client()
    for path in (links["fresh"], links["my"]):
        scanner.get(path, headers=SCANNER)
    assert client.open(sent.links[CLIENT.email]).status_code == 303
    assert post(client, links["my"], of=links["my"]).status_code == 303


def test_looking_at_a_lent_device_changes_nothing(tools: Tools, app: Flask, sent: Sent) -> None:
    tablet = log_in_as(tools, app, "manager@polaris.example")
    start = f"/documents/{sent.document_id}/in-person"
    before = everything(tools)
    for _ in range(TIMES // 2):
        tablet.get(start)
        tablet.client.head(start)
    assert everything(tools) == before
    post(tablet, start, of=start)
    before = everything(tools)
    for _ in range(TIMES // 2):
        tablet.get("/in-person")
        tablet.client.head("/in-person")
    assert everything(tools) == before


def test_links_that_open_nothing_say_the_same(app: Flask, links: dict[str, str], sent: Sent) -> None:
    scanner = app.test_client()
    made_up, not_yet = scanner.get(links["made up"]), scanner.get(links["not yet"])
    assert made_up.status_code == not_yet.status_code == 404
    assert made_up.data == not_yet.data
