"""Give the approvers a file that goes with the document."""

from sqlalchemy import func, select

from docsvc.access import Right, allow
from docsvc.errors import BadInput, WrongMove
from docsvc.errors.phrase import Phrase
from docsvc.model import Attachment, Document, State, new_id
from docsvc.model.attachment_types import kept_name, media_type_of
from docsvc.work import Actor, Work

MOST_FILES = 20
MAX_BYTES = 10 * 2**20


def attach_file(work: Work, document_id: str, *, actor: Actor, name: str, content: bytes) -> str:
    """Keep a file for those who decide, and return its id; the client never gets it.

    Raises `BadInput` for a file that is empty, too large, one too many or of no known type, and `WrongMove`
    once the approval is over.
    """
    document = work.document(document_id)
    allow(actor, Right.EDIT, document)
    require_before_sending(document)
    media_type = _checked(work, document, name=name, content=content)
    address = work.blobs.put(document.id, content)
    kept = Attachment(
        id=new_id(),
        document_id=document.id,
        name=kept_name(name, media_type),
        media_type=media_type,
        size=len(content),
        blob=address,
        sha256=address.rpartition("/")[2],
        author_id=actor.id,
        at=work.now,
    )
    work.add(kept)
    work.record(
        document,
        "document.attached",
        actor,
        attachment=kept.id,
        sha256=kept.sha256,
        size=kept.size,
        private={"file": kept.name},
    )
    return kept.id


def require_before_sending(document: Document) -> None:
    """Raise `WrongMove` once what the approvers were given is history."""
    if State(document.state) not in {State.DRAFT, State.IN_APPROVAL}:
        raise WrongMove(state=document.state, move="attach")


def _checked(work: Work, document: Document, *, name: str, content: bytes) -> str:
    name = f"«{name[:100]}»"
    if not content:
        raise BadInput([(name, "файл пуст")])
    if len(content) > MAX_BYTES:
        raise BadInput([(name, Phrase("файл больше %(most)s МБ", most=MAX_BYTES // 2**20))])
    media_type = media_type_of(content)
    if media_type is None:
        text = "нужен PDF, Word (.docx), Excel (.xlsx) без макросов, PNG, JPEG или текст"
        raise BadInput([(name, text)])
    counted = select(func.count(Attachment.id)).where(
        Attachment.document_id == document.id, Attachment.removed_at.is_(None)
    )
    if (work.session.scalar(counted) or 0) >= MOST_FILES:
        raise BadInput(
            [(name, Phrase("приложить можно не больше %(most)s файлов: уберите лишние", most=MOST_FILES))]
        )
    return media_type
