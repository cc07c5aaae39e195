"""How the approval of a document stands, and questions about it.

Decisions are not taken here: a verdict is a person's own word, given on a page or by the link of a letter.
"""

from http import HTTPStatus

from api.context import tools
from api.rest.blueprint import operations
from api.rest.operations import Answer
from api.rest.schemas import AnswerInput, QuestionInput
from docsvc.actions.answer_question import answer_question
from docsvc.actions.ask_question import ask_question
from docsvc.model.api_scopes import ApiScope
from docsvc.queries.api_approvals import (
    ApprovalAnswer,
    RemarkAnswer,
    approval_answer,
    person_id,
    remark_answer,
)
from docsvc.work import Actor


@operations.declare(
    "GET /documents/{document_id}/approval", scope=ApiScope.DOCUMENTS_READ, answers={200: ApprovalAnswer}
)
def get_approval(who: Actor, document_id: str) -> Answer:
    """Read who has decided what, whose turn it is and till when, and what was asked and said."""
    with tools().read() as session:
        return Answer(approval_answer(session, who, document_id))


@operations.declare(
    "POST /documents/{document_id}/questions",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=QuestionInput,
    answers={201: RemarkAnswer},
)
def post_question(who: Actor, document_id: str, body: QuestionInput) -> Answer:
    """Ask a colleague about a document; nothing is decided by it.

    Whoever is asked may read the document from then on, and gets a letter.
    """
    with tools().work() as work:
        question_id = ask_question(
            work,
            document_id,
            actor=who,
            text=body.text,
            to_user_id=person_id(work.session, body.to_email),
            page=body.page,
            quote=body.quote,
        )
        return Answer(remark_answer(work.session, document_id, question_id), HTTPStatus.CREATED)


@operations.declare(
    "POST /documents/{document_id}/questions/{question_id}/answers",
    scope=ApiScope.DOCUMENTS_WRITE,
    body=AnswerInput,
    answers={201: RemarkAnswer},
)
def post_answer(who: Actor, document_id: str, question_id: str, body: AnswerInput) -> Answer:
    """Answer a question; the whole thread comes back."""
    with tools().work() as work:
        answer_question(work, question_id, actor=who, text=body.text)
        return Answer(remark_answer(work.session, document_id, question_id), HTTPStatus.CREATED)
