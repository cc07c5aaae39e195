"""Put a mended file in place of a draft's."""

from docsvc.access import Right, require
from docsvc.actions.run_trial import promise_preview
from docsvc.actions.template_drafts import lock_draft, store_source
from docsvc.actions.template_file import settled, with_fields
from docsvc.queries.lint import custom_fields
from docsvc.queries.sources import source_at
from docsvc.work import ORGANISATION, Actor, Work
from templates import Source


def replace_draft(work: Work, version_id: str, source: Source, *, actor: Actor) -> None:
    """Keep the draft's number and refined fields; trials of the old file no longer count.

    `source` comes from `read_template`. Raises `Forbidden`, `NotFound`, `NotDraft`.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    version = lock_draft(work, version_id)
    before = source_at(work.blobs, version.source_blob)
    schema = settled(source, before, own=custom_fields(work.session))
    store_source(work, version.template, version, with_fields(source, schema))
    promise_preview(work, version, actor=actor)
    work.record(
        ORGANISATION,
        "template.draft_replaced",
        actor,
        template=version.template.code,
        version=version.label,
        sha256=version.source_blob.rpartition("/")[2],
    )
