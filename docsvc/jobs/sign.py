"""Turn committed acts into PAdES signatures, in their order, each as one incremental update."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.jobs.failpoints import failpoint
from docsvc.jobs.looks import kept_look
from docsvc.model import Act, Document, DocumentVersion, Recipient, Signature
from docsvc.model.pictures import picture_bytes
from docsvc.model.places import filled_by, kind_of, name_of
from docsvc.observe import metrics
from docsvc.queries.our_signatory import SELLER
from docsvc.tools import Tools
from docsvc.work import SYSTEM
from signing import FieldKind, Filled, Look, Signer, sign


@dataclass(frozen=True, slots=True)
class Pending:
    """The next act to apply and the file it is applied to."""

    signature_id: str
    document_id: str
    version_id: str
    head_blob: str
    field: str
    signer: Signer
    typed: str
    look: Look | None
    values: Mapping[str, Filled]
    at: datetime
    reason: str


def apply_signatures(tools: Tools, payload: Mapping[str, str]) -> None:
    """Apply every act of the document that has no signature yet."""
    while pending := _next(tools, payload["document"]):
        apply(tools, pending)
        failpoint(tools, "between-signatures")


def apply(tools: Tools, pending: Pending) -> None:
    """Make one signature and attach it, unless the file has changed meanwhile: then the next round retries.

    Two parallel updates of one base would lose a signature without any error.
    """
    with metrics.sealing("sign"):
        signed = sign(
            tools.blobs.get(pending.head_blob),
            tools.keys,
            field=pending.field,
            signer=pending.signer,
            typed=pending.typed,
            at=tools.clock(),
            shown_at=f"{pending.at.astimezone(tools.settings.timezone):%d.%m.%Y %H:%M %Z}",
            reason=pending.reason,
            look=pending.look,
            values=pending.values,
            stamper=tools.stamper,
        )
    address = tools.blobs.put(pending.document_id, signed)
    with tools.work() as work:
        document = work.document(pending.document_id)
        version = work.get(DocumentVersion, pending.version_id)
        signature = work.get(Signature, pending.signature_id)
        if version.head_blob != pending.head_blob or signature.applied_at is not None:
            return
        version.head_blob = address
        signature.applied_at = work.now
        work.record(document, "signature.applied", SYSTEM, signature=signature.id, field=pending.field)


def _next(tools: Tools, document_id: str) -> Pending | None:
    with tools.read() as session:
        signature = _first_unapplied(session, document_id)
        if signature is None:
            return None
        version = session.get_one(DocumentVersion, signature.version_id)
        field = signature.field or signature.recipient.party  # an act of before there were several places
        return Pending(
            signature_id=signature.id,
            document_id=document_id,
            version_id=version.id,
            head_blob=version.head_blob or "",
            field=field,
            signer=_signer(signature.recipient),
            typed=signature.typed,
            look=kept_look(tools, signature),
            values=_filled(version, field, signature.values or {}),
            at=signature.at,
            reason=signature.consent,
        )


def _signer(who: Recipient) -> Signer:
    return Signer(
        name=who.name,
        email=who.email,
        position=who.position,
        organisation=who.organisation,
        authority=f"на основании {who.authority}" if who.authority else "",
    )


def _filled(version: DocumentVersion, field: str, values: Mapping[str, str]) -> dict[str, Filled]:
    kinds = {name_of(place): FieldKind(kind_of(place)) for place in filled_by(version.places, field)}
    return {
        name: _value(kinds[name], text, field=field, version=version)
        for name, text in values.items()
        if name in kinds
    }


def _value(kind: FieldKind, text: str, *, field: str, version: DocumentVersion) -> Filled:
    """Return what goes into one field; our own stamp is the picture of it, where there is one."""
    if kind is FieldKind.CHECKBOX:
        return Filled(checked=True, kind=kind)
    picture = version.document.legal_entity.details.get("stamp") if field == SELLER else None
    if kind is FieldKind.STAMP and picture:
        return Filled(text=text, look=Look(picture=picture_bytes(picture)[1]), kind=kind)
    return Filled(text=text, kind=kind)


def _first_unapplied(session: Session, document_id: str) -> Signature | None:
    return session.scalars(
        select(Signature)
        .join(Document, Document.current_version_id == Signature.version_id)
        .where(
            Document.id == document_id,
            Signature.applied_at.is_(None),
            Signature.act == Act.SIGN.value,
        )
        .order_by(Signature.position)
        .limit(1),
    ).one_or_none()
