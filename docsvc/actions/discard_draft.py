"""Throw a draft of a template away."""

from sqlalchemy import delete

from docsvc.access import Right, require
from docsvc.actions.template_drafts import lock_draft
from docsvc.model import Trial
from docsvc.work import ORGANISATION, Actor, Work


def discard_draft(work: Work, version_id: str, *, actor: Actor) -> bool:
    """Delete a draft, which no document rests on; tell whether its template went with it.

    Its file stays in the blobs at the address that the record names.
    Raises `Forbidden`, `NotFound`, `NotDraft`.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    version = lock_draft(work, version_id)
    template = version.template
    work.session.execute(delete(Trial).where(Trial.version_id == version.id))
    work.record(
        ORGANISATION,
        "template.draft_discarded",
        actor,
        template=template.code,
        version=version.label,
        file=version.source_blob,
    )
    alone = len(template.versions) == 1
    work.session.delete(version)
    work.session.flush()
    if alone:
        work.session.expire(template, ["versions"])
        work.session.delete(template)
        work.session.flush()
    return alone
