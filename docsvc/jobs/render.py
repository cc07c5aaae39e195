"""Make the PDF of a document version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from docsvc.actions.sources import source_at
from docsvc.jobs.failpoints import failpoint
from docsvc.model import DocumentVersion, RenderState
from docsvc.tools import Tools
from docsvc.work import SYSTEM
from templates import Rendered, TemplateError, render


def render_version(tools: Tools, payload: Mapping[str, str]) -> None:
    """Render the version named in the payload and attach the PDF.

    A template that cannot render these facts is the version's failure, shown to its author; anything else is
    the job's, and tried again.
    """
    with tools.read() as session:
        version = session.get_one(DocumentVersion, payload["version"])
        if version.render_state != RenderState.PENDING.value:
            return
        document_id, facts_blob = version.document_id, version.facts_blob
        source_blob = version.template_version.source_blob
    facts = json.loads(tools.blobs.get(facts_blob))
    try:
        rendered = render(source_at(tools.blobs, source_blob), facts)
    except TemplateError as error:
        _attach_failure(tools, payload["version"], document_id=document_id, reason=str(error))
        return
    address = tools.blobs.put(document_id, rendered.pdf)
    failpoint(tools, "after-render")
    _attach(tools, payload["version"], document_id=document_id, address=address, rendered=rendered)


def _attach(tools: Tools, version_id: str, *, document_id: str, address: str, rendered: Rendered) -> None:
    digest = hashlib.sha256(rendered.pdf).hexdigest()
    with tools.work() as work:
        document = work.document(document_id)
        version = work.get(DocumentVersion, version_id)
        if version.render_state != RenderState.PENDING.value:
            return
        version.rendered_blob, version.rendered_sha256 = address, digest
        version.pages = rendered.pages
        version.places = [asdict(place) for place in rendered.places]
        version.render_state = RenderState.DONE.value
        work.record(
            document, "document.rendered", SYSTEM, version=version.label, sha256=digest, pages=rendered.pages
        )


def _attach_failure(tools: Tools, version_id: str, *, document_id: str, reason: str) -> None:
    with tools.work() as work:
        document = work.document(document_id)
        version = work.get(DocumentVersion, version_id)
        version.render_state, version.render_error = RenderState.FAILED.value, reason
        work.record(
            document, "document.render_failed", SYSTEM, version=version.label, private={"reason": reason}
        )
