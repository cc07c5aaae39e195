"""The order of what awaits a person."""

from docsvc.queries.inbox import inbox
from tests.integration.approvals.waiting import person, stage, waiting
from tests.integration.core.installation import Installation


def test_what_is_due_first_stands_first_in_the_inbox(office: Installation) -> None:
    without = waiting(office, stage(person("director")))
    later = waiting(office, stage(person("director"), sla={"deadline": "48h"}))
    sooner = waiting(office, stage(person("director"), sla={"deadline": "4h"}))
    with office.tools.read() as session:
        rows = [row.id for row in inbox(session, office.people["director"])]
    assert [each for each in rows if each in {without, later, sooner}] == [sooner, later, without]
