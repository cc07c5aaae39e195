"""A recipient reads or downloads a file of a document; every reading is in the trail."""

from dataclasses import dataclass
from enum import StrEnum

from docsvc.actions.enter import Visit, enter
from docsvc.errors import NotFound
from docsvc.model import MAY_ACT, SIGNED, Level, RecipientState, State
from docsvc.model.asked_of import is_complete, was_shown
from docsvc.work import Work

_OUT = SIGNED | {State.SENT, State.SEALING}
_READERS = MAY_ACT | {RecipientState.ACTED, RecipientState.SPARED}
_LEFT = frozenset({RecipientState.DECLINED, RecipientState.RETURNED})
"""Whoever answered no, or asked for changes, keeps what they answered to."""


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

    A half-signed file is shown only where the sender shares them; who signs by a file of their own takes away
    what was sent, for that is what the signature has to be of. Raises `NotFound` where there is nothing
    (any more) for this recipient, and what `enter` raises.
    """
    visit = enter(work, session_token, document_id=document_id, address=address, device=device)
    blob = _blob(visit, part, download=download) if _may_read(visit) else None
    if blob is None:
        raise NotFound
    kind = "recipient.downloaded" if download else "recipient.viewed"
    work.record(
        visit.document,
        kind,
        visit.actor,
        recipient=visit.recipient.id,
        part=part.value,
        sha256=blob.rpartition("/")[2],
    )
    document = visit.document
    final = visit.version.final_blob is not None
    return FileToRead(blob, document.kind, document.number, visit.version.label, final)


def _may_read(visit: Visit) -> bool:
    state = RecipientState(visit.recipient.state)
    if state in _LEFT:
        return True
    if state is RecipientState.CANCELLED:  # the sending ended, and this document of it is complete
        return was_shown(visit.recipient) and is_complete(visit.entry)
    if visit.version.id != visit.document.current_version_id or State(visit.document.state) not in _OUT:
        return False
    return state in _READERS


def _blob(visit: Visit, part: Part, *, download: bool) -> str | None:
    version = visit.version
    if part is Part.CERTIFICATE:
        return version.certificate_blob
    if RecipientState(visit.recipient.state) in _LEFT and not is_complete(visit.entry):
        return version.sent_blob
    if version.final_blob:
        return version.final_blob
    shares = visit.dispatch.shares_copies and not (download and _signs_outside(visit))
    return (shares and version.head_blob) or version.sent_blob


def _signs_outside(visit: Visit) -> bool:
    """Tell whether the recipient has still to bring a signature of their own."""
    who = visit.recipient
    return who.level == Level.QUALIFIED and RecipientState(who.state) in MAY_ACT
