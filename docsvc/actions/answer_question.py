"""Answer a question about a document."""

from docsvc.actions.write_remarks import check_remarks, remark_of, require_talk
from docsvc.errors import NotFound
from docsvc.mail.post import post_to_user
from docsvc.model import Document, Remark, RemarkKind
from docsvc.model.remarks import RemarkInput
from docsvc.work import Actor, Work


def answer_question(work: Work, remark_id: str, *, actor: Actor, text: str) -> str:
    """Add an answer to the question's thread and tell the other side; return the answer's id.

    Whoever works on the document may answer, not only the person asked: it is the document that waits. Raises
    `NotFound`, `BadInput`, `Forbidden`, `WrongMove` once the document was sent.
    """
    document = work.document(work.get(Remark, remark_id).document_id)
    require_talk(actor, document)
    question = work.get(Remark, remark_id)
    if question.kind != RemarkKind.QUESTION.value:
        raise NotFound
    said = RemarkInput(text)
    check_remarks(document, [said])
    answer = remark_of(work, document, said, actor=actor, kind=RemarkKind.ANSWER)
    answer.parent_id = question.id
    work.add(answer)
    work.record(
        document,
        "approval.question_answered",
        actor,
        remark=answer.id,
        question=question.id,
        private={"comment": answer.text},
    )
    _tell(work, document, question, answer, actor=actor)
    return answer.id


def _tell(work: Work, document: Document, question: Remark, answer: Remark, *, actor: Actor) -> None:
    """Write to whoever of the two did not write the answer, while they work here."""
    asked = question.to if question.author_id == actor.id else question.author
    if asked is not None and asked.active:
        post_to_user(
            work,
            "question_answered",
            asked,
            document=document,
            who=actor.name,
            question=question.text,
            text=answer.text,
        )
