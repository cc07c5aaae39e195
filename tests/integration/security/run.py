"""A whole life of a document, lived through pages and letters, and every secret that was handed out in it."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from sqlalchemy import select

from docsvc.config import Sms, Smtp
from docsvc.model import Base, Channel, Kind, Recipient, SigningCode
from signing.codes import code
from tests.integration.approvals.by_mail import Phone, token_for
from tests.integration.codes.steps import log_in_as, my_link, post
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.signing.browser import Browser
from tests.services.sms import SmsGateway
from tests.services.smtp import Mailbox

CLIENT, DIRECTOR, MANAGER = "ivanov@vector.example", "director@polaris.example", "manager@polaris.example"
PIN = "604831"
PHONE = "+79161234567"
_TOKENS = re.compile(r"/(?:s|approve|my)/([\w-]{40,})")


@dataclass
class Run:
    """The installation, its document, and everything that must be nowhere but with whom it was given to."""

    installation: Installation
    app: APIFlask
    mailbox: Mailbox
    gateway: SmsGateway
    document_id: str = ""
    secrets: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    answers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        tools, mailbox = self.installation.tools, self.mailbox
        smtp = Smtp(url=f"smtp://{mailbox.host}:{mailbox.port}", sender="docs@polaris.example")
        tools.settings = replace(tools.settings, smtp=smtp, sms=Sms(url=self.gateway.url))

    def live(self, deal_id: str) -> None:
        """Approve by letters, sign by letter and in person, look at one's own page."""
        self.document_id = story.make(self.installation, deal_id, Kind.CONTRACT)
        story.submit(self.installation, self.document_id)
        for part in ("lawyer", "finance", "director"):
            self.approve(part)
        story.send(self.installation, self.document_id)
        self.sign_by_letter()
        self.look_at_own_page()
        self.sign_in_person()
        self.keep_what_was_sent()

    def approve(self, part: str) -> None:
        phone = Phone(self.app)
        page = phone.page(token_for(self.installation, self.document_id, part))
        assert phone.decide(page, verdict="approve").status_code == 303
        self.keep_cookies(phone.client)
        self.installation.run_jobs()

    def sign_by_letter(self) -> None:
        browser = Browser(self.app)
        assert browser.open(story.link_of(self.installation, self.document_id, DIRECTOR)).status_code == 303
        filled = self.agrees(browser)
        assert browser.answer(self.document_id, "code", **filled).status_code == 200
        self.installation.run_jobs()
        wrong = f"{(int(self.last_code()) + 1) % 10**6:06d}"
        assert browser.answer(self.document_id, "sign", **filled, code=wrong).status_code == 422
        self.end(
            browser, browser.answer(self.document_id, "sign", **filled, code=self.last_code()).status_code
        )

    def look_at_own_page(self) -> None:
        browser = Browser(self.app)
        post(browser, "/my", of="/my", email=CLIENT)
        self.installation.run_jobs()
        link = my_link(self.installation.tools, CLIENT)
        assert post(browser, link, of=link).status_code == 303
        assert post(browser, "/my/pin", of="/my", pin=PIN, again=PIN).status_code == 303
        with self.installation.tools.read() as session:
            recipient = session.scalars(select(Recipient.id).where(Recipient.email == CLIENT)).first() or ""
        opened = post(browser, "/my/open", of="/my", recipient=recipient, document=self.document_id)
        assert opened.status_code == 303
        self.answers.append(browser.get("/my").text + browser.page(self.document_id).text)
        self.keep_cookies(browser.client)

    def sign_in_person(self) -> None:
        """The client signs by a text on the manager's tablet, after a wrong PIN."""
        with self.installation.tools.work() as work:
            client = work.session.scalars(select(Recipient).where(Recipient.email == CLIENT)).one()
            client.channel, client.phone = Channel.SMS.value, PHONE
            recipient = client.id
        tablet = log_in_as(self.installation.tools, self.app, MANAGER)
        start = f"/documents/{self.document_id}/in-person"
        assert post(tablet, start, of=start).status_code == 303
        taken = {"of": "/in-person", "recipient": recipient}
        assert post(tablet, "/in-person/take", **taken, means="pin").status_code == 303
        filled = self.agrees(tablet)
        assert tablet.answer(self.document_id, "sign", **filled, code="111222").status_code == 422
        assert post(tablet, "/in-person/take", **taken, means="sms").status_code == 303
        assert tablet.answer(self.document_id, "code", **filled).status_code == 200
        self.installation.run_jobs()
        signed = tablet.answer(self.document_id, "sign", **filled, code=self.last_code())
        self.end(tablet, signed.status_code)

    def agrees(self, browser: Browser) -> dict[str, str]:
        agreement = browser.agreement(self.document_id)
        return {"agreement": agreement, "consent": "yes", "typed": "Подпись"}

    def end(self, browser: Browser, status: int) -> None:
        assert status == 303
        self.keep_cookies(browser.client)
        self.answers.append(browser.page(self.document_id).text)
        self.installation.run_jobs()

    def last_code(self) -> str:
        with self.installation.tools.read() as session:
            newest = session.scalars(select(SigningCode.id).order_by(SigningCode.id.desc())).first() or ""
        return code(self.installation.tools.secrets.codes, newest)

    def keep_cookies(self, client: Any) -> None:
        """Remember what a browser was given: a session is a secret as well."""
        self.secrets |= {each.value for each in client._cookies.values() if "docsvc-page" not in each.key}

    def keep_what_was_sent(self) -> None:
        """Remember every link and code that went out, from where they went to."""
        plain = [each.message.get_body(("plain",)) for each in self.mailbox.deliveries]
        letters = [each.get_content() for each in plain if each is not None]
        for text in [*letters, *self.gateway.texts()]:
            self.secrets |= set(_TOKENS.findall(text))
        secrets = self.installation.tools.secrets
        with self.installation.tools.read() as session:
            self.codes = {code(secrets.codes, each) for each in session.scalars(select(SigningCode.id))} | {
                PIN
            }
        assert any(each in text for each in self.codes for text in self.gateway.texts())

    def kept(self) -> str:
        """Return every text in every row; times are left out: their microseconds look like codes."""
        with self.installation.tools.read() as session:
            rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
        values = (value for row in rows for value in row)
        return "\n".join(_readable(value) for value in values if isinstance(value, (str, bytes, dict, list)))

    def files(self) -> bytes:
        """Return every file of the installation but the keys."""
        folder: Path = self.installation.folder
        paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "secret"]
        return b"\n".join(path.read_bytes() for path in paths if "keys" not in path.parts)


def _readable(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return re.sub(r"\d\d:\d\d:\d\d\.\d+", "", text)
