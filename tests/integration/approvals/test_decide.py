"""Verdicts: whose, on what, and what they do."""

import pytest

from docsvc.access import Right, holds
from docsvc.errors import (
    AlreadyDecided,
    CommentRequired,
    ConditionsRequired,
    CriteriaUnmet,
    Forbidden,
    NotYourTurn,
    OwnApproval,
    StalePage,
)
from docsvc.model import Document, Verdict
from docsvc.model.remarks import RemarkInput
from tests.integration.approvals.house import House
from tests.integration.approvals.steps import (
    CONDITIONS,
    REJECT,
    RETURN,
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
from tests.integration.approvals.waiting import send_away


def test_two_of_three_pass_a_stage(house: House) -> None:
    board = stage(person("lawyer"), person("finance"), person("director"), quorum=2)
    document = submitted(house, board)
    decide(house, document, "finance")
    assert (rows(house, document)[0].given, rows(house, document)[0].needed) == (1, 2)
    decide(house, document, "lawyer")
    assert state(house, document) == "approved"
    assert not awaits(house, "director", document)


def test_any_one_passes_a_stage_and_the_other_hears_who_did(house: House) -> None:
    document = submitted(
        house, stage(person("lawyer"), person("finance"), quorum="any"), stage(role("director"))
    )
    decide(house, document, "finance")
    assert states(house, document) == ["passed", "open"]
    with pytest.raises(AlreadyDecided, match="Громов"):
        decide(house, document, "lawyer")


def test_a_later_stage_waits_its_turn(house: House) -> None:
    document = submitted(house, stage(role("lawyer")), stage(role("director")))
    with pytest.raises(NotYourTurn):
        decide(house, document, "director")
    with pytest.raises(Forbidden):
        decide(house, document, "manager")


def test_a_person_counts_once_in_a_stage(house: House) -> None:
    document = submitted(house, stage(role("lawyer"), role("lawyer"), quorum="all"))
    decide(house, document, "lawyer")
    assert states(house, document) == ["open"]
    assert not awaits(house, "lawyer", document)
    with pytest.raises(AlreadyDecided):
        decide(house, document, "lawyer")
    decide(house, document, "second-lawyer")
    assert state(house, document) == "approved"


def test_whoever_submits_does_not_approve(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    decide(house, document, "lawyer", RETURN)
    submit(house, document, "lawyer")
    assert not awaits(house, "lawyer", document)
    with pytest.raises(OwnApproval):
        decide(house, document, "lawyer")
    decide(house, document, "second-lawyer")
    assert state(house, document) == "approved"


def test_a_route_may_let_the_initiator_approve(house: House) -> None:
    house.use_route([stage(role("head"))], own_approval=True)
    document = house.draft()
    submit(house, document, "head")
    assert awaits(house, "head", document)
    decide(house, document, "head")
    assert state(house, document) == "approved"


def test_a_deputy_decides_on_behalf_of_an_absent_director(house: House) -> None:
    document = submitted(house, stage(person("director")))
    assert not awaits(house, "finance", document)
    send_away(house.installation, "director", "finance")
    assert awaits(house, "finance", document)
    decide(house, document, "finance")
    (task,) = rows(house, document)[0].tasks
    assert (task.name, task.on_behalf_of) == ("Громов Павел Сергеевич", "Соколов Андрей Викторович")
    (entry,) = recorded(house, document, "approval.approve")
    assert entry["on_behalf_of"] == house.people["director"]
    assert state(house, document) == "approved"


def test_a_deputy_of_a_role_decides_on_behalf_of_its_holder(house: House) -> None:
    document = submitted(house, stage(role("finance")))
    send_away(house.installation, "finance", "lawyer")
    assert awaits(house, "lawyer", document)
    decide(house, document, "lawyer")
    assert rows(house, document)[0].tasks[0].on_behalf_of == "Громов Павел Сергеевич"


def test_a_deputy_does_not_decide_their_own_document(house: House) -> None:
    house.use_route([stage(person("director"))])
    document = house.draft()
    submit(house, document, "head")
    send_away(house.installation, "director", "head")
    assert not awaits(house, "head", document)
    with pytest.raises(OwnApproval):
        decide(house, document, "head")


def test_conditions_need_words_and_reach_the_initiator(house: House) -> None:
    document = submitted(house, stage(role("lawyer")), stage(role("director")))
    with pytest.raises(ConditionsRequired):
        decide(house, document, "lawyer", CONDITIONS, comment="Почти")
    decide(house, document, "lawyer", CONDITIONS, conditions="Получить доверенность")
    assert rows(house, document)[0].tasks[0].conditions == "Получить доверенность"
    assert ("approved_with_conditions", "manager") in letters(house, document)
    assert states(house, document) == ["passed", "open"]


@pytest.mark.parametrize("verdict", [RETURN, REJECT])
def test_a_verdict_against_stops_the_round(house: House, verdict: Verdict) -> None:
    document = submitted(house, stage(role("lawyer"), role("finance")), stage(role("director")))
    with pytest.raises(CommentRequired):
        decide(house, document, "lawyer", verdict, comment=" ")
    decide(house, document, "lawyer", verdict, comment="Неустойка")
    ended = "draft" if verdict is RETURN else "rejected"
    assert (state(house, document), states(house, document)) == (ended, ["stopped", "waiting"])
    assert approval(house, document).state == ("returned" if verdict is RETURN else "rejected")
    assert not awaits(house, "finance", document)
    assert {to for letter, to in letters(house, document) if letter == "approval_released"} == {"finance"}


def test_an_unmet_criterion_needs_a_word(house: House) -> None:
    criteria = ["Реквизиты сверены", "Маржа не ниже 15 %"]
    document = submitted(house, stage(role("lawyer"), role("finance"), checklist=criteria))
    with pytest.raises(CriteriaUnmet, match="Маржа"):
        decide(house, document, "lawyer", checklist=criteria[:1])
    decide(house, document, "lawyer", checklist=[criteria[1], "чужое"], comment="Сверю завтра")
    decide(house, document, "finance", checklist=criteria)
    assert [task.checklist for task in rows(house, document)[0].tasks] == [(criteria[1],), tuple(criteria)]


def test_a_verdict_on_a_replaced_pdf_is_refused(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    with pytest.raises(StalePage):
        decide(house, document, "lawyer", seen_sha256="0" * 64)


def test_the_record_names_stage_hashes_and_keeps_words_private(house: House) -> None:
    document = submitted(house, stage(role("lawyer"), name="Юрист"))
    remark = RemarkInput("Снизить", 1, "неустойка 10 %")
    decide(house, document, "lawyer", RETURN, comment="Пункт 5", remarks=[remark])
    (entry,) = recorded(house, document, "approval.return")
    assert (entry["stage"], entry["verdict"]) == ("Юрист", "return")
    assert entry["rendered_sha256"] == house.seen(document)
    assert len(entry["facts_sha256"]) == 64
    assert entry["comment"] == "Пункт 5"
    assert recorded(house, document, "approval.commented")


def test_who_stands_in_for_an_absent_approver_is_written_to_as_well(house: House) -> None:
    send_away(house.installation, "director", "finance")
    document = submitted(house, stage(person("director")))
    asked = [who for letter, who in letters(house, document) if letter == "approval_asked"]
    assert asked == ["director", "finance"]


def test_the_last_round_is_shown_even_where_it_needed_nobody(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    decide(house, document, "lawyer", RETURN)
    house.use_route([])
    submit(house, document)
    assert (state(house, document), rows(house, document)) == ("approved", ())


def test_a_deputy_reads_and_decides_but_changes_nothing(house: House) -> None:
    document = submitted(house, stage(person("director")))
    send_away(house.installation, "director", "lawyer")
    with house.installation.tools.read() as session:
        row = session.get_one(Document, document)
        held = {right for right in Right if holds(house.actor("lawyer"), right, row)}
    assert held & {Right.VIEW, Right.DECIDE, Right.EDIT} == {Right.VIEW, Right.DECIDE}
