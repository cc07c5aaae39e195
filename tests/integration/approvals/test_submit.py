"""Sending a document to approval: which stages there are, and what is refused."""

import pytest

from docsvc.actions.attach_file import attach_file
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import BadInput, JustificationRequired, NoApprover, RouteUnclear, StalePage
from docsvc.model import User
from docsvc.queries.document import one_document
from tests.integration.approvals.house import House
from tests.integration.approvals.steps import (
    act,
    approval,
    awaits,
    decide,
    letters,
    person,
    recorded,
    role,
    rows,
    stage,
    state,
    states,
    submit,
    submitted,
)


def test_a_stage_whose_condition_is_false_is_skipped_and_says_why(house: House) -> None:
    board = stage(role("board"), name="Совет", when="document.amount > 100000000")
    document = submitted(house, board, stage(role("lawyer"), name="Юрист"))
    assert states(house, document) == ["skipped", "open"]
    assert rows(house, document)[0].note.startswith("Условие не выполнено: document.amount > 100000000")
    (entry,) = recorded(house, document, "approval.stage_skipped")
    assert (entry["stage"], entry["by_initiator"]) == ("Совет", False)


def test_a_route_that_needs_nobody_approves_at_once(house: House) -> None:
    document = submitted(house, stage(role("board"), when="document.amount > 100000000"))
    assert (state(house, document), states(house, document)) == ("approved", ["skipped"])
    assert approval(house, document).state == "passed"
    assert approval(house, document).ended_at is not None
    assert recorded(house, document, "document.approved")


def test_the_initiator_leaves_an_optional_stage_out(house: House) -> None:
    house.use_route([stage(role("finance"), optional=True), stage(role("lawyer"))])
    document = house.draft()
    submit(house, document, skip=[0])
    assert states(house, document) == ["skipped", "open"]
    assert recorded(house, document, "approval.stage_skipped")[0]["by_initiator"] is True
    assert not awaits(house, "finance", document)


def test_the_initiator_never_leaves_everybody_out(house: House) -> None:
    unneeded = stage(role("lawyer"), when="document.amount > 100000000")
    house.use_route([stage(role("finance"), optional=True), unneeded])
    document = house.draft()
    with pytest.raises(BadInput, match="никто не согласует"):
        submit(house, document, skip=[0])
    assert state(house, document) == "draft"


@pytest.mark.parametrize("position", [1, 7, -1])
def test_a_stage_that_the_route_demands_is_not_left_out(house: House, position: int) -> None:
    house.use_route([stage(role("finance"), optional=True), stage(role("lawyer"))])
    document = house.draft()
    with pytest.raises(BadInput, match="пропустить нельзя"):
        submit(house, document, skip=[position])
    assert state(house, document) == "draft"


def test_two_seats_for_one_person_are_refused_before_anything_waits(house: House) -> None:
    house.use_route([stage(role("board"), role("board"), quorum=2)])
    document = house.draft()
    with pytest.raises(NoApprover, match="Решение"):
        submit(house, document)
    assert state(house, document) == "draft"


def test_a_departed_approver_is_refused_by_name(house: House) -> None:
    house.use_route([stage(person("board"))])
    document = house.draft()
    with house.installation.tools.work() as work:
        work.get(User, house.people["board"]).active = False
    with pytest.raises(NoApprover, match="больше не работает"):
        submit(house, document)


def test_the_head_alone_cannot_approve_what_they_submit(house: House) -> None:
    house.use_route([stage(role("head"))])
    document = house.draft()
    with pytest.raises(NoApprover):
        submit(house, document, "head")
    submit(house, document)
    assert awaits(house, "head", document)


def test_a_condition_on_what_is_not_there_stops_the_submission(house: House) -> None:
    house.use_route([stage(role("lawyer"), when='deal.payment_terms_code == "x"')])
    document = house.draft()
    with pytest.raises(RouteUnclear):
        submit(house, document)
    assert state(house, document) == "draft"


def test_the_route_asks_why_and_for_files(house: House) -> None:
    ask = {"justification": "required", "files": "required"}
    house.use_route([stage(role("lawyer"))], ask=ask)
    document = house.draft()
    with pytest.raises(JustificationRequired, match="обоснование, файлы"):
        submit(house, document)
    act(house, attach_file, document, "manager", name="расчёт.txt", content="Маржа 20 %".encode())
    with pytest.raises(JustificationRequired, match="просит: обоснование"):
        submit(house, document, justification="  ")
    submit(house, document, justification="Стратегический клиент")
    assert approval(house, document).justification == "Стратегический клиент"
    assert recorded(house, document, "document.submitted")[0]["justification"] == "Стратегический клиент"


def test_observers_are_told_and_may_read_but_not_decide(house: House) -> None:
    document = submitted(house, stage(role("lawyer")), observers=[person("outsider")])
    assert approval(house, document).observers == ("Белов Кирилл Олегович",)
    assert not awaits(house, "outsider", document)
    with house.installation.tools.read() as session:
        assert one_document(session, house.actor("outsider"), document).id == document
    decide(house, document, "lawyer")
    sent = letters(house, document)
    assert ("approval_started", "outsider") in sent
    assert ("approval_ended", "outsider") in sent


def test_everybody_of_an_open_stage_is_asked_and_nobody_of_a_later_one(house: House) -> None:
    document = submitted(house, stage(role("lawyer"), person("finance")), stage(role("director")))
    asked = [who for letter, who in letters(house, document) if letter == "approval_asked"]
    assert sorted(asked) == ["finance", "lawyer", "second-lawyer"]


def test_a_stale_page_submits_nothing(house: House) -> None:
    house.use_route([stage(role("lawyer"))])
    document = house.draft()
    with pytest.raises(StalePage):
        submit(house, document, seen=99)


def test_withdrawing_ends_the_round(house: House) -> None:
    document = submitted(house, stage(role("lawyer")), stage(role("director")))
    act(house, withdraw_document, document, "manager", reason="Передумали")
    assert (state(house, document), states(house, document)) == ("withdrawn", ["stopped", "waiting"])
    assert approval(house, document).state == "withdrawn"
    assert not awaits(house, "lawyer", document)
    told = {to for letter, to in letters(house, document) if letter == "approval_released"}
    assert told == {"lawyer", "second-lawyer"}
