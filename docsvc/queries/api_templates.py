"""Templates as the REST API answers them: these values are its response schemas."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from docsvc.access import Right, require
from docsvc.errors.phrase import phrase_of
from docsvc.model import Kind, VersionState
from docsvc.queries.catalog import catalog
from docsvc.queries.studio import StudioPage, VersionRow, studio_page
from docsvc.work import Actor
from storage import Blobs
from templates.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class TemplateSummary:
    """A template in a list; `version` is the one in use, empty where none is."""

    id: str
    code: str
    kind: Kind
    language: str
    title: str
    version: str
    draft: str
    condition: str
    rank: int
    documents: int
    returned: int


@dataclass(frozen=True, slots=True)
class TemplatesList:
    """Every template that people make documents from."""

    items: tuple[TemplateSummary, ...]


@dataclass(frozen=True, slots=True)
class VersionAnswer:
    """A version of a template."""

    id: str
    version: str
    state: VersionState
    current: bool
    author: str
    note: str
    created_at: dt.datetime
    published_at: dt.datetime | None
    documents: int


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """A field that a template prints; `required` is true, false or an expression."""

    path: str
    label: str
    required: bool | str


@dataclass(frozen=True, slots=True)
class TemplateAnswer:
    """A template with its versions, the newest first, and the fields of its draft or the version in use."""

    id: str
    code: str
    kind: Kind
    language: str
    title: str
    condition: str
    rank: int
    versions: tuple[VersionAnswer, ...]
    fields: tuple[FieldAnswer, ...]


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    """One thing that the lint found: `place` for people, `line` and the rest for programs, counted from 1."""

    severity: Severity
    code: str
    message: str
    suggestion: str
    text: str
    place: str
    part: str
    paragraph: int | None
    table: int | None
    row: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class LintAnswer:
    """What a look at a version found; with errors it cannot be published."""

    version: str
    errors: int
    findings: tuple[FindingAnswer, ...]


def templates_list(session: Session, *, actor: Actor) -> TemplatesList:
    """Return every template; raise `Forbidden`."""
    require(actor, Right.MANAGE_TEMPLATES)
    rows = (
        TemplateSummary(
            id=row.id,
            code=row.code,
            kind=row.kind,
            language=row.language,
            title=row.title,
            version=row.version,
            draft=row.draft,
            condition=row.condition,
            rank=row.rank,
            documents=row.usage.made,
            returned=row.usage.returned,
        )
        for row in catalog(session)
    )
    return TemplatesList(tuple(rows))


def template_answer(session: Session, blobs: Blobs, template_id: str, *, actor: Actor) -> TemplateAnswer:
    """Return a template; raise `Forbidden`, `NotFound`."""
    page = studio_page(session, blobs, template_id, actor=actor)
    return TemplateAnswer(
        id=page.id,
        code=page.code,
        kind=page.kind,
        language=page.language,
        title=page.title,
        condition=page.condition,
        rank=page.rank,
        versions=tuple(_version(row) for row in page.versions),
        fields=tuple(FieldAnswer(field.path, field.label, field.required) for field in page.fields),
    )


def lint_answer(
    session: Session, blobs: Blobs, template_id: str, version_id: str, *, actor: Actor
) -> LintAnswer:
    """Return what the lint finds in a version; raise `Forbidden`, `NotFound`."""
    page: StudioPage = studio_page(session, blobs, template_id, actor=actor, version_id=version_id)
    return LintAnswer(page.shown.label, page.errors, tuple(_finding(each) for each in page.findings))


def _version(row: VersionRow) -> VersionAnswer:
    return VersionAnswer(
        id=row.id,
        version=row.label,
        state=row.state,
        current=row.current,
        author=row.author,
        note=row.note,
        created_at=row.created_at,
        published_at=row.published_at,
        documents=row.usage.made,
    )


def _finding(finding: Finding) -> FindingAnswer:
    spot = finding.spot
    return FindingAnswer(
        severity=finding.severity,
        code=finding.code,
        message=phrase_of(finding.message),
        suggestion=phrase_of(finding.suggestion) if finding.suggestion else "",
        text=finding.text,
        place=spot.words(),
        part=spot.part,
        paragraph=spot.paragraph,
        table=spot.table,
        row=spot.row,
        line=spot.line,
    )
