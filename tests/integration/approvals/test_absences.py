"""People who are away: who decides for them, however their deputies are named."""

import pytest
from sqlalchemy import select

from docsvc.actions.cancel_absence import cancel_absence
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.set_absence import Away, set_absence
from docsvc.actions.set_deputy import set_deputy
from docsvc.errors import BadCalendar, CannotStandIn, Forbidden, OwnApproval
from docsvc.model import Decision, Mail, Verdict
from docsvc.queries.approvals import inbox_count
from docsvc.queries.deputies import stand_ins
from tests.integration.approvals.talk import PDF_HASH
from tests.integration.approvals.waiting import (
    HOUR,
    acting,
    after,
    change,
    now,
    person,
    send_away,
    stage,
    state,
    waiting,
)
from tests.integration.core.installation import Installation


def deciding_for(office: Installation, part: str) -> set[str]:
    with office.tools.read() as session:
        found = stand_ins(session, office.people[part].id, now(office))
        return {user.email.partition("@")[0] for user in found}


def decide_as(office: Installation, part: str, document_id: str) -> None:
    actor = acting(office, part)
    with office.tools.work() as work:
        decide_on_document(work, document_id, actor=actor, verdict=Verdict.APPROVE, seen_sha256=PDF_HASH)


def asked_about(office: Installation, document_id: str) -> list[str]:
    """Return who was asked to decide on a document, in order."""
    with office.tools.read() as session:
        found = select(Mail.to_email).where(
            Mail.document_id == document_id, Mail.template == "approval_asked"
        )
        return [email.partition("@")[0] for email in session.scalars(found.order_by(Mail.id))]


def inbox_of(office: Installation, part: str) -> int:
    with office.tools.read() as session:
        return inbox_count(session, acting(office, part))


def test_the_deputy_of_an_absent_director_decides_on_their_behalf(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    assert inbox_of(office, "lawyer") == 0
    send_away(office, "director", "lawyer")
    assert inbox_of(office, "lawyer") == 1
    decide_as(office, "lawyer", document)
    assert state(office, document) == "approved"
    with office.tools.read() as session:
        decision = session.scalars(select(Decision).where(Decision.document_id == document)).one()
    assert decision.user_id == office.people["lawyer"].id
    assert decision.on_behalf_of_id == office.people["director"].id


def test_a_deputy_of_a_role_decides_while_its_only_holder_is_away(office: Installation) -> None:
    document = waiting(office, stage({"role": "director"}))
    send_away(office, "director", "finance")
    decide_as(office, "finance", document)
    assert state(office, document) == "approved"


def test_nobody_stands_in_before_an_absence_or_after_it(office: Installation) -> None:
    send_away(office, "director", "lawyer", hours=(1, 2))
    assert deciding_for(office, "director") == set()
    office.clock.ahead = 1.5 * HOUR
    assert deciding_for(office, "director") == {"lawyer"}
    office.clock.ahead = 2.5 * HOUR
    assert deciding_for(office, "director") == set()


def test_without_a_deputy_of_its_own_an_absence_has_the_usual_one(office: Installation) -> None:
    change(office, "director", deputy_id="finance")
    send_away(office, "director")
    assert deciding_for(office, "director") == {"finance"}


def test_a_deputy_who_is_away_passes_it_on_to_their_own(office: Installation) -> None:
    send_away(office, "director", "finance")
    send_away(office, "finance", "lawyer")
    assert deciding_for(office, "director") == {"lawyer"}
    assert acting(office, "lawyer").stands_for == {office.people[each].id for each in ("director", "finance")}


def test_in_a_circle_of_deputies_nobody_stands_in(office: Installation) -> None:
    send_away(office, "director", "finance")
    send_away(office, "finance", "lawyer")
    send_away(office, "lawyer", "director")
    assert [deciding_for(office, part) for part in ("director", "finance", "lawyer")] == [set()] * 3


def test_absences_that_overlap_give_a_deputy_each(office: Installation) -> None:
    send_away(office, "director", "finance", hours=(0, 10))
    send_away(office, "director", "lawyer", hours=(0, 24))
    assert deciding_for(office, "director") == {"finance", "lawyer"}
    office.clock.ahead = 12 * HOUR
    assert deciding_for(office, "director") == {"lawyer"}


def test_a_deputy_who_has_left_stands_in_for_nobody(office: Installation) -> None:
    change(office, "director", deputy_id="lawyer")
    send_away(office, "director", "finance")
    change(office, "finance", active=False)
    assert deciding_for(office, "director") == {"lawyer"}, "the usual deputy is asked instead"


def test_an_absence_that_is_taken_back_gives_the_director_their_place(office: Installation) -> None:
    absence = send_away(office, "director", "lawyer")
    with office.tools.work() as work:
        cancel_absence(work, absence, actor=office.people["director"])
    assert deciding_for(office, "director") == set()


def test_a_person_names_their_own_deputy_and_nobody_elses(office: Installation) -> None:
    lawyer, director = office.people["lawyer"], office.people["director"]
    with office.tools.work() as work:
        set_deputy(work, director.id, actor=director, deputy_id=lawyer.id)
    with pytest.raises(Forbidden), office.tools.work() as work:
        set_deputy(work, director.id, actor=lawyer, deputy_id=lawyer.id)
    away = Away(now(office), now(office) + HOUR, lawyer.id)
    with pytest.raises(Forbidden), office.tools.work() as work:
        set_absence(work, director.id, away, actor=lawyer)


@pytest.mark.parametrize("deputy", ["director", "outsider"])
def test_who_cannot_stand_in_is_refused(office: Installation, deputy: str) -> None:
    change(office, "outsider", active=False)
    with pytest.raises(CannotStandIn):
        send_away(office, "director", deputy)


@pytest.mark.parametrize("hours", [(2, 1), (-5, -1), (0, 24 * 1200)])
def test_an_absence_that_cannot_be_is_refused(office: Installation, hours: tuple[float, float]) -> None:
    with pytest.raises(BadCalendar):
        send_away(office, "director", "lawyer", hours=hours)


def test_the_deputy_is_told(office: Installation) -> None:
    send_away(office, "director", "lawyer")
    with office.tools.read() as session:
        newest = select(Mail).where(Mail.template == "deputy_named").order_by(Mail.id.desc())
        mail = session.scalars(newest.limit(1)).one()
    assert mail.to_email == "lawyer@polaris.example"
    assert mail.params["who"] == office.people["director"].name


def test_the_deputy_hears_once_what_waits_already_when_the_absence_begins(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    send_away(office, "director", "lawyer", hours=(10, 40))
    office.run_jobs()
    assert asked_about(office, document) == ["director"]
    for hours in (10.1, 10):
        after(office, hours)
        assert asked_about(office, document) == ["director", "lawyer"]


def test_a_deputy_who_asked_for_the_approval_may_not_decide(office: Installation) -> None:
    document = waiting(office, stage(person("director")))
    send_away(office, "director", "manager")
    with pytest.raises(OwnApproval):
        decide_as(office, "manager", document)
    own = waiting(office, stage(person("director")), own_approval=True)
    decide_as(office, "manager", own)
    assert state(office, own) == "approved"
