"""Make the file that recipients are shown: fields reserved, certified by the organisation's seal."""

import hashlib
from collections.abc import Mapping

from docsvc.actions.close_dispatch import lock_dispatch
from docsvc.actions.invite import invite_next
from docsvc.jobs.expire import expire
from docsvc.jobs.failpoints import failpoint
from docsvc.model import Act, Dispatch, DocumentVersion, Move, State
from docsvc.tools import Tools
from docsvc.work import SYSTEM, Work
from signing import Field, certify


def prepare_dispatch(tools: Tools, payload: Mapping[str, str]) -> None:
    """Certify every document of the dispatch, then invite its first recipients."""
    with tools.read() as session:
        dispatch = session.get_one(Dispatch, payload["dispatch"])
        if dispatch.closed_at is not None:
            return  # withdrawn or expired meanwhile; a newer sending has a job of its own
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
        current = document.current_version_id == version_id
        if current and version.sent_blob is None and document.state == State.PREPARING.value:
            version.sent_blob = version.head_blob = address
            version.sent_sha256 = hashlib.sha256(pdf).hexdigest()
            work.record(
                document, "document.certified", SYSTEM, sha256=version.sent_sha256, version=version.label
            )


def _invite(work: Work, dispatch_id: str) -> None:
    dispatch, documents = lock_dispatch(work, dispatch_id)
    if dispatch.closed_at is not None:
        return
    for document in documents:
        if document.state == State.PREPARING.value:
            document.move(Move.READY)
            work.record(document, "document.sent", SYSTEM, dispatch=dispatch.id)
    if dispatch.expires_at is not None and dispatch.expires_at <= work.now:
        expire(work, dispatch, documents)  # the server was away over the end of the sending
    else:
        invite_next(work, dispatch)
