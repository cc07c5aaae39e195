"""Passing a decision on, and changing who decides."""

import pytest

from docsvc.actions.change_approver import add_approver, change_approver
from docsvc.actions.delegate_task import delegate_task
from docsvc.actions.edit_user import edit_user
from docsvc.actions.leave_seats import leave_seats
from docsvc.errors import AlreadyDecided, CannotStandIn, CommentRequired, Forbidden, QuorumKept
from docsvc.model import OutboxMessage
from tests.integration.approvals.house import House
from tests.integration.approvals.steps import (
    act,
    awaits,
    decide,
    letters,
    person,
    recorded,
    role,
    rows,
    stage,
    state,
    submit,
    submitted,
)
from tests.integration.approvals.waiting import change, send_away


def test_nobody_delegates_to_whoever_was_spoken_for(house: House) -> None:
    document = submitted(house, stage(role("lawyer"), person("finance")))
    send_away(house.installation, "lawyer", "director")
    decide(house, document, "director")
    house.come_back()
    with pytest.raises(CannotStandIn):
        delegate(house, document, "finance", "lawyer")


def delegate(house: House, document: str, who: str, to: str, reason: str = "Это его область") -> None:
    act(house, delegate_task, document, who, to_user_id=house.people[to], reason=reason)


def swap(house: House, document: str, to: str | None, who: str = "manager", seat: int = 0) -> None:
    task = rows(house, document)[0].tasks[seat]
    to_id = house.people[to] if to else None
    act(house, change_approver, document, who, task_id=task.id, to_user_id=to_id, reason="Так надо")


def add(house: House, document: str, to: str, who: str = "manager", at: int = 0) -> None:
    stage_id = rows(house, document)[at].id
    act(house, add_approver, document, who, stage_id=stage_id, user_id=house.people[to], reason="Пусть видит")


def test_a_decision_passed_on_is_the_colleagues_alone(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    delegate(house, document, "lawyer", "finance")
    assert not awaits(house, "lawyer", document)
    assert not awaits(house, "second-lawyer", document)
    (seat,), (passed,) = rows(house, document)[0].tasks, rows(house, document)[0].handed_on
    assert (seat.instead_of, seat.reason) == ("Смирнова Анна Андреевна", "Это его область")
    assert passed.replaced == "delegated"
    assert ("approval_delegated", "finance") in letters(house, document)
    with pytest.raises(Forbidden):
        decide(house, document, "lawyer")
    decide(house, document, "finance")
    assert state(house, document) == "approved"
    assert recorded(house, document, "approval.delegated")[0]["to"] == house.people["finance"]


def test_a_decision_does_not_go_round_in_a_circle(house: House) -> None:
    document = submitted(house, stage(person("lawyer")))
    delegate(house, document, "lawyer", "finance")
    delegate(house, document, "finance", "director")
    for back in ("lawyer", "finance", "director"):
        with pytest.raises(CannotStandIn):
            delegate(house, document, "director", back)
    assert awaits(house, "director", document)


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("manager", "роль не даёт"),
        ("head", "автор документа"),
        ("director", "уже участвует"),
        ("second-director", "отсутствует"),
        ("board", "больше не работает"),
    ],
)
def test_whom_a_decision_cannot_be_given_to(house: House, to: str, why: str) -> None:
    house.use_route([stage(person("lawyer"), person("director"))])
    document = house.draft()
    submit(house, document, "head")
    change(house.installation, "board", active=False)
    send_away(house.installation, "second-director")
    with pytest.raises(CannotStandIn, match=why):
        delegate(house, document, "lawyer", to)


