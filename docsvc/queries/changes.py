"""What changed between two versions: their Facts compared value by value."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import ApprovalStage, Decision, DocumentVersion
from docsvc.model.approvals import ApprovalTask
from docsvc.queries.facts_of import facts_of
from docsvc.work import Actor
from storage import Blobs

SILENT = ("document.version", "document.date", "current.", "filled.", "wish.", "edited.")
"""Beginnings of paths that differ in every version, or repeat another one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs: where (a path of the Facts), what it was and what it is now."""

    path: str
    before: str
    after: str


def changes(blobs: Blobs, before: DocumentVersion, after: DocumentVersion) -> tuple[Change, ...]:
    """Return what differs between the Facts of two versions, in the order of the later one."""
    if before.facts_sha256 == after.facts_sha256:
        return ()
    old, new = (dict(_flat(facts_of(blobs, each))) for each in (before, after))
    paths = [*new, *(path for path in old if path not in new)]
    return tuple(
        Change(path, old.get(path, ""), new.get(path, ""))
        for path in paths
        if not _is_silent(path) and old.get(path, "") != new.get(path, "")
    )


def _is_silent(path: str) -> bool:
    """Tell whether a difference says nothing to people: the version of a block beside its text, for one."""
    return path.startswith(SILENT) or (path.startswith("blocks.") and path.endswith(".version"))


def last_seen_version(
    session: Session, actor: Actor, document_id: str, *, current_id: str
) -> DocumentVersion | None:
    """Return the version that the actor last decided on, if it is not the current one."""
    found = (
        select(DocumentVersion)
        .join(ApprovalStage, ApprovalStage.version_id == DocumentVersion.id)
        .join(ApprovalTask, ApprovalTask.stage_id == ApprovalStage.id)
        .join(Decision, Decision.task_id == ApprovalTask.id)
        .where(
            Decision.document_id == document_id,
            Decision.user_id == actor.id,
            DocumentVersion.id != current_id,
        )
        .order_by(Decision.at.desc())
        .limit(1)
    )
    return session.scalars(found).first()


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for key, each in value.items():
                yield from _flat(each, f"{path}.{key}" if path else str(key))
        case list():
            for index, each in enumerate(value, start=1):
                yield from _flat(each, f"{path}.{index}")
        case None:
            yield path, ""
        case _:
            yield path, str(value)
