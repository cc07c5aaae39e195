"""Make the PDF of a document version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from docsvc.errors.phrase import Phrase, kept, phrase_of
from docsvc.jobs.failpoints import failpoint
from docsvc.model import DocumentVersion, Origin, RenderState
from docsvc.observe import metrics
from docsvc.queries.sources import source_at
from docsvc.tools import Tools
from docsvc.work import SYSTEM
from templates import Rendered, TemplateError
from templates.errors import OfficeNotStarted
from templates.limits import render_edited_safely, render_safely


def render_version(tools: Tools, payload: Mapping[str, str]) -> None:
    """Render the version named in the payload and attach the PDF, and the Word file where one was merged.

    A version that was edited outside is made of its own Word file as it stands. A template that cannot render
    these facts is the version's failure, shown to its author; anything else is the job's, and tried again.
    """
    with tools.read() as session:
        version = session.get_one(DocumentVersion, payload["version"])
        if version.render_state != RenderState.PENDING.value:
            return
        document_id = version.document_id
        made_of = _MadeOf.of(version)
    try:
        with metrics.rendering(made_of.engine):
            rendered = made_of.render(tools)
    except OfficeNotStarted:
        raise
    except TemplateError as error:
        _attach_failure(tools, payload["version"], document_id=document_id, reason=phrase_of(str(error)))
        return
    files = _Files(
        pdf=tools.blobs.put(document_id, rendered.pdf),
        docx=tools.blobs.put(document_id, rendered.docx) if rendered.docx else None,
    )
    failpoint(tools, "after-render")
    _attach(tools, payload["version"], document_id=document_id, files=files, rendered=rendered)


@dataclass(frozen=True, slots=True)
class _MadeOf:
    """What a version is made of, by addresses: an edited Word file, or a template and facts."""

    edited: str | None
    source: str
    facts: str
    engine: str

    @classmethod
    def of(cls, version: DocumentVersion) -> "_MadeOf":
        edited = version.docx_blob if version.origin == Origin.EDITED.value else None
        template = version.template_version
        engine = "edited" if edited else template.engine
        return cls(edited, template.source_blob, version.facts_blob, engine)

    def render(self, tools: Tools) -> Rendered:
        if self.edited is not None:
            return render_edited_safely(tools.blobs.get(self.edited))
        return render_safely(source_at(tools.blobs, self.source), json.loads(tools.blobs.get(self.facts)))


@dataclass(frozen=True, slots=True)
class _Files:
    """Where the bytes are that a rendering made."""

    pdf: str
    docx: str | None


def _attach(tools: Tools, version_id: str, *, document_id: str, files: _Files, rendered: Rendered) -> None:
    digest = hashlib.sha256(rendered.pdf).hexdigest()
    with tools.work() as work:
        document = work.document(document_id)
        version = work.get(DocumentVersion, version_id)
        if version.render_state != RenderState.PENDING.value:
            return
        version.rendered_blob, version.rendered_sha256 = files.pdf, digest
        if files.docx and rendered.docx:
            version.docx_blob, version.docx_sha256 = files.docx, hashlib.sha256(rendered.docx).hexdigest()
        version.pages = rendered.pages
        version.places = [asdict(place) for place in rendered.places]
        version.render_state = RenderState.DONE.value
        work.record(
            document, "document.rendered", SYSTEM, version=version.label, sha256=digest, pages=rendered.pages
        )


def _attach_failure(tools: Tools, version_id: str, *, document_id: str, reason: Phrase) -> None:
    with tools.work() as work:
        document = work.document(document_id)
        version = work.get(DocumentVersion, version_id)
        if version.render_state != RenderState.PENDING.value:
            return  # somebody else has made it meanwhile
        version.render_state, version.render_error = RenderState.FAILED.value, kept(reason)
        work.record(
            document, "document.render_failed", SYSTEM, version=version.label, private={"reason": str(reason)}
        )
