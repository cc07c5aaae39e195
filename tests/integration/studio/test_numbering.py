"""Numerators: the organisation's own patterns, and the number that comes next."""

import pytest

from docsvc.actions.set_numbering import set_numbering
from docsvc.errors import BadInput, Forbidden
from docsvc.model import Document, Kind
from docsvc.queries.numbering import numberings
from tests.integration.core.installation import Installation
from tests.integration.studio.test_history import make


def number(installation: Installation, *, who: str = "administrator", **about: object) -> None:
    given = {"pattern": "Д-{YYYY}-{NUMBER}", "reset": "yearly", "width": 4, "following": 1} | about
    with installation.tools.work() as work:
        set_numbering(work, Kind.CONTRACT, actor=installation.people[who], **given)  # type: ignore[arg-type]  # as tests wish


def taken(installation: Installation, deal_id: str) -> str:
    document_id = make(installation, deal_id)
    with installation.tools.read() as session:
        return session.get_one(Document, document_id).number


def test_documents_are_numbered_by_the_organisations_own_pattern(
    installation: Installation, deal_id: str
) -> None:
    number(installation, pattern="{NUMBER}/{MM}-{YY}", reset="monthly", width=3, following=118)
    today = installation.day(0)
    assert taken(installation, deal_id) == f"118/{today:%m-%y}"
    assert taken(installation, deal_id) == f"119/{today:%m-%y}"


def test_the_page_foretells_the_number_that_is_taken(installation: Installation, deal_id: str) -> None:
    number(installation, following=40)
    with installation.tools.read() as session:
        rows = {row.kind: row for row in numberings(session, day=installation.day(0))}
    assert rows[Kind.CONTRACT].numbering.own
    assert not rows[Kind.QUOTE].numbering.own
    assert taken(installation, deal_id) == rows[Kind.CONTRACT].preview


def test_a_number_that_was_taken_is_never_taken_again(installation: Installation, deal_id: str) -> None:
    number(installation, following=40)
    taken(installation, deal_id)
    with pytest.raises(BadInput, match="следующий свободный — 41"):
        number(installation, following=40)


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"pattern": "Д-{YYYY}"}, "NUMBER"),
        ({"pattern": "{NUMBER}-{NUMBER}-{YYYY}"}, "NUMBER"),
        ({"pattern": "{NUMBER}", "reset": "yearly"}, "повторятся"),
        ({"pattern": "{YYYY}-{NUMBER}", "reset": "monthly"}, "повторятся"),
        ({"pattern": "{0}{YYYY}{NUMBER}"}, "бывают только"),
        ({"pattern": "{YYYY.real}{NUMBER}"}, "бывают только"),
        ({"pattern": "{YYYY}-{NUMBER"}, "NUMBER"),
        ({"reset": "иногда"}, "заново"),
        ({"width": 0}, "от 1"),
        ({"following": 0}, "от 1"),
    ],
)
def test_a_pattern_that_would_repeat_numbers_is_refused(
    installation: Installation, about: dict[str, object], reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        number(installation, **about)


def test_only_an_administrator_sets_numbers(installation: Installation) -> None:
    with pytest.raises(Forbidden):
        number(installation, who="lawyer")
