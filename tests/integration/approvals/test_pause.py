"""Holding an approval up and going on with it."""

from datetime import timedelta

import pytest

from docsvc.actions.change_approver import add_approver, change_approver
from docsvc.actions.pause_approval import pause_approval, resume_approval
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import CommentRequired, Forbidden, NotRunning, WrongMove
from docsvc.queries.acts import Control, controls
from docsvc.queries.approvals import approval_view, stages
from docsvc.queries.document import load_visible
from docsvc.queries.holders import FEW, Holders
from docsvc.queries.turns import Awaited, turns
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
    submitted,
)


def pause(house: House, document: str, who: str = "manager", reason: str = "Ждём клиента") -> None:
    act(house, pause_approval, document, who, reason=reason)


def resume(house: House, document: str, who: str = "manager") -> None:
    act(house, resume_approval, document, who, reason="Клиент ответил")


def test_a_paused_document_lies_in_no_inbox_and_comes_back(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    pause(house, document)
    assert not awaits(house, "lawyer", document)
    assert approval(house, document).paused_at is not None
    with pytest.raises(NotRunning, match="приостановлено"):
        decide(house, document, "lawyer")
    resume(house, document)
    assert awaits(house, "lawyer", document)
    decide(house, document, "lawyer")
    assert state(house, document) == "approved"
    for kind in ("approval.paused", "approval.resumed"):
        assert len(recorded(house, document, kind)) == 1
    sent = letters(house, document)
    assert {("approval_paused", "lawyer"), ("approval_resumed", "lawyer")} <= set(sent)


def test_while_it_is_paused_it_is_the_initiators_turn(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    pause(house, document)
    with house.installation.tools.read() as session:
        row = load_visible(session, house.actor("manager"), document)
        turn = turns(session, [row])[document]
    assert (turn.awaited, turn.people[0].name) == (Awaited.AUTHOR, "Кузнецова Елена Павловна")


def test_the_few_people_of_a_role_are_named_without_whose_document_it_is(house: House) -> None:
    asked = stage(role("lawyer"), role("director"), quorum="any")
    document = submitted(house, asked, stage(role("board"), name="Совет"))
    with house.installation.tools.read() as session:
        row = load_visible(session, house.actor("manager"), document)
        people = turns(session, [row])[document].people
    assert [(each.name, each.role, len(each.holders)) for each in people] == [
        ("", "lawyer", 2),
        ("", "director", 2),
    ]
    assert rows(house, document)[1].tasks[0].holders == ("board",)
    decide(house, document, "lawyer")
    assert rows(house, document)[0].tasks[0].holders == ()
    names = {str(number): f"Юрист {number}" for number in range(FEW + 1)}
    assert Holders({"lawyer": names}).named("lawyer") == ()
    assert Holders({"lawyer": names}).named("lawyer", without={"0"}) == ("Юрист 1", "Юрист 2", "Юрист 3")


def test_the_clock_stands_while_it_is_paused(house: House) -> None:
    sla = {"deadline": "24h", "steps": [{"after": "24h", "act": "remind"}]}
    document = submitted(house, stage(role("lawyer"), sla=sla))
    due = rows(house, document)[0].tasks[0].due_at
    pause(house, document)
    house.installation.clock.ahead += timedelta(hours=100)
    resume(house, document)
    moved = rows(house, document)[0].tasks[0].due_at
    assert due is not None
    assert moved is not None
    assert timedelta(hours=99) < moved - due < timedelta(hours=101)


def test_pausing_twice_and_resuming_twice_are_refused(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    with pytest.raises(NotRunning):
        resume(house, document)
    pause(house, document)
    with pytest.raises(NotRunning):
        pause(house, document)


def test_only_who_asked_pauses_and_says_why(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    with pytest.raises(Forbidden):
        pause(house, document, "lawyer")
    with pytest.raises(CommentRequired):
        pause(house, document, reason=" ")
    pause(house, document, "administrator")


def test_a_paused_document_is_withdrawn_all_the_same(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    pause(house, document)
    act(house, withdraw_document, document, "manager", reason="Не нужно")
    assert (state(house, document), approval(house, document).state) == ("withdrawn", "withdrawn")
    with pytest.raises(WrongMove):
        resume(house, document)


def test_approvers_changed_meanwhile_are_asked_on_resuming(house: House) -> None:
    document = submitted(house, stage(person("lawyer"), person("finance")), stage(person("director")))
    decide(house, document, "lawyer")
    pause(house, document)
    (left,) = [task for task in rows(house, document)[0].tasks if task.verdict is None]
    act(house, add_approver, document, "manager", stage_id=left_stage(house, document), **board(house))
    act(
        house,
        change_approver,
        document,
        "administrator",
        task_id=left.id,
        to_user_id=None,
        reason="Уволен",
    )
    assert not awaits(house, "board", document)
    resume(house, document)
    assert awaits(house, "board", document)
    decide(house, document, "board")
    assert awaits(house, "director", document)


def test_a_stage_that_lost_its_last_undecided_seat_passes_on_resuming(house: House) -> None:
    document = submitted(house, stage(person("lawyer"), person("finance")), stage(person("director")))
    decide(house, document, "lawyer")
    pause(house, document)
    (left,) = [task for task in rows(house, document)[0].tasks if task.verdict is None]
    swap = {"task_id": left.id, "to_user_id": None, "reason": "Не нужен"}
    act(house, change_approver, document, "administrator", **swap)
    assert not awaits(house, "director", document)
    resume(house, document)
    assert awaits(house, "director", document)


def test_the_page_offers_what_can_be_done(house: House) -> None:
    document = submitted(house, stage(role("lawyer")), stage(role("director")))
    assert offered(house, document) == {Control.PAUSE, Control.RESTART, Control.CHANGE}
    decide(house, document, "lawyer")
    assert Control.STEP_BACK in offered(house, document)
    pause(house, document)
    assert offered(house, document) == {Control.RESUME, Control.RESTART, Control.CHANGE}
    assert offered(house, document, "director") == set()


def offered(house: House, document: str, who: str = "manager") -> set[Control]:
    with house.installation.tools.read() as session:
        row = load_visible(session, house.actor(who), document)
        approval = approval_view(session, document)
        return set(controls(row, house.actor(who), approval=approval, stages=stages(session, document)))


def left_stage(house: House, document: str) -> str:
    return rows(house, document)[0].id


def board(house: House) -> dict[str, str]:
    return {"user_id": house.people["board"], "reason": "Пусть посмотрит"}
