"""The letters that ask for a decision, and the person who follows their link."""

import re
from dataclasses import dataclass
from html import unescape

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from docsvc.actions.approval_link import Answer, Opened, decide_by_link, open_approval_link
from docsvc.mail.compose import Words, compose
from docsvc.mail.insides import open_insides
from docsvc.mail.letter import read_letter
from docsvc.model import Base, Mail, User, Verdict
from tests.integration.approvals.talk import PDF_HASH
from tests.integration.core.installation import Installation

HERE = {"address": "198.51.100.7", "device": "Safari, iPhone"}
_INPUT = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')


def letter_to(installation: Installation, document_id: str, part: str, name: str = "") -> Words:
    """Return the last letter to a person about a document as it would be sent now."""
    with installation.tools.read() as session:
        found = select(Mail.id).where(Mail.document_id == document_id, Mail.to_email.startswith(f"{part}@"))
        if name:
            found = found.where(Mail.template == name)
        letter = read_letter(session, session.scalars(found.order_by(Mail.id.desc())).first() or "")
    settings = installation.settings
    insides = open_insides(letter, installation.tools.secrets, base_url=settings.base_url)
    return compose(letter, insides, settings=settings)


def token_in(words: Words) -> str:
    """Return the token of a letter's link; an empty text where it carries none."""
    found = re.search(r"/approve/([\w-]+)", words.text)
    return found[1] if found else ""


def token_for(installation: Installation, document_id: str, part: str) -> str:
    return token_in(letter_to(installation, document_id, part))


def follow(installation: Installation, token: str, address: str = HERE["address"]) -> Opened:
    """Open a link; a refusal is raised once the try is kept."""
    with installation.tools.work() as work:
        opened = open_approval_link(work, token, address=address, device=HERE["device"])
    if isinstance(opened, Exception):
        raise opened
    return opened


def answer(
    installation: Installation, opened: Opened, verdict: Verdict = Verdict.APPROVE, comment: str = ""
) -> None:
    given = Answer(verdict=verdict, seen_sha256=PDF_HASH, comment=comment)
    with installation.tools.work() as work:
        decide_by_link(work, opened.session_token, task_id=opened.task_id, answer=given, **HERE)


def rows(installation: Installation) -> dict[str, int]:
    """Count the rows of every table."""
    with installation.tools.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def change_person(installation: Installation, part: str, **values: object) -> None:
    with installation.tools.work() as work:
        user = work.get(User, installation.people[part].id)
        for name, value in values.items():
            setattr(user, name, value)


@dataclass
class Phone:
    """A browser that keeps cookies, and sends with a form what the page put into it."""

    app: Flask

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def open(self, token: str) -> TestResponse:
        """Follow a link as a person does: look, then go on."""
        path = f"/approve/{token}"
        return self.client.post(path, data=hidden(self.client.get(path)))

    def page(self, token: str) -> str:
        """Open a link and return the address of the page that it leads to."""
        return self.open(token).headers["Location"]

    def decide(self, page: str, **typed: object) -> TestResponse:
        return self.client.post(f"{page}/decision", data=hidden(self.client.get(page)) | typed)


def hidden(response: TestResponse) -> dict[str, object]:
    """Return what the page's forms carry unseen."""
    return {name: unescape(value) for name, value in _INPUT.findall(response.text)}
