"""A recipient reads or downloads a file of a document; every reading is in the trail."""

from dataclasses import dataclass
from enum import StrEnum

from docsvc.actions.enter import Seat, enter, signature_of
from docsvc.errors import NotFound
from docsvc.model import MAY_ACT, SIGNED, DocumentVersion, RecipientState, State
from docsvc.work import Work

_OUT = SIGNED | {State.SENT, State.SEALING}


class Part(StrEnum):
    """Which file it is: the document itself, or the certificate of its completion."""

    DOCUMENT = "document"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class FileToRead:
    """Where the bytes lie, and what of which document they are; `final` when everybody has signed."""

    address: str
    kind: str
    number: str
    version: str
    final: bool


def read_file(
    work: Work, session_token: str, *, document_id: str, part: Part, download: bool, address: str, device: str
) -> FileToRead:
    """Let a recipient read a file: what was sent until the document is sealed, the sealed file afterwards.

    A half-signed file is never shown. Raises `NotFound` where there is nothing (any more) for this recipient,
    and what `enter` raises.
    """
    seat = enter(work, session_token, document_id=document_id, address=address, device=device)
    blob = _blob(seat.version, part) if _may_read(work, seat) else None
    if blob is None:
        raise NotFound
    kind = "recipient.downloaded" if download else "recipient.viewed"
    work.record(
        seat.document,
        kind,
        seat.actor,
        recipient=seat.recipient.id,
        part=part.value,
        sha256=blob.rpartition("/")[2],
    )
    document = seat.document
    final = seat.version.final_blob is not None
    return FileToRead(blob, document.kind, document.number, seat.version.label, final)


def _may_read(work: Work, seat: Seat) -> bool:
    state = RecipientState(seat.recipient.state)
    if state is RecipientState.DECLINED:
        return True
    if seat.version.id != seat.document.current_version_id or State(seat.document.state) not in _OUT:
        return False
    return state in MAY_ACT or signature_of(work, seat) is not None


def _blob(version: DocumentVersion, part: Part) -> str | None:
    if part is Part.CERTIFICATE:
        return version.certificate_blob
    return version.final_blob or version.sent_blob
