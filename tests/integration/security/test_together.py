"""What two do at the same moment is neither an error nor an alarm."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select

from docsvc.actions import weigh
from docsvc.actions.record_view import record_view
from docsvc.actions.send_document import send_document
from docsvc.actions.sign_document import sign_document
from docsvc.model import Act, AgreementAcceptance, Asked, Kind
from docsvc.queries.trail import verify_trail
from tests.integration.core import story
from tests.integration.core.installation import Installation

SIGNER = "ivanov@vector.example"


def test_the_trail_is_whole_while_somebody_adds_to_it(installation: Installation, deal_id: str) -> None:
    tools = installation.tools
    quote = story.make(installation, deal_id, Kind.QUOTE)
    added: list[str] = []

    def add(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "audit_head" not in statement and not added:
            added.append(statement)
            with tools.work() as work:
                record_view(work, quote, actor=installation.people["manager"], what="rendered")

    event.listen(tools.database.reader, "before_cursor_execute", add)
    with tools.read() as session:
        assert not verify_trail(session).broken
    event.remove(tools.database.reader, "before_cursor_execute", add)
    assert added


def test_a_new_signer_signs_two_documents_at_once(
    installation: Installation, deal_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    contracts = [sent(installation, deal_id) for _ in range(2)]
    wills = []
    for contract in contracts:
        opened = story.open_as(installation, contract, SIGNER)
        code = story.ask_code(installation, opened, contract)
        wills.append((contract, opened, story.will_of(installation, contract, typed="Иванов", code=code)))
    meet = threading.Barrier(2)

    def both_have_looked(*given: object, looked: object = weigh.has_accepted) -> bool:
        """Look, then wait for the other: SQLite lets only one transaction come so far."""
        accepted = looked(*given)  # type: ignore[operator]  # the function that stands there
        if not installation.tools.database.is_sqlite:
            meet.wait(120)
        return bool(accepted)

    monkeypatch.setattr(weigh, "has_accepted", both_have_looked)

    def sign(index: int) -> object:
        contract, opened, will = wills[index]
        with installation.tools.work() as work:
            return sign_document(work, opened.session_token, document_id=contract, will=will, **story.HERE)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(sign, range(2))) == [None, None]
    with installation.tools.read() as session:
        assert session.scalar(select(func.count()).select_from(AgreementAcceptance)) == 1
        assert not verify_trail(session).broken


def sent(installation: Installation, deal_id: str) -> str:
    contract = story.approved_contract(installation, deal_id)
    asked = [
        Asked("Иванов Иван Иванович", SIGNER, Act.SIGN, 1, "client"),
        Asked("Соколов Андрей Викторович", "director@polaris.example", Act.SIGN, 1, "seller"),
    ]
    with installation.tools.work() as work:
        send_document(work, contract, actor=installation.people["manager"], recipients=asked)
    installation.run_jobs()
    return contract
