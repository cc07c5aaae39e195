"""Make the files that recipients are shown: fields reserved, certified by the organisation's seal."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docsvc.actions.close_dispatch import lock_dispatch
from docsvc.actions.invite import advance, invite_copies
from docsvc.jobs.expire import expire
from docsvc.jobs.failpoints import failpoint
from docsvc.jobs.first_page import first_page
from docsvc.model import Dispatch, DocumentVersion, Move, State
from docsvc.model.asked_of import signatures_needed
from docsvc.model.places import Place, kind_of, label_of, name_of, reserve
from docsvc.observe import metrics
from docsvc.tools import Tools
from docsvc.work import SYSTEM, Work
from signing import Field, FieldKind, certify


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A version that is still to be certified, with the places that its signers take."""

    version_id: str
    document_id: str
    number: str
    blob: str
    places: list[dict[str, Any]]


def prepare_dispatch(tools: Tools, payload: Mapping[str, str]) -> None:
    """Certify every document of the dispatch, then invite its first recipients."""
    with tools.read() as session:
        dispatch = session.get_one(Dispatch, payload["dispatch"])
        if dispatch.closed_at is not None:
            return  # withdrawn or expired meanwhile; a newer sending has a job of its own
        needed = signatures_needed(dispatch)
        uncertified = [each.version for each in dispatch.documents if each.version.sent_blob is None]
        versions = [_rendered(each, needed) for each in uncertified]
    for version in versions:
        _certify(tools, version)
    failpoint(tools, "after-certify")
    with tools.work() as work:
        _invite(work, payload["dispatch"])


def _rendered(version: DocumentVersion, needed: Mapping[str, int]) -> _Rendered:
    if version.rendered_blob is None:
        raise RuntimeError(f"version {version.id} was sent before it was rendered")
    return _Rendered(
        version_id=version.id,
        document_id=version.document_id,
        number=version.document.number,
        blob=version.rendered_blob,
        places=reserve(version.places, needed),
    )


def _certify(tools: Tools, version: _Rendered) -> None:
    with metrics.sealing("certify"):
        pdf = certify(
            tools.blobs.get(version.blob),
            tools.keys,
            fields=[_field(place) for place in version.places],
            reason=f"Документ {version.number}: содержание заверено, разрешены только подписи",
            at=tools.clock(),
            stamper=tools.stamper,
        )
    address = tools.blobs.put(version.document_id, pdf)
    picture = first_page(pdf)
    shown = tools.blobs.put(version.document_id, picture) if picture else None
    with tools.work() as work:
        _attach(work, version, address=address, picture=shown, pdf=pdf)


def _field(place: Place) -> Field:
    x0, y0, x1, y1 = place["box"]
    return Field(
        name=name_of(place),
        page=place["page"],
        box=(x0, y0, x1, y1),
        label=label_of(place),
        kind=FieldKind(kind_of(place)),
    )


def _attach(work: Work, certified: _Rendered, *, address: str, picture: str | None, pdf: bytes) -> None:
    document = work.document(certified.document_id)
    version = work.get(DocumentVersion, certified.version_id)
    current = document.current_version_id == version.id
    if not current or version.sent_blob is not None or document.state != State.PREPARING.value:
        return
    version.sent_blob = version.head_blob = address
    version.picture_blob = picture
    version.sent_sha256 = hashlib.sha256(pdf).hexdigest()
    version.places = certified.places
    work.record(document, "document.certified", SYSTEM, sha256=version.sent_sha256, version=version.label)


def _invite(work: Work, dispatch_id: str) -> None:
    dispatch, documents = lock_dispatch(work, dispatch_id)
    if dispatch.closed_at is not None:
        return
    for document in documents:
        if document.state == State.PREPARING.value:
            document.move(Move.READY)
            work.record(document, "document.sent", SYSTEM, dispatch=dispatch.id)
    if dispatch.has_expired(work.now):
        expire(work, dispatch, documents)  # the server was away over the end of the sending
    else:
        invite_copies(work, dispatch)
        advance(work, dispatch)
