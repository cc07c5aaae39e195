"""Say something about a document without deciding."""

from docsvc.actions.write_remarks import check_remarks, remark_of, require_talk
from docsvc.model import RemarkKind
from docsvc.model.remarks import RemarkInput
from docsvc.work import Actor, Work


def comment_on_document(
    work: Work, document_id: str, *, actor: Actor, text: str, page: int | None = None, quote: str = ""
) -> str:
    """Leave a comment for whoever works on the document; `page` and `quote` point to its PDF.

    Returns the remark's id. Raises `BadInput`, `Forbidden`, `WrongMove` once the document was sent.
    """
    document = work.document(document_id)
    require_talk(actor, document)
    said = RemarkInput(text, page, quote)
    check_remarks(document, [said])
    remark = work.add(remark_of(work, document, said, actor=actor, kind=RemarkKind.COMMENT))
    work.record(
        document,
        "approval.commented",
        actor,
        remark=remark.id,
        pages=[page] if page else [],
        private={"comment": remark.text, "quote": remark.quote},
    )
    return remark.id
