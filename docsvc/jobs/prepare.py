"""Make the file that recipients are shown: fields reserved, certified by the organisation's seal."""

import hashlib
from collections.abc import Mapping

from docsvc.actions.invite import invite_next
from docsvc.jobs.failpoints import failpoint
from docsvc.model import Act, Dispatch, DocumentVersion, Move, State
from docsvc.tools import Tools
from docsvc.work import SYSTEM, Work
from signing import Field, certify


def prepare_dispatch(tools: Tools, payload: Mapping[str, str]) -> None:
    """Certify every document of the dispatch, then invite its first recipients."""
    with tools.read() as session:
        dispatch = session.get_one(Dispatch, payload["dispatch"])
        versions = [each.version_id for each in dispatch.documents if each.version.sent_blob is None]
        parties = {each.party for each in dispatch.recipients if each.act == Act.SIGN.value}
    for version_id in versions:
        _certify(tools, version_id, parties)
    failpoint(tools, "after-certify")
    with tools.work() as work:
        _invite(work, payload["dispatch"])


def _certify(tools: Tools, version_id: str, parties: set[str]) -> None:
    with tools.read() as session:
        version = session.get_one(DocumentVersion, version_id)
        document_id, rendered, number = version.document_id, version.rendered_blob, version.document.number
        places = [place for place in version.places if place["party"] in parties]
    if rendered is None:
        raise RuntimeError(f"version {version_id} was sent before it was rendered")
    fields = [Field(name=place["party"], page=place["page"], box=tuple(place["box"])) for place in places]
    reason = f"Документ {number}: содержание заверено, разрешены только подписи"
    pdf = certify(
        tools.blobs.get(rendered),
        tools.keys,
        fields=fields,
        reason=reason,
        at=tools.clock(),
        stamper=tools.stamper,
    )
    address = tools.blobs.put(document_id, pdf)
    with tools.work() as work:
        document = work.document(document_id)
        version = work.get(DocumentVersion, version_id)
        if version.sent_blob is None and document.state == State.PREPARING.value:
            version.sent_blob = version.head_blob = address
            version.sent_sha256 = hashlib.sha256(pdf).hexdigest()
            work.record(
                document, "document.certified", SYSTEM, sha256=version.sent_sha256, version=version.label
            )


def _invite(work: Work, dispatch_id: str) -> None:
    dispatch = work.get(Dispatch, dispatch_id)
    documents = [work.document(each.document_id) for each in dispatch.documents]
    waiting = [document for document in documents if document.state == State.PREPARING.value]
    for document in waiting:
        document.move(Move.READY)
        work.record(document, "document.sent", SYSTEM, dispatch=dispatch.id)
    if waiting:
        invite_next(work, dispatch)
