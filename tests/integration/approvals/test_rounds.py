"""Going back, beginning again, and what a new version keeps."""

from typing import Any

import pytest

from docsvc.actions import lay_out_approval
from docsvc.actions.guard_facts import Accepted
from docsvc.actions.restart_approval import restart_approval
from docsvc.actions.revise_document import revise_document
from docsvc.actions.step_back import step_back
from docsvc.errors import Forbidden, NotRunning
from docsvc.model import Approval, Document, new_id
from docsvc.queries.drift import drift
from tests.integration.approvals.house import House
from tests.integration.approvals.steps import (
    RETURN,
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
from tests.integration.approvals.talk import tell

TWO = (stage(person("lawyer"), name="Юрист"), stage(person("director"), person("finance"), name="Директор"))


def back(house: House, document: str, who: str = "manager") -> None:
    act(house, step_back, document, who, reason="Юрист не видел приложения")


def restart(house: House, document: str, who: str = "manager") -> None:
    act(house, restart_approval, document, who, reason="Начнём заново")


def revise(house: House, document: str, *, major: bool = False) -> None:
    act(house, revise_document, document, "manager", comment="Поправлено", major=major)
    house.print(document)


def test_one_stage_back_is_decided_anew(house: House) -> None:
    document = submitted(house, *TWO)
    decide(house, document, "lawyer")
    decide(house, document, "finance")
    back(house, document)
    assert states(house, document) == ["open", "waiting"]
    assert (awaits(house, "lawyer", document), awaits(house, "director", document)) == (True, False)
    assert ("approval_stepped_back", "director") in letters(house, document)
    for who in ("lawyer", "finance", "director"):
        assert state(house, document) == "in_approval"
        decide(house, document, who)
    assert state(house, document) == "approved"
    assert len(recorded(house, document, "approval.stepped_back")) == 1
    assert len(rows(house, document)[0].handed_on) == 1


def test_the_last_round_is_the_last_also_after_the_clock_was_set_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = submitted(house, *TWO)
    decide(house, document, "lawyer", RETURN)
    monkeypatch.setattr(lay_out_approval, "new_id", lambda: f"00000000{new_id()[8:]}")
    submit(house, document)
    assert (approval(house, document).round, states(house, document)) == (2, ["open", "waiting"])


def test_there_is_nothing_before_the_first_stage(house: House) -> None:
    document = submitted(house, *TWO)
    with pytest.raises(NotRunning, match="возвращаться некуда"):
        back(house, document)
    decide(house, document, "lawyer")
    with pytest.raises(Forbidden):
        back(house, document, "director")


def test_beginning_again_lays_out_the_route_as_it_is_now(house: House) -> None:
    document = submitted(house, *TWO)
    decide(house, document, "lawyer")
    house.use_route([stage(person("lawyer")), stage(person("board"))])
    restart(house, document)
    assert (approval(house, document).round, states(house, document)) == (2, ["open", "waiting"])
    assert rounds(house, document) == ["restarted", "running"]
    assert not awaits(house, "director", document)
    assert ("approval_restarted", "director") in letters(house, document)
    decide(house, document, "lawyer")
    decide(house, document, "board")
    assert rounds(house, document) == ["restarted", "passed"]


def test_what_was_left_out_stays_left_out_when_it_begins_again(house: House) -> None:
    house.use_route([stage(person("finance"), optional=True), stage(person("lawyer"))])
    document = house.draft()
    submit(house, document, skip=[0])
    restart(house, document)
    assert states(house, document) == ["skipped", "open"]
    house.use_route([stage(person("finance"), optional=True), stage(person("lawyer"))])
    restart(house, document)
    assert states(house, document) == ["open", "waiting"]


def test_an_administrator_who_begins_again_is_not_the_initiator(house: House) -> None:
    document = submitted(house, *TWO)
    restart(house, document, "administrator")
    assert approval(house, document).initiator == "Кузнецова Елена Павловна"


def test_a_new_version_voids_decisions(house: House) -> None:
    document = submitted(house, *TWO)
    decide(house, document, "lawyer")
    decide(house, document, "director", RETURN)
    revise(house, document)
    submit(house, document)
    assert states(house, document) == ["open", "waiting"]
    assert awaits(house, "lawyer", document)


def test_a_route_may_keep_decisions_for_a_minor_version(house: House) -> None:
    document = submitted(house, *TWO, keep_on_minor=True)
    decide(house, document, "lawyer")
    decide(house, document, "director", RETURN)
    revise(house, document)
    submit(house, document)
    assert states(house, document) == ["passed", "open"]
    assert rows(house, document)[0].note == "Решения сохранены с версии 1.0"
    assert recorded(house, document, "approval.stage_kept")[0]["from_version"] == "1.0"
    decide(house, document, "finance", RETURN)
    revise(house, document)
    submit(house, document)
    assert rows(house, document)[0].note == "Решения сохранены с версии 1.0"
    for who in ("director", "finance"):
        decide(house, document, who)
    assert state(house, document) == "approved"


def test_a_stage_that_was_kept_can_be_gone_back_to(house: House) -> None:
    document = submitted(house, *TWO, keep_on_minor=True)
    decide(house, document, "lawyer")
    decide(house, document, "director", RETURN)
    revise(house, document)
    submit(house, document)
    back(house, document)
    assert (states(house, document), rows(house, document)[0].note) == (["open", "waiting"], "")
    assert awaits(house, "lawyer", document)


@pytest.mark.parametrize("what", ["major", "route", "restart"])
def test_decisions_are_not_kept_otherwise(house: House, what: str) -> None:
    document = submitted(house, *TWO, keep_on_minor=True)
    decide(house, document, "lawyer")
    decide(house, document, "director", RETURN)
    if what == "route":
        house.use_route(list(TWO), keep_on_minor=True)
    revise(house, document, major=what == "major")
    submit(house, document)
    if what == "restart":
        restart(house, document)
    assert states(house, document) == ["open", "waiting"]


def test_another_amount_is_decided_on_anew_in_a_minor_version_too(house: House) -> None:
    document = submitted(house, *TWO, keep_on_minor=True)
    decide(house, document, "lawyer")
    decide(house, document, "director", RETURN)
    tell(house.installation, "house", {"lines": [{"name": "Монтаж", "quantity": 3, "price": "910000"}]})
    revise(house, document)
    tell(house.installation, "house")
    difference = shown_drift(house, document)
    submit(house, document, accept=Accepted(difference, "Сделка дороже"))
    assert states(house, document) == ["open", "waiting"]


def shown_drift(house: House, document: str) -> str:
    with house.installation.tools.read() as session:
        row = session.get_one(Document, document)
        return drift(house.installation.tools.blobs, row, today=house.now.date()).digest


def test_a_kept_stage_whose_condition_is_false_by_now_is_skipped(house: House) -> None:
    route = (stage(role("lawyer"), when='document.version == "1.0"'), stage(role("director")))
    document = submitted(house, *route, keep_on_minor=True)
    decide(house, document, "lawyer")
    decide(house, document, "director", RETURN)
    revise(house, document)
    submit(house, document)
    assert states(house, document) == ["skipped", "open"]


def test_a_returned_document_is_submitted_again_in_the_next_round(house: House) -> None:
    document = submitted(house, *TWO)
    decide(house, document, "lawyer", RETURN)
    submit(house, document)
    assert rounds(house, document) == ["returned", "running"]


def rounds(house: House, document: str) -> list[Any]:
    with house.installation.tools.read() as session:
        found = session.query(Approval).filter_by(document_id=document).order_by(Approval.id)
        return [row.state for row in found]


def test_a_new_version_that_needs_nobody_is_shown_as_such(house: House) -> None:
    document = submitted(house, *TWO)
    decide(house, document, "lawyer", RETURN)
    revise(house, document)
    house.use_route([])
    submit(house, document)
    assert (state(house, document), rows(house, document)) == ("approved", ())
