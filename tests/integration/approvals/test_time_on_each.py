"""One story of time on each database: away, silent, handed over, stuck, mended."""

from docsvc.actions.set_calendar import CalendarForm, set_calendar
from docsvc.queries.absences import everybody_kept
from docsvc.queries.stuck import stuck_approvals
from docsvc.queries.stuck_jobs import stuck_jobs
from tests.integration.approvals.waiting import (
    CONTRACT_TIME,
    after,
    change,
    letters,
    now,
    person,
    send_away,
    stage,
    state,
    tasks,
    waiting,
)
from tests.integration.core.installation import Installation
from tests.integration.core.story import decide


def test_time_passes_alike_on_each_database(installation: Installation) -> None:
    change(installation, "director", deputy_id="finance", manager_id="administrator")
    document = waiting(installation, stage(person("director"), sla=CONTRACT_TIME))
    standing = waiting(installation, stage(person("lawyer")))
    send_away(installation, "lawyer", hours=(0, 90))
    administrator = installation.people["administrator"]
    with installation.tools.work() as work:
        set_calendar(work, CalendarForm(("8:00-20:00",) * 7, country="KZ"), actor=administrator)
    after(installation, 73)
    assert letters(installation, document)[0] == ("approval_handed_over", "finance")
    assert [task.replaced_why for task in tasks(installation, document)] == ["handed_over", None]
    with installation.tools.read() as session:
        found = stuck_approvals(session, administrator, now=now(installation))
        people = everybody_kept(session, administrator, now=now(installation))
        assert not stuck_jobs(session, administrator, now=now(installation))
    assert [row.document.id for row in found] == [standing]
    assert [each.id for each in people if each.away] == [installation.people["lawyer"].id]
    decide(installation, document, "finance")
    assert state(installation, document) == "approved"
