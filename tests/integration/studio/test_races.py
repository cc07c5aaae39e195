"""Several people at once on one template or one counter: one outcome, on both databases."""

from pathlib import Path

import pytest

from docsvc.actions.set_numbering import set_numbering
from docsvc.model import Document, Kind
from docsvc.queries.trail import verify_trail
from tests.integration.core.installation import Installation
from tests.integration.core.test_races import at_once
from tests.integration.studio import lawyer
from tests.integration.studio.lawyer import page
from tests.integration.studio.test_history import make

THREADS = 6


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(fixture)
    return url


def test_a_draft_is_published_once(installation: Installation) -> None:
    draft = lawyer.upload(installation, page())
    outcomes = at_once([lambda: lawyer.publish(installation, draft, reason="Срочно")] * THREADS)
    assert outcomes.count(None) == 1
    assert lawyer.recorded(installation).count("template.uploaded") == 1
    with installation.tools.read() as session:
        assert not verify_trail(session).broken


def test_two_lawyers_cannot_open_two_drafts(installation: Installation) -> None:
    first = lawyer.upload(installation, page())
    lawyer.publish(installation, first, reason="Срочно")

    def another() -> None:
        lawyer.next_version(installation, first, page("Б."), note="Правки")

    outcomes = at_once([another] * THREADS)
    assert outcomes.count(None) == 1
    assert [each.label for each in lawyer.template(installation, first).versions] == ["1.0", "1.1"]


def test_numbers_stay_whole_while_the_pattern_changes(installation: Installation, deal_id: str) -> None:
    def change() -> None:
        with installation.tools.work() as work:
            set_numbering(
                work,
                Kind.CONTRACT,
                actor=installation.people["administrator"],
                pattern="К/{YYYY}/{NUMBER}",
                reset="yearly",
                width=2,
                following=500,
            )

    outcomes = at_once([lambda: make(installation, deal_id) and None, change] * (THREADS // 2))
    assert outcomes[0::2] == [None] * (THREADS // 2)
    assert None in outcomes[1::2]
    with installation.tools.read() as session:
        numbers = [each.number for each in session.query(Document)]
    assert len(set(numbers)) == THREADS // 2
