"""The steps of an approval as tests tell them, in a house whose PDFs are there by name."""

import json
from typing import Any

from sqlalchemy import select

from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.submit_document import submit_document
from docsvc.model import AuditEntry, AuditPayload, Document, Mail, Verdict
from docsvc.queries.approvals import ApprovalView, StageRow, approval_view, stages
from docsvc.queries.inbox import inbox
from tests.integration.approvals.house import House

APPROVE, CONDITIONS, RETURN, REJECT = Verdict


def person(part: str, **more: Any) -> dict[str, Any]:
    return {"user": f"{part}@polaris.example"} | more


def role(name: str, **more: Any) -> dict[str, Any]:
    return {"role": name} | more


def stage(*approvers: dict[str, Any], name: str = "Решение", **more: Any) -> dict[str, Any]:
    return {"name": name, "approvers": list(approvers)} | more


def submitted(house: House, *route: dict[str, Any], **terms: Any) -> str:
    """Send a new contract along a route of these stages."""
    house.use_route(list(route), **terms)
    document_id = house.draft()
    submit(house, document_id)
    return document_id


def submit(house: House, document_id: str, who: str = "manager", **more: Any) -> None:
    with house.installation.tools.work() as work:
        submit_document(work, document_id, actor=house.actor(who), **more)


def decide(house: House, document_id: str, who: str, verdict: Verdict = APPROVE, **more: Any) -> None:
    words = {"comment": "Надо иначе"} if verdict in {RETURN, REJECT} else {}
    actor, seen = house.actor(who), house.seen(document_id)
    with house.installation.tools.work() as work:
        decide_on_document(
            work, document_id, actor=actor, verdict=verdict, **{"seen_sha256": seen, **words, **more}
        )


def act(house: House, action: Any, document_id: str, who: str, **more: Any) -> Any:
    """Do something else that an approval allows."""
    actor = house.actor(who)
    with house.installation.tools.work() as work:
        return action(work, document_id, actor=actor, **more)


def state(house: House, document_id: str) -> str:
    with house.installation.tools.read() as session:
        return session.get_one(Document, document_id).state


def rows(house: House, document_id: str) -> tuple[StageRow, ...]:
    with house.installation.tools.read() as session:
        return stages(session, document_id)


def states(house: House, document_id: str) -> list[str]:
    return [row.state.value for row in rows(house, document_id)]


def approval(house: House, document_id: str) -> ApprovalView:
    with house.installation.tools.read() as session:
        found = approval_view(session, document_id)
    assert found is not None
    return found


def awaits(house: House, who: str, document_id: str) -> bool:
    """Tell whether the document lies in a person's inbox."""
    actor = house.actor(who)
    with house.installation.tools.read() as session:
        return document_id in {row.id for row in inbox(session, actor)}


def letters(house: House, document_id: str) -> list[tuple[str, str]]:
    with house.installation.tools.read() as session:
        found = select(Mail).where(Mail.document_id == document_id).order_by(Mail.id)
        return [(mail.template, mail.to_email.partition("@")[0]) for mail in session.scalars(found)]


def recorded(house: House, document_id: str, kind: str) -> list[dict[str, Any]]:
    """Return the entries of a kind, what is public and what is private in one."""
    with house.installation.tools.read() as session:
        found = (
            select(AuditEntry.body, AuditPayload.payload)
            .join(AuditPayload, AuditPayload.entry_id == AuditEntry.id)
            .where(AuditEntry.subject == document_id)
            .order_by(AuditEntry.position)
        )
        pairs = [(json.loads(body), payload) for body, payload in session.execute(found)]
    return [_flat(body, payload) for body, payload in pairs if body["kind"] == kind]


def _flat(body: dict[str, Any], payload: bytes) -> dict[str, Any]:
    flat: dict[str, Any] = body | body["details"] | json.loads(payload)
    return flat
