"""What tests of the pages do again and again."""

import json

from sqlalchemy import func, select

import templates
from docsvc.model import (
    AuditEntry,
    Document,
    Signature,
    SigningCode,
    SigningSession,
)
from docsvc.tools import Tools
from docsvc.urls import signing_path
from tests.integration.signing.browser import Browser, hidden
from tests.integration.signing.sending import (
    CLIENT,
    PDF,
    Sent,
    last_code,
    put_sent,
)

SAMPLE = next(each for each in templates.library() if each.kind == "contract").files["sample.json"]
FACTS = templates.complete(json.loads(SAMPLE))
FINAL = PDF + b"signed"
NAME = CLIENT.name


def rows(tools: Tools) -> dict[str, int]:
    """Return how many rows the tables have that an opening could touch."""
    with tools.read() as session:
        tables = (SigningSession, SigningCode, Signature, AuditEntry)
        return {each.__name__: session.scalar(select(func.count()).select_from(each)) or 0 for each in tables}


def state(tools: Tools, sent: Sent) -> str:
    with tools.read() as session:
        return session.get_one(Document, sent.document_id).state


def kinds(tools: Tools, sent: Sent) -> list[str]:
    with tools.read() as session:
        entries = select(AuditEntry.body).where(AuditEntry.subject == sent.document_id)
        return [json.loads(body)["kind"] for body in session.scalars(entries.order_by(AuditEntry.position))]


def sign(browser: Browser, tools: Tools, sent: Sent, **changes: str) -> int:
    """Sign as a careful person does, and return the status of the last answer."""
    filled = {
        "agreement": browser.agreement(sent.document_id),
        "consent": "yes",
        "typed": NAME,
    }
    assert browser.answer(sent.document_id, "code", **filled).status_code == 200
    code = last_code(tools, sent.recipients[CLIENT.email])
    return browser.answer(sent.document_id, "sign", **(filled | {"code": code} | changes)).status_code


def form(browser: Browser, sent: Sent) -> dict[str, str]:
    """Return a form's token, from a page that has one."""
    return {"csrf_token": hidden(browser.get(signing_path(sent.links[CLIENT.email])))["csrf_token"]}


def form_of_another(tools: Tools, browser: Browser) -> dict[str, str]:
    return form(browser, put_sent(tools, facts=FACTS | {"document": {"number": "Д-3"}}))
