"""Refine by hand what a template asks for."""

from collections.abc import Mapping
from typing import Any

from docsvc.access import Right, require
from docsvc.actions.run_trial import promise_preview
from docsvc.actions.template_drafts import lock_draft, store_source
from docsvc.actions.template_file import with_fields
from docsvc.errors import BadInput
from docsvc.errors.phrase import phrase_of
from docsvc.queries.sources import source_at
from docsvc.work import ORGANISATION, Actor, Work
from templates import BadTemplate, FieldSchema
from templates.amount import check_amount


def edit_template_fields(
    work: Work, version_id: str, *, actor: Actor, fields: Mapping[str, Mapping[str, Any]], amount: str = ""
) -> None:
    """Replace the schema of a draft: `fields` by path and the document's `amount`, as in `fields.yaml`.

    Raises `Forbidden`, `NotFound`, `NotDraft`, `BadInput` naming the wrong field.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    version = lock_draft(work, version_id)
    try:
        schema = FieldSchema.read(fields, amount.strip() or None)
        if schema.amount:
            check_amount(schema.amount)
    except BadTemplate as error:
        raise BadInput([("fields", phrase_of(str(error)))]) from error
    source = source_at(work.blobs, version.source_blob)
    before, after = source.fields.plain(), schema.plain()
    changed = sorted(path for path in before | after if before.get(path) != after.get(path))
    if schema.amount != source.fields.amount:
        changed.append("amount")
    if not changed:
        return
    store_source(work, version.template, version, with_fields(source, schema))
    promise_preview(work, version, actor=actor)
    work.record(
        ORGANISATION,
        "template.fields_edited",
        actor,
        template=version.template.code,
        version=version.label,
        fields=changed,
    )
