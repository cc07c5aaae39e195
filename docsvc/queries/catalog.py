"""The templates and their versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Kind, Template
from docsvc.queries.usage import Usage, usage_by_template

SHIPPED = "library/"
"""Where the blobs of shipped templates lie."""


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template with its version in use, its draft, its use and its fields, by human name."""

    id: str
    code: str
    kind: Kind
    language: str
    title: str
    engine: str
    version: str
    draft: str
    shipped: bool
    condition: str
    rank: int
    versions: int
    changed_at: datetime | None
    change_note: str
    usage: Usage
    fields: tuple[str, ...]


def catalog(session: Session) -> tuple[TemplateRow, ...]:
    """Return the templates that people use, by kind, our own first, then in the order of trying them."""
    found = session.scalars(select(Template).where(~Template.internal))
    usage = usage_by_template(session)
    kinds = list(Kind)
    rows = (_row(template, usage) for template in found if template.kind in set(Kind))
    return tuple(
        sorted(
            rows,
            key=lambda row: (kinds.index(row.kind), row.shipped, row.rank, row.language != "ru", row.code),
        )
    )


def shipped(template: Template) -> bool:
    """Tell whether docsvc itself brought the template."""
    return any(each.source_blob.startswith(SHIPPED) for each in template.versions)


def _row(template: Template, usage: Mapping[str, Usage]) -> TemplateRow:
    current, draft = template.current, template.draft
    about = current or draft or (template.versions[-1] if template.versions else None)
    return TemplateRow(
        id=template.id,
        code=template.code,
        kind=Kind(template.kind),
        language=template.language,
        title=template.title,
        engine=about.engine if about else "",
        version=current.label if current else "",
        draft=draft.label if draft else "",
        shipped=shipped(template),
        condition=template.condition,
        rank=template.rank,
        versions=len(template.versions),
        changed_at=(current.published_at or current.created_at) if current else None,
        change_note=current.change_note if current else "",
        usage=usage.get(template.id, Usage()),
        fields=tuple(str(field.get("label") or field.get("path", "")) for field in about.field_schema)
        if about
        else (),
    )
