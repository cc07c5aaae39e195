"""Holding an act up while the document does not say what its deal and parties say now."""

from dataclasses import dataclass
from typing import Any

from docsvc.actions.stages import approval_of
from docsvc.errors import CommentRequired, ConditionsUnanswered, FactsDrifted
from docsvc.model import Document, State
from docsvc.queries.conditions import open_conditions
from docsvc.queries.drift import Drift, acceptances, drift
from docsvc.work import Actor, Work

LONGEST, SHORT = 2000, 120


@dataclass(frozen=True, slots=True)
class Accepted:
    """A person's word that the document stays as it is: exactly the differences of `digest`, and why."""

    digest: str
    reason: str


def guard(
    work: Work, document: Document, *, actor: Actor, accept: Accepted | None = None
) -> list[dict[str, Any]]:
    """Let an act in favour of the document through only if nothing drifted, or somebody accepted it.

    The document is locked by the caller, the deal is not: what changes a moment later meets the next guard.
    Returns every acceptance that holds for the current version: with these `Approval.drift` of a new round
    begins. A new one is recorded, and kept with the approval where one is under way or has passed. Raises
    `FactsDrifted`, and `CommentRequired` for an acceptance without a reason.
    """
    known = acceptances(work.session, document)
    found = drift(work.blobs, document, today=work.today)
    if not found or any(row["digest"] == found.digest for row in known):
        return known
    if accept is None or accept.digest != found.digest:
        told = [(each.label, each.before, each.now) for each in found.differences]
        raise FactsDrifted(told, digest=found.digest)
    known.append(_accept(work, document, found, actor=actor, reason=accept.reason.strip()[:LONGEST]))
    if document.state != State.DRAFT.value:
        _keep(work, document, known)
    return known


def require_ready(work: Work, document: Document, *, actor: Actor, accept: Accepted | None) -> None:
    """Raise unless an approved document may go out: its conditions are answered, and nothing drifted.

    Raises `ConditionsUnanswered` and what `guard` raises. A document in another state is left to its move.
    """
    if document.state != State.APPROVED.value:
        return
    if lacking := open_conditions(work.session, document):
        told = "; ".join(f"{each.user.name} — «{_shortened(each.conditions)}»" for each in lacking)
        raise ConditionsUnanswered(summary=told)
    guard(work, document, actor=actor, accept=accept)


def _shortened(text: str) -> str:
    """Return the beginning of a text for a message."""
    return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()}…"


def _accept(work: Work, document: Document, found: Drift, *, actor: Actor, reason: str) -> dict[str, Any]:
    if not reason:
        raise CommentRequired
    told = [[each.label, each.before, each.now] for each in found.differences]
    work.record(
        document,
        "approval.drift_accepted",
        actor,
        digest=found.digest,
        paths=sorted({each.path for each in found.differences}),
        facts_sha256=document.version.facts_sha256,
        private={"comment": reason, "differences": told},
    )
    return {
        "digest": found.digest,
        "differences": told,
        "who": actor.name,
        "who_id": actor.id,
        "reason": reason,
        "at": work.now.isoformat(),
    }


def _keep(work: Work, document: Document, known: list[dict[str, Any]]) -> None:
    """Keep acceptances with the newest round of this version, where there is one."""
    newest = approval_of(work, document)
    if newest is not None:
        newest.drift = known
