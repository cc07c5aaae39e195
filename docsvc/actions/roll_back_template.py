"""Bring an earlier version of a template back into use."""

from docsvc.access import Right, require
from docsvc.actions.template_drafts import lock_version
from docsvc.errors import NoteRequired, WrongVersion
from docsvc.model import VersionState
from docsvc.work import ORGANISATION, Actor, Work


def roll_back_template(work: Work, version_id: str, *, actor: Actor, reason: str) -> None:
    """Publish an old version again, as it was; the one in use stays in the history.

    Raises `Forbidden`, `NotFound`, `NoteRequired`, `WrongVersion` for a draft or the version in use.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    version = lock_version(work, version_id)
    template = version.template
    before = template.current
    if version.state == VersionState.DRAFT.value or version is before:
        raise WrongVersion(version=version.label)
    if not reason.strip():
        raise NoteRequired
    version.state = VersionState.PUBLISHED.value
    template.current_version_id = version.id
    work.record(
        ORGANISATION,
        "template.rolled_back",
        actor,
        template=template.code,
        version=version.label,
        before=before.label if before else "",
        private={"reason": reason.strip()},
    )
