"""The templates and their versions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Kind, Template


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template with its version in use and its fields, by human name."""

    code: str
    kind: Kind
    language: str
    title: str
    engine: str
    version: str
    versions: int
    changed_at: datetime | None
    change_note: str
    fields: tuple[str, ...]


def catalog(session: Session) -> tuple[TemplateRow, ...]:
    """Return the templates that people make documents from, by kind."""
    found = (
        select(Template).where(~Template.internal).order_by(Template.kind, Template.language, Template.title)
    )
    return tuple(_row(template) for template in session.scalars(found))


def _row(template: Template) -> TemplateRow:
    current = next((each for each in template.versions if each.id == template.current_version_id), None)
    return TemplateRow(
        code=template.code,
        kind=Kind(template.kind),
        language=template.language,
        title=template.title,
        engine=current.engine if current else "",
        version=f"{current.major}.{current.minor}" if current else "",
        versions=len(template.versions),
        changed_at=current.created_at if current else None,
        change_note=current.change_note if current else "",
        fields=tuple(str(field.get("label", field.get("path", ""))) for field in current.field_schema)
        if current
        else (),
    )
