"""Make a template of our own out of a shipped one."""

from docsvc.access import Right, require
from docsvc.actions.template_drafts import LONGEST_TITLE, OWN_RANK, add_draft, code_for, lock_template
from docsvc.errors import BadInput, NoTemplate
from docsvc.errors.phrase import Phrase
from docsvc.model import Template, new_id
from docsvc.queries.sources import source_at
from docsvc.work import ORGANISATION, Actor, Work


def start_from_library(work: Work, template_id: str, *, actor: Actor, title: str) -> str:
    """Copy the version in use of a template as the draft 1.0 of a new one; return that version's id.

    Raises `Forbidden`, `NotFound`, `BadInput` for a title that is empty or too long, `NoTemplate` where
    nothing is in use.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    original = lock_template(work, template_id)
    if original.current is None:
        raise NoTemplate(kind=original.title)
    if not title.strip():
        raise BadInput([("title", "назовите свой шаблон")])
    if len(title) > LONGEST_TITLE:
        raise BadInput([("title", Phrase("нужно название до %(most)s знаков", most=LONGEST_TITLE))])
    copy = Template(
        id=new_id(),
        code=code_for(work, original.kind, title.strip()),
        kind=original.kind,
        language=original.language,
        title=title.strip(),
        condition=original.condition,
        rank=OWN_RANK,
    )
    work.add(copy)
    work.session.refresh(copy, ["versions"])
    source = source_at(work.blobs, original.current.source_blob)
    note = f"Создан на основе шаблона «{original.title}» {original.current.label}"
    version = add_draft(work, copy, source, number=(1, 0), note=note, actor=actor)
    work.record(
        ORGANISATION,
        "template.copied",
        actor,
        template=copy.code,
        version=version.label,
        original=f"{original.code} {original.current.label}",
    )
    return version.id
