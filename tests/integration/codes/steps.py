"""What these tests do again and again: change how somebody is asked, run the jobs, read what is kept."""

import re
from html import unescape
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from docsvc.actions.log_in import Checked, log_in, normal_email
from docsvc.actions.set_password import hash_password
from docsvc.jobs import run_job
from docsvc.mail.own_page import own_page_token
from docsvc.model import Base, Mail, Recipient, User
from docsvc.relay.outbox import claim, fail, succeed
from docsvc.tools import Tools
from docsvc.urls import own_page_path
from tests.integration.signing.browser import Browser, hidden
from tests.integration.signing.sending import Sent

PHONE = "+79161234567"
PASSWORD = "длинный пароль 17"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def change(tools: Tools, sent: Sent, email: str, **columns: Any) -> None:
    """Ask somebody in another way than the usual sending does."""
    with tools.work() as work:
        recipient = work.get(Recipient, sent.recipients[email])
        for name, value in columns.items():
            setattr(recipient, name, value)


def run_mail(tools: Tools) -> list[str]:
    """Let the runner send what is due; return the tracebacks of what it could not."""
    errors = []
    while claims := claim(tools, limit=50):
        for held in claims:
            if held.name != "mail":
                succeed(tools, held)
                continue
            error = run_job(tools, held.name, held.payload)
            (fail(tools, held, error) if error else succeed(tools, held))
            errors += [error] if error else []
    return errors


def everything(tools: Tools) -> str:
    """Return every value of every row of every table, in one order."""
    with tools.read() as session:
        rows = [
            f"{table.name} {tuple(row)!r}"
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
        ]
    return "\n".join(sorted(rows))


def log_in_as(tools: Tools, app: Flask, email: str) -> Browser:
    """Return a browser in which a colleague has logged in."""
    with tools.read() as session:
        user_id = session.scalars(select(User.id).where(User.email == email)).one()
    with tools.work() as work:
        token = log_in(work, Checked(normal_email(email), user_id), address="198.51.100.7", device="tablet")
    assert isinstance(token, str)
    browser = Browser(app)
    browser.client.set_cookie("docsvc", token, domain="localhost")
    return browser


def give_password(tools: Tools, email: str) -> None:
    """Let a colleague log in with the password of these tests."""
    with tools.work() as work:
        person = work.session.scalars(select(User).where(User.email == email)).one()
        person.password_hash = hash_password(PASSWORD)


def post(browser: Browser, path: str, *, of: str, **fields: str) -> TestResponse:
    """Send a form with the token of the page that it stands on."""
    return browser.client.post(path, data=fields | {"csrf_token": csrf(browser.get(of))})


def csrf(page: TestResponse) -> str:
    """Return the token of a page's first form."""
    found = _TOKEN.search(page.text)
    return unescape(found[1]) if found else hidden(page).get("csrf_token", "")


def my_link(tools: Tools, email: str) -> str:
    """Derive the link of the newest letter as the job does that sends it."""
    with tools.read() as session:
        asked = select(Mail).filter_by(template="my_link", to_email=email).order_by(Mail.id.desc())
        mail = session.scalars(asked).first()
    assert mail
    return own_page_path(own_page_token(tools.secrets.tokens, mail.id, asked_at=mail.created_at))


def open_my_page(tools: Tools, browser: Browser, email: str) -> TestResponse:
    """Ask for the link of one's own page, follow it and go on."""
    assert post(browser, "/my", of="/my", email=email).status_code == 200
    link = my_link(tools, email)
    assert post(browser, link, of=link).status_code == 303
    return browser.get("/my")
