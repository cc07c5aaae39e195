"""What actions on templates share: the lock, the number of the next version, the draft's row."""

import re

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from docsvc.actions.run_trial import promise_preview
from docsvc.actions.template_file import settled, with_fields
from docsvc.errors import NotDraft, NotFound
from docsvc.model import Template, TemplateVersion, VersionState, new_id
from docsvc.queries.lint import custom_fields
from docsvc.queries.sources import source_at
from docsvc.work import Actor, Work
from templates import Source

LONGEST_TITLE = 200
OWN_RANK = 50
"""Our own templates are tried before the shipped ones, which have 100."""

LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a|b|v|g|d|e|e|zh|z|i|y|k|l|m|n|o|p|r|s|t|u|f|kh|ts|ch|sh|sch||y||e|yu|ya".split("|"),  # noqa: SIM905 -- legible
        strict=True,
    )
)
LONGEST_CODE = 40


def lock_template(work: Work, template_id: str) -> Template:
    """Load a template that people make and lock it until the transaction ends; raise `NotFound`."""
    statement = select(Template).where(Template.id == template_id).options(lazyload("*")).with_for_update()
    template = work.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if template is None or template.internal:
        raise NotFound
    work.session.refresh(template, ["versions"])
    return template


def lock_version(work: Work, version_id: str) -> TemplateVersion:
    """Load a version with its template locked; raise `NotFound`."""
    template_id = work.get(TemplateVersion, version_id).template_id
    template = lock_template(work, template_id)
    version = next((each for each in template.versions if each.id == version_id), None)
    if version is None:
        raise NotFound
    work.session.refresh(version)
    return version


def lock_draft(work: Work, version_id: str) -> TemplateVersion:
    """Load a draft with its template locked; raise `NotFound`, or `NotDraft` for a published version."""
    version = lock_version(work, version_id)
    if version.state != VersionState.DRAFT.value:
        raise NotDraft(version=version.label)
    return version


def next_number(template: Template, *, major: bool) -> tuple[int, int]:
    """Return MAJOR and MINOR of the next version; the first is 1.0."""
    if not template.versions:
        return 1, 0
    newest = max((each.major, each.minor) for each in template.versions)
    return (newest[0] + 1, 0) if major else (newest[0], newest[1] + 1)


def add_draft(
    work: Work, template: Template, source: Source, *, number: tuple[int, int], note: str, actor: Actor
) -> TemplateVersion:
    """Store a draft of a template and promise its preview; fields refined before are kept."""
    newest = max(template.versions, key=lambda each: (each.major, each.minor), default=None)
    before = source_at(work.blobs, newest.source_blob) if newest else None
    own = custom_fields(work.session)
    version = TemplateVersion(
        id=new_id(),
        template_id=template.id,
        major=number[0],
        minor=number[1],
        state=VersionState.DRAFT.value,
        engine=source.engine.value,
        source_blob="",
        field_schema=[],
        change_note=note,
        author=actor.name,
        author_id=actor.id,
        created_at=work.now,
    )
    store_source(work, template, version, with_fields(source, settled(source, before, own=own)))
    work.add(version)
    promise_preview(work, version, actor=actor)
    return version


def store_source(work: Work, template: Template, version: TemplateVersion, source: Source) -> None:
    """Keep a source under its template's code and its version's number, and name its blob in the row."""
    whole = with_fields(source, source.fields, code=template.code, version=version.label)
    version.engine = whole.engine.value
    version.source_blob = work.blobs.put(template.id, whole.pack())
    version.field_schema = [{"path": field.path, "label": field.label} for field in whole.fields.fields]


def code_for(work: Work, kind: str, title: str) -> str:
    """Return a code that no template has yet, legible in addresses and logs."""
    latin = "".join(LETTERS.get(letter, letter) for letter in title.casefold())
    stem = f"{kind}-{re.sub('[^a-z0-9]+', '-', latin).strip('-')}"[:LONGEST_CODE].strip("-")
    taken = set(work.session.scalars(select(Template.code).where(Template.code.startswith(stem))))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if code not in taken)