def test_passing_on_needs_a_reason(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    with pytest.raises(CommentRequired):
        delegate(house, document, "lawyer", "finance", reason=" ")


def test_passing_on_never_leaves_two_seats_to_one_person(house: House) -> None:
    document = submitted(house, stage(role("board"), person("lawyer")))
    with pytest.raises(CannotStandIn, match="некому"):
        delegate(house, document, "lawyer", "board")
    delegate(house, document, "lawyer", "finance")
    assert awaits(house, "finance", document)


def test_a_deputy_passes_on_what_was_asked_of_the_absent(house: House) -> None:
    document = submitted(house, stage(person("director")))
    send_away(house.installation, "director", "finance")
    delegate(house, document, "finance", "second-director")
    assert rows(house, document)[0].tasks[0].instead_of == "Соколов Андрей Викторович"
    with pytest.raises(CannotStandIn, match="передал"):
        delegate(house, document, "second-director", "director")


def test_the_initiator_changes_an_approver_for_one_of_the_same_role(house: House) -> None:
    document = submitted(house, stage(role("lawyer"), person("finance")))
    with pytest.raises(CannotStandIn, match="другой ролью"):
        swap(house, document, "board")
    swap(house, document, "second-lawyer")
    swap(house, document, "director", seat=1 if rows(house, document)[0].tasks[0].role else 0)
    assert not awaits(house, "lawyer", document)
    assert not awaits(house, "finance", document)
    assert ("approval_released", "finance") in letters(house, document)
    decide(house, document, "second-lawyer")
    decide(house, document, "director")
    assert state(house, document) == "approved"
    assert len(recorded(house, document, "approval.approver_changed")) == 2


def test_only_who_asked_changes_approvers(house: House) -> None:
    document = submitted(house, stage(person("lawyer")))
    for who in ("lawyer", "director"):
        with pytest.raises(Forbidden):
            swap(house, document, "second-lawyer", who=who)
    swap(house, document, "second-lawyer", who="head")


def test_what_the_quorum_needs_only_an_administrator_takes_out(house: House) -> None:
    document = submitted(house, stage(person("lawyer"), person("finance")))
    with pytest.raises(QuorumKept):
        swap(house, document, None)
    decide(house, document, "finance")
    swap(house, document, None, who="administrator")
    assert state(house, document) == "approved"


def test_nobody_takes_out_whom_the_quorum_could_not_be_made_without(house: House) -> None:
    document = submitted(house, stage(person("lawyer"), person("finance"), person("board"), quorum=2))
    change(house.installation, "finance", active=False)
    with pytest.raises(QuorumKept):
        swap(house, document, None, seat=2)
    swap(house, document, None, seat=1)
    decide(house, document, "lawyer")
    decide(house, document, "board")
    assert state(house, document) == "approved"


def test_the_last_seat_stays_whoever_asks(house: House) -> None:
    document = submitted(house, stage(person("lawyer")))
    with pytest.raises(QuorumKept):
        swap(house, document, None, who="administrator")


def test_a_decided_seat_is_not_changed(house: House) -> None:
    document = submitted(house, stage(person("lawyer"), person("finance")))
    decide(house, document, "lawyer")
    with pytest.raises(AlreadyDecided):
        swap(house, document, "second-lawyer")


def test_one_more_is_asked_and_may_be_taken_out_again(house: House) -> None:
    document = submitted(house, stage(person("lawyer")), stage(person("director")))
    add(house, document, "finance")
    add(house, document, "board", at=1)
    assert (awaits(house, "finance", document), awaits(house, "board", document)) == (True, False)
    swap(house, document, None, seat=1)
    decide(house, document, "lawyer")
    assert awaits(house, "board", document)
    decide(house, document, "director")
    assert state(house, document) == "in_approval"
    decide(house, document, "board")
    assert state(house, document) == "approved"


def test_nobody_is_added_where_any_one_decides(house: House) -> None:
    document = submitted(house, stage(person("lawyer"), person("finance"), quorum="any"))
    with pytest.raises(QuorumKept):
        add(house, document, "board")
    add(house, document, "board", who="administrator")


@pytest.mark.parametrize(("successor", "field"), [("finance", "deputy_id"), ("director", "manager_id")])
def test_the_seats_of_somebody_who_leaves_are_handed_over(house: House, successor: str, field: str) -> None:
    document = submitted(house, stage(person("lawyer")), stage(person("lawyer")))
    change(house.installation, "lawyer", **{field: successor})
    leave(house, "lawyer")
    assert promised(house, document)
    with house.installation.tools.work() as work:
        leave_seats(work, document, user_id=house.people["lawyer"])
    assert ("approval_handed_over", successor) in letters(house, document)
    decide(house, document, successor)
    decide(house, document, successor)
    assert state(house, document) == "approved"


def test_where_nobody_takes_over_the_seat_stays(house: House) -> None:
    document = submitted(house, stage(person("board")))
    leave(house, "board")
    with house.installation.tools.work() as work:
        leave_seats(work, document, user_id=house.people["board"])
    assert [task.name for task in rows(house, document)[0].tasks] == ["board"]
    swap(house, document, "second-lawyer")
    decide(house, document, "second-lawyer")
    assert state(house, document) == "approved"


def leave(house: House, who: str) -> None:
    with house.installation.tools.work() as work:
        edit_user(work, house.people[who], actor=house.actor("administrator"), active=False)


def promised(house: House, document: str) -> bool:
    with house.installation.tools.read() as session:
        found = session.query(OutboxMessage).filter_by(name="leave_seat", document_id=document)
        return found.count() == 1
