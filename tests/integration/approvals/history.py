"""A history of approvals written down by hand, row by row, so that its figures are known beforehand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from docsvc.model import (
    Approval,
    ApprovalRoute,
    ApprovalStage,
    ApprovalTask,
    Base,
    Decision,
    Department,
    Document,
    DocumentVersion,
    Kind,
    Remark,
    Role,
    User,
    UserRole,
    new_id,
)
from docsvc.queries.who_is import actor_of
from tests.integration.approvals.talk import PDF_HASH, contract, tell
from tests.integration.core.installation import Installation

MOSCOW = ZoneInfo("Europe/Moscow")
TABLES = (Document, DocumentVersion, Approval, ApprovalStage, ApprovalTask, Decision, Remark)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Moscow; the 9th is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


@dataclass
class History:
    """Rows to be written at once; what is written is as complete as the database asks for."""

    installation: Installation
    rows: dict[type[Base], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    models: dict[Kind, tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=dict)
    routes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in (Kind.CONTRACT, Kind.QUOTE):
            document_id = contract(self.installation, tell(self.installation, new_id()), kind)
            with self.installation.tools.read() as session:
                document = session.get_one(Document, document_id)
                self.models[kind] = (_plain(document), _plain(document.version))
                self.routes = {row.code: row.id for row in session.scalars(select(ApprovalRoute))}

    def document(self, kind: Kind = Kind.CONTRACT, *, state: str = "approved", **values: object) -> str:
        document, _version = self.models[kind]
        made = document | {"id": new_id(), "number": new_id()[-12:], "state": state, **values}
        self.rows[Document].append(made)
        return str(made["id"])

    def round(
        self,
        document: str,
        start: datetime,
        end: datetime | None = None,
        state: str = "passed",
        *,
        route: str = "contract",
        number: int = 1,
        version: str = "",
    ) -> dict[str, Any]:
        """Write a round down: of a new version, or of one that had a round."""
        if not version:
            kind = next(row["kind"] for row in self.rows[Document] if row["id"] == document)
            made = self.models[Kind(kind)][1]
            minor = sum(row["document_id"] == document for row in self.rows[DocumentVersion][-9:])
            version = new_id()
            self.rows[DocumentVersion].append(made | {"id": version, "document_id": document, "minor": minor})
        row = {
            "id": new_id(),
            "document_id": document,
            "version_id": version,
            "round": number,
            "route_id": self.routes[route],
            "initiator_id": self.installation.people["manager"].id,
            "state": state,
            "started_at": start,
            "ended_at": end,
        }
        self.rows[Approval].append(row)
        return row

    def stage(
        self,
        of: Mapping[str, Any],
        name: str,
        opened: datetime,
        closed: datetime | None = None,
        state: str = "passed",
    ) -> dict[str, Any]:
        row = {
            "id": new_id(),
            **{key: of[key] for key in ("document_id", "version_id", "route_id", "round")},
            "position": sum(row["version_id"] == of["version_id"] for row in self.rows[ApprovalStage][-9:]),
            "name": name,
            "quorum": "all",
            "state": state,
            "opened_at": opened,
            "closed_at": closed,
        }
        self.rows[ApprovalStage].append(row)
        return row

    def seat(
        self,
        of: Mapping[str, Any],
        who: str,
        decided: datetime | None = None,
        verdict: str = "approve",
        *,
        due: datetime | None = None,
        acts: Sequence[str] = (),
        replaced: str | None = None,
    ) -> str:
        """Ask somebody when the stage opens; return the id of the decision, where there is one."""
        task = {
            "id": new_id(),
            "stage_id": of["id"],
            "document_id": of["document_id"],
            "role": None,
            "user_id": self.installation.people[who].id,
            "open": decided is None and of["closed_at"] is None and replaced is None,
            "opened_at": of["opened_at"],
            "due_at": due,
            "steps": [{"key": act, "act": act, "at": "", "done": "2026-11-13"} for act in acts],
            "replaced_why": replaced,
        }
        self.rows[ApprovalTask].append(task)
        if decided is None:
            return ""
        decision = {
            "id": new_id(),
            "task_id": task["id"],
            "document_id": of["document_id"],
            "user_id": task["user_id"],
            "verdict": verdict,
            "rendered_sha256": PDF_HASH,
            "facts_sha256": PDF_HASH,
            "at": decided,
        }
        self.rows[Decision].append(decision)
        return str(decision["id"])

    def quote(self, decision_id: str, *quotes: str) -> None:
        decision = next(row for row in self.rows[Decision] if row["id"] == decision_id)
        document = decision["document_id"]
        versions = [row["id"] for row in self.rows[DocumentVersion] if row["document_id"] == document]
        for each in quotes:
            remark = {"id": new_id(), "document_id": document, "version_id": versions[0], "quote": each}
            said = {"decision_id": decision_id, "kind": "comment", "text": "Поправьте", "at": decision["at"]}
            self.rows[Remark].append(remark | said | {"author_id": decision["user_id"]})

    def keep(self) -> None:
        """Write everything into the database."""
        with self.installation.tools.work() as work:
            for table in TABLES:
                if self.rows[table]:
                    work.session.execute(insert(table), self.rows[table])

    def department(self, name: str) -> str:
        """Make a department with a head, who is one of the people from then on: `head of <name>`."""
        with self.installation.tools.work() as work:
            department = Department(id=new_id(), name=name)
            work.add(department)
            head = User(id=new_id(), email=f"{new_id()}@polaris.example", name=name, created_at=work.now)
            head.role_rows = [UserRole(role=Role.HEAD.value)]
            head.department = department
            work.add(head)
            self.installation.people[f"head of {name}"] = actor_of(head)
            return department.id


def _plain(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}
