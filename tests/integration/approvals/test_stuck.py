"""What stands and why: each row has something that mends it, and then it is gone."""

import pytest
from sqlalchemy import select

from docsvc.actions.change_approver import change_approver
from docsvc.actions.pause_approval import pause_approval, resume_approval
from docsvc.actions.remind_approver import remind_approver
from docsvc.actions.restart_approval import restart_approval
from docsvc.actions.resume_document_job import resume_document_job
from docsvc.errors import Forbidden, TooManyAttempts
from docsvc.model import ApprovalStage, ApprovalTask, OutboxMessage, OutboxState, RenderState, State
from docsvc.queries.stuck import Stuck, StuckApproval, stuck_approvals
from docsvc.queries.stuck_jobs import HANGS_AFTER, Machine, StuckJob, stuck_jobs
from docsvc.queries.stuck_people import Why
from tests.integration.approvals.talk import contract, tell
from tests.integration.approvals.waiting import (
    CONTRACT_TIME,
    after,
    change,
    letters,
    now,
    person,
    send_away,
    stage,
    waiting,
)
from tests.integration.core.installation import Installation


def row(office: Installation, document_id: str, who: str = "administrator") -> StuckApproval | None:
    with office.tools.read() as session:
        rows = stuck_approvals(session, office.people[who], now=now(office))
    return next((each for each in rows if each.document.id == document_id), None)


def job(office: Installation, document_id: str, who: str = "administrator") -> StuckJob | None:
    with office.tools.read() as session:
        rows = stuck_jobs(session, office.people[who], now=now(office))
    return next((each for each in rows if each.document and each.document.id == document_id), None)


def why(office: Installation, document_id: str) -> Stuck | None:
    found = row(office, document_id)
    return found.why if found else None


def lacks(office: Installation, document_id: str) -> list[Why]:
    found = row(office, document_id)
    return [lack.why for seat in found.seats for lack in seat.lacks] if found else []


def test_what_goes_on_by_itself_is_not_there(office: Installation) -> None:
    assert row(office, waiting(office, stage(person("director"), sla=CONTRACT_TIME))) is None


def test_somebody_away_whom_nobody_stands_in_for_is_there_until_a_deputy_is_named(
    office: Installation,
) -> None:
    document = waiting(office, stage(person("director")))
    send_away(office, "director")
    assert (why(office, document), lacks(office, document)) == (Stuck.NOBODY, [Why.AWAY])
    change(office, "director", deputy_id="finance")
    assert row(office, document) is None


