"""Approve by letter, sign by code, by text and in person: no link, code, PIN or session is left anywhere."""

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from werkzeug.test import TestResponse

from docsvc.actions.make_api_key import make_api_key
from docsvc.model import Document, Mail, OutboxMessage
from docsvc.model.api_scopes import FOR_A_PERSON, ApiScope
from docsvc.observe import logs
from tests.integration.codes.steps import log_in_as
from tests.integration.core.installation import PEOPLE, Installation
from tests.integration.security.run import CLIENT, PHONE, PIN, Run
from tests.services.sms import SmsGateway, sms_gateway
from tests.services.smtp import Mailbox, running_smtp

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_smtp() as box:
        yield box


@pytest.fixture
def gateway() -> Iterator[SmsGateway]:
    with sms_gateway() as running:
        running.echoes = True
        yield running


@SQLITE
def test_a_whole_run_leaves_no_link_code_pin_or_session_behind(
    installation: Installation,
    app: APIFlask,
    deal_id: str,
    mailbox: Mailbox,
    gateway: SmsGateway,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    run = Run(installation, app, mailbox, gateway)
    with caplog.at_level(logging.DEBUG), written() as lines:
        run.live(deal_id)
        run.answers += staff_pages(run) + api_answers(run)
    assert len(run.secrets) >= 10
    assert len(run.codes) >= 3
    printed = capfd.readouterr()
    places = {
        "log": "\n".join(ours(caplog)),
        "lines": lines.getvalue(),
        "printed": printed.out + printed.err,
        "database": run.kept(),
        "answers": "\n".join(run.answers),
        "files": run.files().decode("utf-8", "replace"),
    }
    found = {(name, secret) for name, text in places.items() for secret in run.secrets if secret in text}
    found |= {
        (name, code)
        for name, text in places.items()
        for code in run.codes
        if name != "files" and re.search(rf"(?<![\w.-]){code}(?![\w-])", text)
    }
    assert not found
    assert CLIENT in places["answers"]  # the pages were really there
    assert PIN not in places["database"]
    assert personal(run, places["lines"]) == set()
    told = [json.loads(line) for line in places["lines"].splitlines()]
    of_the_document = {line["event"] for line in told if line.get("document") == run.document_id}
    assert of_the_document >= {"job", "request"}  # the lines were really there


@contextmanager
def written() -> Iterator[io.StringIO]:
    """Write down every line as a server does, and what libraries say beside it."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setLevel(logging.INFO)
    handler.setFormatter(logs._formatter(as_text=False, about_process={"role": "web"}))
    logging.getLogger().addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(handler)


def personal(run: Run, text: str) -> set[str]:
    """Return what of anybody stands in a text: addresses, words of names, phones, companies, numbers."""
    names = {word for name, _ in PEOPLE.values() for word in name.split()}
    names |= {"Иванов", "Вектор", "Полярная", "7728168971", PHONE, PHONE[2:], "Safari", "198.51.100"}
    with run.installation.tools.read() as session:
        names.add(session.get_one(Document, run.document_id).number)
    found = {name for name in names if name in text or json.dumps(name)[1:-1] in text}
    return found | set(re.findall(r"[\w.+-]+@[\w-]+\.\w+", text))


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged, but by the mail server of the tests, which is in this process too."""
    formatter = logging.Formatter("%(name)s %(message)s")
    return [formatter.format(each) for each in caplog.records if each.name != "mail.log"]


def staff_pages(run: Run) -> list[str]:
    """Return every page that an administrator can open of this document and its letters."""
    browser = log_in_as(run.installation.tools, run.app, "administrator@polaris.example")
    with run.installation.tools.read() as session:
        letters = list(session.scalars(select(Mail.id)))
        jobs = list(session.scalars(select(OutboxMessage.id)))
    assert letters
    assert jobs
    paths = [f"/settings/mail/{each}" for each in letters]
    paths += [path for path in addresses(run) if not path.startswith(("/api/", "/static/"))]
    return [read(browser.get(path)) for path in paths]


def api_answers(run: Run) -> list[str]:
    """Return what the API answers to a program that may do everything."""
    administrator = run.installation.people["administrator"]
    with run.installation.tools.work() as work:
        scopes = frozenset(ApiScope) - FOR_A_PERSON
        key = make_api_key(work, actor=administrator, name="CRM", scopes=scopes, user_email=None)
    client, headers = run.app.test_client(), {"Authorization": f"Bearer {key}"}
    answers = [client.get(path, headers=headers) for path in addresses(run) if path.startswith("/api/")]
    assert sum(answer.status_code == 200 for answer in answers) >= 5
    return [read(answer) for answer in answers]


def read(answer: TestResponse) -> str:
    """Return a whole answer, headers and all, and close it."""
    with answer:
        return str(answer.headers) + answer.get_data().decode("utf-8", "replace")


def addresses(run: Run) -> list[str]:
    """Return the address of every page and answer that takes nothing but this document."""
    adapter = run.app.url_map.bind("localhost")
    return [
        adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, run.document_id))
        for rule in run.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments <= {"document_id"}
    ]
