"""The template version that documents hang on which no template made."""

from typing import Final

from sqlalchemy import select

from docsvc.model import Template, TemplateVersion, VersionState, new_id
from docsvc.work import Work, insert_missing
from templates import Source

CODE: Final = "upload"
ENGINE: Final = "none"

_TITLE = "Загруженный PDF"
_ABOUT = """\
code: upload
kind: upload
language: ru
title: Загруженный PDF
version: '1.0'
engine: html
fields: {}
"""
_EMPTY = {"template.html": b"<html lang='ru'><body></body></html>", "fields.yaml": _ABOUT.encode()}


def no_template(work: Work) -> TemplateVersion:
    """Return it, made when first needed: internal and with an empty source, so that nothing is nullable."""
    found = select(TemplateVersion).join(Template).where(Template.code == CODE)
    if (known := work.session.scalars(found).one_or_none()) is not None:
        return known
    template_id, version_id = new_id(), new_id()
    if insert_missing(
        work.session,
        Template,
        id=template_id,
        code=CODE,
        kind=CODE,
        language="ru",
        title=_TITLE,
        internal=True,
        current_version_id=version_id,
        condition="",
        rank=0,
    ):
        work.add(_version(work, version_id, template_id))
        work.session.flush()
    return work.session.scalars(found).one()


def _version(work: Work, version_id: str, template_id: str) -> TemplateVersion:
    return TemplateVersion(
        id=version_id,
        template_id=template_id,
        major=1,
        minor=0,
        state=VersionState.PUBLISHED.value,
        engine=ENGINE,
        source_blob=work.blobs.put("library", Source.from_files(_EMPTY).pack()),
        field_schema=[],
        change_note=_TITLE,
        author="docsvc",
        created_at=work.now,
        published_at=work.now,
        published_by="docsvc",
    )
