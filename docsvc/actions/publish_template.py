"""Publish a draft: from now on documents are made by it."""

from sqlalchemy import select

from docsvc.access import Right, require
from docsvc.actions.template_drafts import lock_draft
from docsvc.errors import NoteRequired, NotTried, TemplateFaulty
from docsvc.model import TemplateVersion, Trial, VersionState
from docsvc.queries.lint import errors_in, lint_at
from docsvc.work import ORGANISATION, Actor, Work


def publish_template(work: Work, version_id: str, *, actor: Actor, note: str, reason: str = "") -> None:
    """Make a draft the version in use; the one before stays, and documents made by it keep it.

    Raises `Forbidden`, `NotFound`, `NotDraft`, `NoteRequired`, `TemplateFaulty` with every error of the lint,
    and `NotTried` unless exactly this file has had a green trial or `reason` says why it was done without.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    version = lock_draft(work, version_id)
    if not note.strip():
        raise NoteRequired
    if errors := errors_in(lint_at(work.session, work.blobs, version.source_blob)):
        raise TemplateFaulty([finding.words() for finding in errors])
    trial = green_trial(work, version)
    if trial is None and not reason.strip():
        raise NotTried
    before = version.template.current
    version.state = VersionState.PUBLISHED.value
    version.change_note = note.strip()
    version.published_at, version.published_by = work.now, actor.name
    version.publish_reason = "" if trial else reason.strip()
    version.template.current_version_id = version.id
    work.record(
        ORGANISATION,
        "template.published",
        actor,
        template=version.template.code,
        version=version.label,
        before=before.label if before else "",
        sha256=version.source_blob.rpartition("/")[2],
        trial=trial.id if trial else "",
        private={"note": version.change_note, "reason": version.publish_reason},
    )


def green_trial(work: Work, version: TemplateVersion) -> Trial | None:
    """Return the newest green trial of exactly the file that the version has now."""
    found = work.session.scalars(
        select(Trial)
        .where(Trial.version_id == version.id, Trial.source_blob == version.source_blob)
        .order_by(Trial.id.desc())
    )
    return next((trial for trial in found if trial.counts), None)
