"""The same link used many times at once, and against a colleague's button: one decision."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from docsvc.actions.decide_on_document import decide_on_document
from docsvc.errors import DocsvcError
from docsvc.model import Decision, Verdict
from tests.integration.approvals.by_mail import answer, follow, token_for
from tests.integration.approvals.talk import PDF_HASH
from tests.integration.approvals.waiting import person, recorded, stage, state, waiting
from tests.integration.core.installation import Installation

AT_ONCE = 8


def test_one_of_many_answers_at_once_decides(installation: Installation) -> None:
    contract = waiting(installation, stage(person("finance"), person("lawyer")) | {"quorum": "any"})
    opened = follow(installation, token_for(installation, contract, "finance"))
    lawyer = installation.people["lawyer"]

    def decide(number: int) -> int:
        try:
            if number % 2:
                answer(installation, opened)
            else:
                with installation.tools.work() as work:
                    decide_on_document(
                        work, contract, actor=lawyer, verdict=Verdict.APPROVE, seen_sha256=PDF_HASH
                    )
        except DocsvcError:
            return 0
        return 1

    with ThreadPoolExecutor(AT_ONCE) as pool:
        decided = sum(pool.map(decide, range(AT_ONCE)))
    assert decided == 1
    assert state(installation, contract) == "approved"
    assert recorded(installation, contract, "document.approved") == 1
    with installation.tools.read() as session:
        found = select(func.count()).select_from(Decision).where(Decision.document_id == contract)
        assert session.scalar(found) == 1
