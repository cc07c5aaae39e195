"""Everything that the page of a template shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.errors import NotFound
from docsvc.model import Kind, Template, TemplateVersion, VersionState
from docsvc.queries.catalog import shipped
from docsvc.queries.lint import errors_in, lint_at
from docsvc.queries.sources import source_at
from docsvc.queries.trials import TrialPage, trials_of
from docsvc.queries.usage import Usage, usage_by_version
from docsvc.work import Actor
from storage import Blobs
from templates.findings import Finding
from templates.schema import Field


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the history of a template."""

    id: str
    label: str
    state: VersionState
    current: bool
    author: str
    created_at: datetime
    published_at: datetime | None
    published_by: str
    note: str
    reason: str
    engine: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class StudioPage:
    """A template with the version that is looked at."""

    id: str
    code: str
    kind: Kind
    language: str
    title: str
    shipped: bool
    condition: str
    rank: int
    shown: VersionRow
    draft: VersionRow | None
    current: VersionRow | None
    versions: tuple[VersionRow, ...]
    findings: tuple[Finding, ...]
    errors: int
    fields: tuple[Field, ...]
    sample: TrialPage | None
    trial: TrialPage | None
    may_publish: bool
    next_minor: str
    next_major: str


def studio_page(
    session: Session, blobs: Blobs, template_id: str, *, actor: Actor, version_id: str | None = None
) -> StudioPage:
    """Return a template with one version: the one asked for, else its draft, else the one in use.

    Raises `Forbidden`, `NotFound`.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    template = _template(session, template_id)
    version = _shown(template, version_id)
    usage = usage_by_version(session)
    rows = {each.id: _version_row(each, template, usage) for each in reversed(template.versions)}
    findings = lint_at(session, blobs, version.source_blob)
    trials = tuple(trials_of(session, version))
    newest = max(template.versions, key=lambda each: (each.major, each.minor))
    return StudioPage(
        id=template.id,
        code=template.code,
        kind=Kind(template.kind),
        language=template.language,
        title=template.title,
        shipped=shipped(template),
        condition=template.condition,
        rank=template.rank,
        shown=rows[version.id],
        draft=rows.get(template.draft.id) if template.draft else None,
        current=rows.get(template.current.id) if template.current else None,
        versions=tuple(rows.values()),
        findings=findings,
        errors=len(errors_in(findings)),
        fields=source_at(blobs, version.source_blob).fields.fields,
        sample=next((each for each in trials if each.fresh and each.rows[0].deal_id is None), None),
        trial=next((each for each in trials if each.rows[0].deal_id is not None), None),
        may_publish=any(each.counts and each.fresh for each in trials),
        next_minor=f"{newest.major}.{newest.minor + 1}",
        next_major=f"{newest.major + 1}.0",
    )


def one_version(session: Session, version_id: str, *, actor: Actor) -> TemplateVersion:
    """Return a version of a template that people make; raise `Forbidden`, `NotFound`."""
    require(actor, Right.MANAGE_TEMPLATES)
    version = session.get(TemplateVersion, version_id)
    if version is None or version.template.internal:
        raise NotFound
    return version


def _template(session: Session, template_id: str) -> Template:
    template = session.get(Template, template_id)
    if template is None or template.internal or not template.versions:
        raise NotFound
    return template


def _shown(template: Template, version_id: str | None) -> TemplateVersion:
    if version_id is None:
        return template.draft or template.current or template.versions[-1]
    found = next((each for each in template.versions if each.id == version_id), None)
    if found is None:
        raise NotFound
    return found


def _version_row(version: TemplateVersion, template: Template, usage: Mapping[str, Usage]) -> VersionRow:
    return VersionRow(
        id=version.id,
        label=version.label,
        state=VersionState(version.state),
        current=version.id == template.current_version_id,
        author=version.author,
        created_at=version.created_at,
        published_at=version.published_at,
        published_by=version.published_by,
        note=version.change_note,
        reason=version.publish_reason,
        engine=version.engine,
        usage=usage.get(version.id, Usage()),
    )
