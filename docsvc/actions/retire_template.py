"""Take a template out of use."""

from docsvc.access import Right, require
from docsvc.actions.template_drafts import lock_template
from docsvc.errors import NoTemplate, NoteRequired
from docsvc.model import VersionState
from docsvc.work import ORGANISATION, Actor, Work


def retire_template(work: Work, template_id: str, *, actor: Actor, reason: str) -> None:
    """Make no more documents by a template; those made keep it, and any version can be brought back.

    Raises `Forbidden`, `NotFound`, `NoteRequired`, `NoTemplate` where none of its versions is in use.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    template = lock_template(work, template_id)
    current = template.current
    if current is None:
        raise NoTemplate(kind=template.title)
    if not reason.strip():
        raise NoteRequired
    current.state = VersionState.RETIRED.value
    template.current_version_id = None
    work.record(
        ORGANISATION,
        "template.retired",
        actor,
        template=template.code,
        version=current.label,
        private={"reason": reason.strip()},
    )
