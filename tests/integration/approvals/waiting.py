"""A contract that waits for a decision, people who are silent or away, and a clock to move."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from docsvc.actions.set_absence import Away, set_absence
from docsvc.actions.submit_document import submit_document
from docsvc.model import (
    Absence,
    ApprovalRoute,
    ApprovalTask,
    AuditEntry,
    Document,
    Kind,
    Mail,
    OutboxMessage,
    OutboxState,
    Setting,
    User,
    new_id,
)
from docsvc.queries.calendar import CALENDAR
from docsvc.queries.deputies import standing
from docsvc.work import Actor
from tests.integration.approvals.talk import contract, tell
from tests.integration.core.installation import Installation

HOUR = timedelta(hours=1)
STEPS = [
    {"after": "24h", "act": "remind"},
    {"after": "48h", "act": "notify_manager"},
    {"after": "72h", "act": "hand_over"},
]
CONTRACT_TIME = {"deadline": "24h", "steps": STEPS}
DISCOUNT_TIME = {"deadline": "24h", "steps": [*STEPS[:2], {"after": "72h", "act": "reject"}]}


def stage(*approvers: Mapping[str, str], sla: object = None, name: str = "Решение") -> dict[str, Any]:
    return {"name": name, "quorum": "all", "approvers": list(approvers), "sla": sla}


def person(part: str) -> dict[str, str]:
    return {"user": f"{part}@polaris.example"}


def set_route(installation: Installation, *stages: Mapping[str, Any], **terms: object) -> None:
    """Give contracts another version of their route."""
    with installation.tools.work() as work:
        numbers = select(ApprovalRoute.number).where(ApprovalRoute.code == "contract")
        route = ApprovalRoute(
            id=new_id(),
            code="contract",
            number=max(work.session.scalars(numbers)) + 1,
            stages=[dict(each) for each in stages],
            terms={"title": "Договор", "kinds": ["contract"]} | terms,
            created_at=work.now,
        )
        work.add(route)


def waiting(installation: Installation, *stages: Mapping[str, Any], **terms: object) -> str:
    """Send a contract along a route of these stages."""
    set_route(installation, *stages, **terms)
    document_id = contract(installation, tell(installation, new_id()), Kind.CONTRACT)
    with installation.tools.work() as work:
        submit_document(work, document_id, actor=installation.people["manager"])
    installation.run_jobs()
    return document_id


def after(installation: Installation, hours: float) -> None:
    """Let hours pass, and everything that they bring happen."""
    installation.clock.ahead += timedelta(hours=hours)
    installation.run_jobs()


def tasks(installation: Installation, document_id: str) -> list[ApprovalTask]:
    with installation.tools.read() as session:
        found = select(ApprovalTask).where(ApprovalTask.document_id == document_id)
        return list(session.scalars(found.order_by(ApprovalTask.id)))


def letters(installation: Installation, document_id: str) -> list[tuple[str, str]]:
    """Return what was written about a document after it was sent to approval: (letter, to whom)."""
    with installation.tools.read() as session:
        found = select(Mail).where(Mail.document_id == document_id, Mail.template != "approval_asked")
        return [
            (mail.template, mail.to_email.partition("@")[0])
            for mail in session.scalars(found.order_by(Mail.id))
        ]


def state(installation: Installation, document_id: str) -> str:
    with installation.tools.read() as session:
        return session.get_one(Document, document_id).state


def recorded(installation: Installation, document_id: str, kind: str) -> int:
    with installation.tools.read() as session:
        found = select(AuditEntry.body).where(AuditEntry.subject == document_id)
        return sum(f'"{kind}"'.encode() in body for body in session.scalars(found))


def change(installation: Installation, part: str, **values: object) -> None:
    """Change a person: their deputy, their manager, their zone."""
    with installation.tools.work() as work:
        user = work.get(User, installation.people[part].id)
        for name, value in values.items():
            known = installation.people.get(str(value)) if name.endswith("_id") else None
            setattr(user, name, known.id if known else value)


def now(installation: Installation) -> datetime:
    return installation.tools.clock()


def send_away(
    installation: Installation, part: str, deputy: str | None = None, *, hours: tuple[float, float] = (0, 24)
) -> str:
    starts, ends = (now(installation) + each * HOUR for each in hours)
    away = Away(starts, ends, installation.people[deputy].id if deputy else None)
    with installation.tools.work() as work:
        actor = installation.people["administrator"]
        return set_absence(work, installation.people[part].id, away, actor=actor)


def acting(installation: Installation, part: str) -> Actor:
    """Return a person as one who acts now, with those whom they stand in for."""
    with installation.tools.read() as session:
        return standing(session, installation.people[part], now=now(installation))


@contextmanager
def untouched(installation: Installation) -> Iterator[Installation]:
    """Give the installation to one test, and put back what several tests share."""
    installation.clock.ahead = timedelta()
    yield installation
    with installation.tools.work() as work:
        for absence in work.session.scalars(select(Absence)):
            absence.cancelled_at = work.now
        for task in work.session.scalars(select(ApprovalTask)).unique():
            task.open = False
        for user in work.session.scalars(select(User)).unique():
            user.deputy_id = user.manager_id = None
            user.timezone, user.active = "", True
        work.session.execute(update(OutboxMessage).values(state=OutboxState.DONE.value))
        work.session.execute(delete(Setting).where(Setting.key == CALENDAR))
