"""Every list is read by an index: what it costs does not grow with what was made before."""

import pytest
from sqlalchemy import select

from docsvc.model import User
from docsvc.queries.who_is import actor_of
from docsvc.work import Actor
from tests.integration.core.installation import Installation
from tests.integration.lists.asked import EVERY, Ask
from tests.integration.lists.plans import explained, growing


def person(installation: Installation, name: str) -> Actor:
    with installation.tools.read() as session:
        return actor_of(session.scalars(select(User).where(User.email == f"{name}@polaris.example")).one())


@pytest.mark.parametrize(("name", "who", "ask"), EVERY, ids=[f"{who}: {name}" for name, who, _ in EVERY])
def test_a_list_reads_no_growing_table_from_end_to_end(
    years: Installation, name: str, who: str, ask: Ask
) -> None:
    actor = person(years, who)
    with explained(years.tools.database.reader) as found, years.tools.read() as session:
        ask(session, actor)
    assert not found.read_whole, "\n\n".join(found.statements)


def test_what_grows_is_known(years: Installation) -> None:
    assert {"document", "deal", "decision", "recipient", "mail", "outbox"} <= growing(
        years.tools.database.reader
    )
