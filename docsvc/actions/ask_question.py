"""Ask a colleague about a document without deciding."""

from docsvc.actions.write_remarks import check_remarks, remark_of, require_talk
from docsvc.errors import BadInput
from docsvc.mail.post import post_to_user
from docsvc.model import RemarkKind, User
from docsvc.model.remarks import RemarkInput
from docsvc.work import Actor, Work


def ask_question(
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    text: str,
    to_user_id: str,
    page: int | None = None,
    quote: str = "",
) -> str:
    """Put a question to a colleague, who may read the document from then on; return its id.

    Nothing is decided by it, and nobody's time stops. Raises `BadInput`, `Forbidden`, `WrongMove` once the
    document was sent.
    """
    document = work.document(document_id)
    require_talk(actor, document)
    said = RemarkInput(text, page, quote)
    check_remarks(document, [said])
    asked = _colleague(work, to_user_id, actor=actor)
    question = remark_of(work, document, said, actor=actor, kind=RemarkKind.QUESTION)
    question.to_id = asked.id
    work.add(question)
    work.record(
        document,
        "approval.question_asked",
        actor,
        remark=question.id,
        to=asked.id,
        page=page,
        private={"comment": question.text, "quote": question.quote},
    )
    post_to_user(work, "question_asked", asked, document=document, who=actor.name, text=question.text)
    return question.id


def _colleague(work: Work, user_id: str, *, actor: Actor) -> User:
    user = work.session.get(User, user_id)
    if user is None or not user.active:
        raise BadInput([("кому", "выберите сотрудника, который сейчас работает")])
    if user.id == actor.id:
        raise BadInput([("кому", "это вы: выберите, кого спросить")])
    return user
