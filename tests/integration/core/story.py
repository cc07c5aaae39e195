"""The steps of a document's life as tests tell it: each as the person would take it, jobs included."""

import json
from dataclasses import replace
from typing import TypedDict

from sqlalchemy import select

from docsvc.actions.accept_document import accept_document
from docsvc.actions.create_document import create_document
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.open_link import Opened, open_link
from docsvc.actions.request_code import request_code
from docsvc.actions.send_document import send_document
from docsvc.actions.sign_document import Offer, Will, sign_document
from docsvc.actions.submit_document import submit_document
from docsvc.model import Asked, Document, DocumentVersion, Kind, Recipient, SigningCode, Verdict
from docsvc.queries.agreement import read_agreement
from docsvc.queries.suggest_recipients import suggest_recipients
from signing import code as derive_code
from signing import token
from tests.integration.core.installation import Installation


class Here(TypedDict):
    """Where an act comes from."""

    address: str
    device: str


HERE: Here = {"address": "198.51.100.7", "device": "Safari, iPhone"}


def make(installation: Installation, deal_id: str, kind: Kind, *, basis_id: str | None = None) -> str:
    document_id = start(installation, deal_id, kind, basis_id=basis_id)
    installation.run_jobs()
    return document_id


def start(installation: Installation, deal_id: str, kind: Kind, *, basis_id: str | None = None) -> str:
    """Make a document, and leave its PDF to a runner."""
    with installation.tools.work() as work:
        return create_document(
            work,
            deal_id,
            actor=installation.people["manager"],
            kind=kind,
            basis_id=basis_id,
        )


def submit(installation: Installation, document_id: str) -> None:
    submit_only(installation, document_id)
    installation.run_jobs()


def submit_only(installation: Installation, document_id: str) -> None:
    with installation.tools.work() as work:
        submit_document(work, document_id, actor=installation.people["manager"])


def decide(
    installation: Installation,
    document_id: str,
    who: str,
    verdict: Verdict = Verdict.APPROVE,
    comment: str = "",
) -> None:
    seen = version_of(installation, document_id).rendered_sha256 or ""
    with installation.tools.work() as work:
        decide_on_document(
            work,
            document_id,
            actor=installation.people[who],
            verdict=verdict,
            comment=comment,
            seen_sha256=seen,
        )


def send(installation: Installation, document_id: str, **changes: object) -> None:
    send_only(installation, document_id, **changes)
    installation.run_jobs()


def send_only(installation: Installation, document_id: str, **changes: object) -> None:
    with installation.tools.read() as session:
        recipients: list[Asked] = [replace(asked) for asked in suggest_recipients(session, document_id)]
    with installation.tools.work() as work:
        send_document(
            work,
            document_id,
            actor=installation.people["manager"],
            recipients=recipients,
            **changes,  # type: ignore[arg-type]  # a test passes what it likes
        )


def approved_contract(installation: Installation, deal_id: str) -> str:
    """Take a contract through its whole approval."""
    contract = make(installation, deal_id, Kind.CONTRACT)
    submit(installation, contract)
    for who in ("lawyer", "finance", "director"):
        decide(installation, contract, who)
    return contract


def open_as(installation: Installation, document_id: str, email: str) -> Opened:
    secret = link_of(installation, document_id, email)
    with installation.tools.work() as work:
        return open_link(work, secret, **HERE)


def link_of(installation: Installation, document_id: str, email: str) -> str:
    """Recompute the link as the mail job does."""
    with installation.tools.read() as session:
        recipients = session.scalars(
            select(Recipient).where(Recipient.email == email).order_by(Recipient.id.desc())
        ).unique()
        recipient = next(each for each in recipients if _is_for(each, document_id))
        return token(installation.tools.secrets.tokens, recipient.id, recipient.generation)


def _is_for(recipient: Recipient, document_id: str) -> bool:
    return any(each.document_id == document_id for each in recipient.dispatch.documents)


def ask_code(installation: Installation, opened: Opened, document_id: str) -> str:
    with installation.tools.work() as work:
        request_code(work, opened.session_token, document_id=document_id, **HERE)
    with installation.tools.read() as session:
        newest = select(SigningCode.id).where(SigningCode.recipient_id == opened.recipient_id)
        code_id = session.scalars(newest.order_by(SigningCode.id.desc())).first() or ""
    return derive_code(installation.tools.secrets.codes, code_id)


def will_of(installation: Installation, document_id: str, *, typed: str, code: str) -> Will:
    version = version_of(installation, document_id)
    facts = installation.tools.blobs.get(version.facts_blob)
    agreement = read_agreement(json.loads(facts), language="ru")
    return Will(
        typed=typed,
        code=code,
        consent="Согласен подписать документ электронной подписью",
        agreement=Offer(version=agreement.version, sha256=agreement.sha256, text=agreement.text),
        agreed_sha256=agreement.sha256,
        shown_sha256=version.sent_sha256 or "",
    )


def sign(installation: Installation, document_id: str, email: str, *, typed: str) -> None:
    sign_only(installation, document_id, email, typed=typed)
    installation.run_jobs()


def sign_only(installation: Installation, document_id: str, email: str, *, typed: str) -> None:
    """Sign, and leave the jobs to a runner."""
    opened = open_as(installation, document_id, email)
    code = ask_code(installation, opened, document_id)
    will = will_of(installation, document_id, typed=typed, code=code)
    with installation.tools.work() as work:
        refused = sign_document(work, opened.session_token, document_id=document_id, will=will, **HERE)
    assert refused is None


def accept(installation: Installation, document_id: str, email: str) -> None:
    opened = open_as(installation, document_id, email)
    shown = version_of(installation, document_id).sent_sha256 or ""
    with installation.tools.work() as work:
        accept_document(
            work,
            opened.session_token,
            document_id=document_id,
            consent="Принимаю предложение",
            shown_sha256=shown,
            **HERE,
        )
    installation.run_jobs()


def version_of(installation: Installation, document_id: str) -> DocumentVersion:
    with installation.tools.read() as session:
        return session.get_one(Document, document_id).version


def state_of(installation: Installation, document_id: str) -> str:
    with installation.tools.read() as session:
        return session.get_one(Document, document_id).state
