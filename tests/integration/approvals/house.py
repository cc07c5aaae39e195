"""A house of people, routes and documents for long random stories: versions have a PDF by name only."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from docsvc.actions.create_document import create_document
from docsvc.jobs import run_job
from docsvc.model import (
    Absence,
    ApprovalRoute,
    Department,
    Document,
    DocumentVersion,
    Kind,
    RenderState,
    Role,
    User,
    UserRole,
    new_id,
)
from docsvc.queries.deputies import standing
from docsvc.queries.who_is import actor_of
from docsvc.relay.outbox import claim, fail, succeed
from docsvc.work import Actor
from tests.integration.core.installation import Installation

STAFF: Mapping[str, Role] = {
    "head": Role.HEAD,
    "second-lawyer": Role.LAWYER,
    "second-director": Role.DIRECTOR,
    "board": Role.BOARD,
}
"""People beside those of every installation."""

DECIDERS = ("lawyer", "second-lawyer", "finance", "director", "second-director", "head", "board")

CLOCKS = frozenset({"approval_clock", "approval_clocks"})
"""The jobs that are done; letters and PDFs are promised and left."""


@dataclass
class House:
    """An installation with more people, and a deal that documents are made of."""

    installation: Installation
    deal_id: str
    people: dict[str, str] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """Return the person as they may act now, with whom they stand in for."""
        with self.installation.tools.read() as session:
            user = session.get_one(User, self.people[who])
            return standing(session, actor_of(user), now=self.now)

    @property
    def now(self) -> Any:
        return self.installation.clock()

    def draft(self) -> str:
        """Make a contract whose PDF is there by name."""
        with self.installation.tools.work() as work:
            actor = self.installation.people["manager"]
            document_id = create_document(work, self.deal_id, actor=actor, kind=Kind.CONTRACT)
        self.print(document_id)
        return document_id

    def print(self, document_id: str) -> None:
        """Say that the current version has been rendered."""
        with self.installation.tools.work() as work:
            version = work.document(document_id).version
            version.render_state = RenderState.DONE.value
            version.rendered_sha256 = hashlib.sha256(version.id.encode()).hexdigest()
            version.rendered_blob = version.facts_blob

    def use_route(self, stages: list[dict[str, Any]], **terms: Any) -> None:
        """Make these stages the route of every contract from now on."""
        with self.installation.tools.work() as work:
            numbers = work.session.scalars(
                select(ApprovalRoute.number).where(ApprovalRoute.code == "contract")
            )
            work.add(
                ApprovalRoute(
                    code="contract",
                    number=max(numbers, default=0) + 1,
                    stages=stages,
                    terms={"title": "Договоры", "kinds": ["contract"]} | terms,
                    created_at=work.now,
                )
            )

    def seen(self, document_id: str) -> str:
        """Return the hash that the page of the document shows."""
        with self.installation.tools.read() as session:
            document = session.get_one(Document, document_id)
            return session.get_one(DocumentVersion, document.current_version_id).rendered_sha256 or ""

    def run_clocks(self) -> None:
        """Do what the clock promised, until nothing of it is due."""
        tools = self.installation.tools
        while claims := claim(tools, limit=50):
            for held in claims:
                error = run_job(tools, held.name, held.payload) if held.name in CLOCKS else ""
                (fail(tools, held, error) if error else succeed(tools, held))
                assert not error, error

    def come_back(self) -> None:
        """Let everybody be here again, working, and the clock be right."""
        self.installation.clock.ahead = timedelta()
        with self.installation.tools.work() as work:
            for user in work.session.scalars(select(User)):
                user.active, user.deputy_id, user.manager_id = True, None, None
            for absence in work.session.scalars(select(Absence).where(Absence.cancelled_at.is_(None))):
                absence.cancelled_at = work.now


def furnish(installation: Installation, deal_id: str) -> House:
    """Add the people and give the head the manager's department."""
    with installation.tools.work() as work:
        sales = work.add(Department(id=new_id(), name="Продажи"))
        for part, role in STAFF.items():
            user = User(id=new_id(), email=f"{part}@polaris.example", name=part, created_at=work.now)
            user.role_rows = [UserRole(role=role.value)]
            work.add(user)
        for user in work.session.scalars(select(User)):
            if user.email.partition("@")[0] in {"head", "manager"}:
                user.department_id = sales.id
    with installation.tools.read() as session:
        people = {user.email.partition("@")[0]: user.id for user in session.scalars(select(User))}
    return House(installation, deal_id, people)
