"""The figures of what people and the clock really did: the rows are those that the actions write."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from docsvc.actions.decide_on_document import decide_on_document
from docsvc.model import Verdict
from docsvc.model.figures import Metric, Share
from docsvc.queries.figures import Figures, figures
from docsvc.queries.figures_filter import FigureFilter
from tests.integration.approvals.talk import PDF_HASH
from tests.integration.approvals.waiting import (
    CONTRACT_TIME,
    after,
    change,
    now,
    person,
    stage,
    untouched,
    waiting,
)
from tests.integration.core.installation import Installation, installed


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("lived")) as made, untouched(made) as installation:
        yield installation


def counted(office: Installation) -> Figures:
    today = now(office).date()
    chosen = FigureFilter(today - timedelta(days=20), today + timedelta(days=1))
    zone = ZoneInfo("Europe/Moscow")
    with office.tools.read() as session:
        return figures(session, office.people["administrator"], chosen, now=now(office), zone=zone)


def decide(office: Installation, document_id: str, who: str, verdict: Verdict) -> None:
    with office.tools.work() as work:
        decide_on_document(
            work,
            document_id,
            actor=office.people[who],
            verdict=verdict,
            comment="Неустойка",
            seen_sha256=PDF_HASH,
        )
    office.run_jobs()


def test_silence_a_handing_over_and_a_return_are_counted(office: Installation) -> None:
    change(office, "director", deputy_id="finance")
    document = waiting(office, stage(person("director"), sla=CONTRACT_TIME))
    after(office, 25)
    found = counted(office)
    assert (found.waiting.overdue, found.sla) == (1, Share(Metric.SLA, 0, 1))
    after(office, 48)
    found = counted(office)
    assert [row.person for row in found.waiting.rows] == ["Громов Павел Сергеевич"]
    decide(office, document, "finance", Verdict.RETURN)
    found = counted(office)
    assert found.sla == Share(Metric.SLA, 1, 2)
    assert found.escalated == Share(Metric.ESCALATED, 1, 1)
    assert found.first_time == Share(Metric.FIRST_TIME, 0, 1)
    assert [(row.returned, row.rounds) for row in found.returns] == [(1, 1)]
    assert found.times.overall is not None
    assert found.times.overall.elapsed.median // 3600 == 73
    assert not found.waiting.rows