def test_a_circle_of_deputies_is_there(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    send_away(office, "director", "finance")
    send_away(office, "finance", "director")
    assert why(office, document) is Stuck.NOBODY


def test_a_role_that_nobody_holds_any_more_is_there_until_somebody_takes_it_over(
    office: Installation,
) -> None:
    document = waiting(office, stage({"role": "lawyer"}))
    change(office, "lawyer", active=False)
    found = row(office, document)
    assert found is not None
    assert lacks(office, document) == [Why.NO_HOLDER]
    assert office.people["director"].id in {each.id for each in found.seats[0].candidates}
    with office.tools.work() as work:
        change_approver(
            work,
            document,
            actor=office.people["administrator"],
            task_id=found.seats[0].task_id,
            to_user_id=office.people["director"].id,
            reason="юрист ушёл",
        )
    assert row(office, document) is None


def test_a_person_who_has_left_is_named(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    change(office, "director", active=False)
    assert lacks(office, document) == [Why.GONE]


def test_the_author_is_no_candidate(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    send_away(office, "director")
    found = row(office, document)
    assert found is not None
    names = {each.id for each in found.seats[0].candidates}
    assert names == {office.people[each].id for each in ("lawyer", "finance", "administrator")}


def test_a_quorum_that_others_can_still_make_is_not_there(office: Installation) -> None:
    any_of_two = stage(person("director"), person("finance")) | {"quorum": "any"}
    document = waiting(office, any_of_two)
    send_away(office, "director")
    assert row(office, document) is None


def test_what_is_paused_is_there_until_it_goes_on(office: Installation) -> None:
    document = waiting(office, stage(person("director"), sla=CONTRACT_TIME))
    manager = office.people["manager"]
    with office.tools.work() as work:
        pause_approval(work, document, actor=manager, reason="ждём банк")
    assert why(office, document) is Stuck.PAUSED
    after(office, 100)
    assert ("approval_reminder", "director") not in letters(office, document)
    with office.tools.work() as work:
        resume_approval(work, document, actor=manager, reason="банк ответил")
    assert row(office, document) is None
    after(office, 23)
    assert ("approval_reminder", "director") not in letters(office, document)
    after(office, 2)
    assert ("approval_reminder", "director") in letters(office, document)


def test_those_who_stay_silent_after_every_step_can_be_reminded(office: Installation) -> None:
    document = waiting(office, stage(person("director"), sla={"deadline": "4h"}))
    assert row(office, document) is None
    after(office, 5)
    assert why(office, document) is Stuck.SILENT
    with office.tools.work() as work:
        remind_approver(work, document, actor=office.people["manager"])
    assert letters(office, document) == [("approval_reminder", "director")]
    with pytest.raises(TooManyAttempts), office.tools.work() as work:
        remind_approver(work, document, actor=office.people["manager"])


def test_a_task_without_a_deadline_is_there_after_three_days(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    after(office, 71)
    assert row(office, document) is None
    after(office, 2)
    assert why(office, document) is Stuck.SILENT


def test_a_document_that_nobody_is_asked_about_can_begin_again(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    with office.tools.work() as work:
        for each in work.session.scalars(
            select(ApprovalTask).where(ApprovalTask.document_id == document)
        ).unique():
            each.open = False
        found = select(ApprovalStage).where(ApprovalStage.document_id == document)
        work.session.scalars(found).one().state = "passed"
    assert why(office, document) is Stuck.BROKEN
    with office.tools.work() as work:
        restart_approval(work, document, actor=office.people["administrator"], reason="стояло")
    assert row(office, document) is None


def test_each_sees_what_they_may_mend(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    send_away(office, "director")
    assert row(office, document, "manager") is not None
    assert row(office, document, "outsider") is None
    assert row(office, document, "lawyer") is None


def test_a_rendering_that_failed_is_there_for_its_author(office: Installation) -> None:
    document = contract(office, tell(office, "failed"))
    with office.tools.work() as work:
        version = work.document(document).version
        version.render_state, version.render_error = RenderState.FAILED.value, "нет поля"
    found = job(office, document, "manager")
    assert found is not None
    assert (found.why, found.error) == (Machine.RENDER_FAILED, "нет поля")


@pytest.mark.parametrize("kept", [True, False], ids=["with its job", "without any"])
def test_a_sealing_that_hangs_is_tried_again(office: Installation, *, kept: bool) -> None:
    document = contract(office, tell(office, f"hangs-{kept}"))
    with office.tools.work() as work:
        row = work.document(document)
        row.state, row.updated_at = State.SEALING.value, work.now
        if kept:
            work.later("seal", {"document": document}, due_at=work.now.replace(year=work.now.year + 1))
    assert job(office, document) is None, "it takes seconds, and a quarter of an hour has not passed"
    office.clock.ahead += HANGS_AFTER
    found = job(office, document)
    assert found is not None
    assert found.why is Machine.HANGS
    with pytest.raises(Forbidden), office.tools.work() as work:
        resume_document_job(work, document, actor=office.people["manager"])
    with office.tools.work() as work:
        resume_document_job(work, document, actor=office.people["administrator"])
    with office.tools.read() as session:
        due = session.scalars(
            select(OutboxMessage).where(OutboxMessage.document_id == document, OutboxMessage.name == "seal")
        ).one()
    assert due.state == OutboxState.WAITING.value
    assert due.due_at <= now(office)


def test_a_job_that_was_given_up_is_for_administrators(office: Installation) -> None:
    document = contract(office, tell(office, "dead"))
    with office.tools.work() as work:
        work.later("archive", {"document": document})
        work.session.flush()
        found = select(OutboxMessage).where(OutboxMessage.document_id == document)
        message = work.session.scalars(found.where(OutboxMessage.name == "archive")).one()
        message.state = OutboxState.DEAD.value
    dead = job(office, document)
    assert dead is not None
    assert (dead.why, dead.job) == (Machine.DEAD, "archive")
    assert job(office, document, "manager") is None
