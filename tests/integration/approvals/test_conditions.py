"""An approval on conditions: the initiator answers, later stages read it, and nothing goes out before."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from docsvc.actions.answer_conditions import answer_conditions
from docsvc.actions.ask_question import ask_question
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.guard_facts import Accepted
from docsvc.actions.revise_document import revise_document
from docsvc.actions.send_document import send_document
from docsvc.actions.submit_document import submit_document
from docsvc.errors import BadInput, ConditionsUnanswered, FactsDrifted, Forbidden, StalePage
from docsvc.model import Approval, ApprovalRoute, Decision, Mail, Verdict
from docsvc.queries.conditions import open_conditions
from docsvc.queries.drift import drift_view
from docsvc.queries.remarks import questions_for, remarks
from docsvc.queries.similar import similar_decisions
from docsvc.queries.suggest_recipients import suggest_recipients
from tests.integration.approvals.talk import PDF_HASH, contract, laid_out, row, tell
from tests.integration.core.installation import Installation, installed, make_installation

NUMBERS = (str(number) for number in itertools.count(300))
CONDITIONS = "Аванс не больше 30 %"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("conditions")) as made:
        yield made


@pytest.fixture
def number() -> str:
    return next(NUMBERS)


@pytest.fixture
def asked(installation: Installation, number: str) -> str:
    """A contract that awaits the lawyer and the finance department, then the director."""
    document_id = contract(installation, tell(installation, number))
    submit(installation, document_id)
    return document_id


def submit(installation: Installation, document_id: str, accept: Accepted | None = None) -> None:
    with installation.tools.work() as work:
        submit_document(work, document_id, actor=installation.people["manager"], accept=accept)


def decide(
    installation: Installation,
    document_id: str,
    who: str,
    conditions: str = "",
    accept: Accepted | None = None,
) -> str:
    with installation.tools.work() as work:
        decide_on_document(
            work,
            document_id,
            actor=installation.people[who],
            verdict=Verdict.CONDITIONS if conditions else Verdict.APPROVE,
            conditions=conditions,
            seen_sha256=PDF_HASH,
            accept=accept,
        )
        return work.session.scalars(select(Decision.id).order_by(Decision.id.desc())).first() or ""


def answer(
    installation: Installation, decision: str, who: str = "manager", text: str = "Согласован 30 %"
) -> None:
    with installation.tools.work() as work:
        answer_conditions(work, decision, actor=installation.people[who], text=text)


def send(installation: Installation, document_id: str, accept: Accepted | None = None) -> None:
    with installation.tools.work() as work:
        send_document(
            work,
            document_id,
            actor=installation.people["manager"],
            recipients=suggest_recipients(work.session, document_id),
            accept=accept,
        )


def digest_of(installation: Installation, document_id: str) -> str:
    with installation.tools.read() as session:
        document = session.get_one(type(row(installation, document_id)), document_id)
        today = installation.clock().date()
        return drift_view(session, installation.tools.blobs, document, today=today).digest


def test_nothing_is_sent_before_the_conditions_are_answered(installation: Installation, asked: str) -> None:
    decision = decide(installation, asked, "lawyer", CONDITIONS)
    for who in ("finance", "director"):
        decide(installation, asked, who)
    with pytest.raises(ConditionsUnanswered, match=CONDITIONS):
        send(installation, asked)
    answer(installation, decision)
    send(installation, asked)
    assert row(installation, asked).state == "preparing"


def test_an_answer_is_written_once_and_told_to_its_approver(installation: Installation, asked: str) -> None:
    decision = decide(installation, asked, "lawyer", CONDITIONS)
    with pytest.raises(BadInput):
        answer(installation, decision, text=" ")
    answer(installation, decision)
    with pytest.raises(StalePage):
        answer(installation, decision, text="Другой ответ")
    with installation.tools.read() as session:
        found = session.get_one(Decision, decision)
        assert (found.answer, found.answered_at is not None) == ("Согласован 30 %", True)
        letters = select(Mail.to_email).where(
            Mail.document_id == asked, Mail.template == "conditions_answered"
        )
        assert session.scalars(letters).all() == ["lawyer@polaris.example"]


def test_conditions_are_answered_by_whoever_asks_for_the_approval(
    installation: Installation, asked: str
) -> None:
    decision = decide(installation, asked, "lawyer", CONDITIONS)
    with pytest.raises(Forbidden):
        answer(installation, decision, "lawyer")


def test_conditions_of_a_version_that_was_replaced_await_nothing(
    installation: Installation, asked: str
) -> None:
    decide(installation, asked, "lawyer", CONDITIONS)
    mend(installation, asked, "finance")
    with installation.tools.read() as session:
        document = session.get_one(type(row(installation, asked)), asked)
        assert open_conditions(session, document) == ()


def test_conditions_stay_open_where_the_route_keeps_the_stage_for_a_minor_version(
    installation: Installation, asked: str
) -> None:
    decision = decide(installation, asked, "lawyer", CONDITIONS)
    decide(installation, asked, "finance")
    with installation.tools.work() as work:
        route = work.session.scalars(select(ApprovalRoute).where(ApprovalRoute.code == "contract")).one()
        before, route.terms = route.terms, route.terms | {"keep_on_minor": True}
    mend(installation, asked, "director")
    with installation.tools.read() as session:
        document = session.get_one(type(row(installation, asked)), asked)
        assert [each.id for each in open_conditions(session, document)] == [decision]
    answer(installation, decision)
    with installation.tools.work() as work:
        work.session.scalars(
            select(ApprovalRoute).where(ApprovalRoute.code == "contract")
        ).one().terms = before


def mend(installation: Installation, document_id: str, who: str) -> None:
    """Let an approver return the document, and the manager submit its next version."""
    with installation.tools.work() as work:
        decide_on_document(
            work,
            document_id,
            actor=installation.people[who],
            verdict=Verdict.RETURN,
            comment="Сначала аванс",
            seen_sha256=PDF_HASH,
        )
    with installation.tools.work() as work:
        revise_document(work, document_id, actor=installation.people["manager"], comment="Аванс 30 %")
    laid_out(installation, document_id)
    submit(installation, document_id)


def test_a_deal_that_changes_under_approval_stops_the_next_approver(
    installation: Installation, asked: str, number: str
) -> None:
    decide(installation, asked, "lawyer")
    tell(installation, number, {"company": {"account": "40702810000000000777"}})
    with pytest.raises(FactsDrifted):
        decide(installation, asked, "finance")
    word = Accepted(digest_of(installation, asked), "Счёт закроют после оплаты")
    decide(installation, asked, "finance", accept=word)
    decide(installation, asked, "director")
    send(installation, asked)
    with installation.tools.read() as session:
        (kept,) = session.scalars(select(Approval.drift).where(Approval.document_id == asked))
    assert [(each["who_id"], each["reason"]) for each in kept] == [
        (installation.people["finance"].id, "Счёт закроют после оплаты")
    ]


def test_a_returned_verdict_needs_no_guard(installation: Installation, asked: str, number: str) -> None:
    tell(installation, number, {"company": {"account": "40702810000000000777"}})
    with installation.tools.work() as work:
        decide_on_document(
            work,
            asked,
            actor=installation.people["lawyer"],
            verdict=Verdict.RETURN,
            comment="Счёт клиента другой",
            seen_sha256=PDF_HASH,
        )
    assert row(installation, asked).state == "draft"


def test_what_was_accepted_at_submitting_holds_for_approvers(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    tell(installation, number, {"company": {"kpp": "772801222"}})
    with pytest.raises(FactsDrifted):
        submit(installation, document)
    submit(installation, document, Accepted(digest_of(installation, document), "КПП старый до января"))
    decide(installation, document, "lawyer")


def test_a_change_after_the_approval_holds_the_sending(
    installation: Installation, asked: str, number: str
) -> None:
    for who in ("lawyer", "finance", "director"):
        decide(installation, asked, who)
    tell(installation, number, {"contact": {"name": "Петров Пётр Петрович"}})
    with pytest.raises(FactsDrifted, match="Петров"):
        send(installation, asked)
    send(installation, asked, Accepted(digest_of(installation, asked), "Подпишет прежний директор"))
    assert row(installation, asked).state == "preparing"


def test_a_new_version_mends_what_drifted(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    tell(installation, number, {"company": {"kpp": "772801222"}})
    with installation.tools.work() as work:
        revise_document(work, document, actor=installation.people["manager"], comment="Новый КПП")
    laid_out(installation, document)
    submit(installation, document)


def test_similar_decisions_are_of_this_client_or_amount_and_seen_by_the_reader(
    installation: Installation, number: str
) -> None:
    first = contract(installation, tell(installation, number))
    submit(installation, first)
    decide(installation, first, "lawyer")
    second = contract(installation, tell(installation, number, {"title": "Ещё раз"}))
    lawyer, outsider = installation.people["lawyer"], installation.people["outsider"]
    with installation.tools.read() as session:
        document = session.get_one(type(row(installation, second)), second)
        found = similar_decisions(session, lawyer, document)
        assert (found[0].document_id, found[0].who) == (first, "Смирнова Анна Андреевна")
        assert len(found) <= 10
        assert similar_decisions(session, outsider, document) == ()


def test_each_database_tells_the_same_of_what_was_said_and_decided(tmp_path: Path, postgres_url: str) -> None:
    made = make_installation(tmp_path / "data", database_url=postgres_url)
    manager, lawyer = made.people["manager"], made.people["lawyer"]
    first, second = (contract(made, tell(made, "1")) for _ in range(2))
    submit(made, first)
    with made.tools.work() as work:
        ask_question(work, first, actor=lawyer, text="Откуда скидка?", to_user_id=manager.id)
    tell(made, "1", {"company": {"kpp": "772801222"}})
    decide(made, first, "lawyer", CONDITIONS, Accepted(digest_of(made, first), "КПП старый до января"))
    with made.tools.read() as session:
        document = session.get_one(type(row(made, second)), second)
        assert [each.document_id for each in similar_decisions(session, lawyer, document)] == [first]
        assert [each.document_id for each in questions_for(session, manager)] == [first]
        assert [each.awaits_answer for each in remarks(session, first)] == [True]
        asked = session.get_one(type(document), first)
        assert [each.conditions for each in open_conditions(session, asked)] == [CONDITIONS]
    made.tools.database.dispose()
