"""Take a file as the first draft of a new template, or as the next version of one."""

from docsvc.access import Right, require
from docsvc.actions.template_drafts import (
    LONGEST_TITLE,
    OWN_RANK,
    add_draft,
    code_for,
    lock_template,
    next_number,
)
from docsvc.errors import BadInput, DraftExists, NoteRequired, ShippedTemplate
from docsvc.errors.phrase import Phrase
from docsvc.model import Template, TemplateVersion, new_id
from docsvc.queries.catalog import shipped
from docsvc.work import ORGANISATION, Actor, Work
from templates import Source


def upload_template(work: Work, source: Source, *, actor: Actor) -> str:
    """Open a new template by its draft 1.0 and return the version's id; no documents are made by it yet.

    `source` comes from `read_template`. Raises `Forbidden`, `BadInput`.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    if not source.title.strip() or len(source.title) > LONGEST_TITLE:
        raise BadInput([("title", Phrase("нужно название до %(most)s знаков", most=LONGEST_TITLE))])
    template = Template(
        id=new_id(),
        code=code_for(work, source.kind, source.title),
        kind=source.kind,
        language=source.language,
        title=source.title.strip(),
        rank=OWN_RANK,
    )
    work.add(template)
    work.session.refresh(template, ["versions"])
    version = add_draft(work, template, source, number=(1, 0), note="Первая версия", actor=actor)
    _record(work, template, version, actor)
    return version.id


def upload_version(
    work: Work, template_id: str, source: Source, *, actor: Actor, note: str, major: bool = False
) -> str:
    """Take a file as the next MINOR or MAJOR version, a draft; return its id.

    Raises `NoteRequired`, `DraftExists`, and `ShippedTemplate` for one that upgrades of docsvc bring.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    template = lock_template(work, template_id)
    if shipped(template):
        raise ShippedTemplate
    if template.draft:
        raise DraftExists(version=template.draft.label)
    if not note.strip():
        raise NoteRequired
    number = next_number(template, major=major)
    version = add_draft(work, template, source, number=number, note=note.strip(), actor=actor)
    _record(work, template, version, actor)
    return version.id


def _record(work: Work, template: Template, version: TemplateVersion, actor: Actor) -> None:
    work.record(
        ORGANISATION,
        "template.uploaded",
        actor,
        template=template.code,
        version=version.label,
        engine=version.engine,
        sha256=version.source_blob.rpartition("/")[2],
        private={"title": template.title, "note": version.change_note},
    )
