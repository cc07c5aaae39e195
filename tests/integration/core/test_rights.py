"""The role × right table answers the same for one document and for lists."""

from itertools import product

import pytest
from sqlalchemy import select

from docsvc.access import Right, allow, holds, visible
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import Forbidden, NotFound
from docsvc.model import Document, Kind
from tests.integration.core import story
from tests.integration.core.conftest import push
from tests.integration.core.installation import PEOPLE, Installation


@pytest.fixture(scope="module")
def installation(shared: Installation) -> Installation:
    return shared


@pytest.fixture(scope="module")
def documents(installation: Installation) -> list[str]:
    deal_id = push(installation)
    draft = story.make(installation, deal_id, Kind.QUOTE)
    asked = story.make(installation, deal_id, Kind.CONTRACT)
    story.submit(installation, asked)
    signed = story.make(installation, deal_id, Kind.QUOTE)
    story.submit(installation, signed)
    story.send(installation, signed)
    story.accept(installation, signed, "ivanov@vector.example")
    return [draft, asked, signed]


def test_one_document_and_the_list_agree(installation: Installation, documents: list[str]) -> None:
    with installation.tools.read() as session:
        for right, who in product(Right, PEOPLE):
            actor = installation.people[who]
            listed = set(session.scalars(select(Document.id).where(visible(actor, right))))
            held = {each.id for each in session.scalars(select(Document)) if holds(actor, right, each)}
            assert listed == held, (who, right)


def test_who_sees_what(installation: Installation, documents: list[str]) -> None:
    draft, asked, signed = documents
    expected = {
        "manager": {draft, asked, signed},
        "lawyer": {asked},
        "finance": {asked},
        "director": {draft, asked, signed},
        "accountant": set(),
        "administrator": {draft, asked, signed},
        "outsider": set(),
    }
    with installation.tools.read() as session:
        seen = {
            who: set(session.scalars(select(Document.id).where(visible(installation.people[who]))))
            for who in expected
        }
    assert seen == expected


def test_what_one_may_not_see_does_not_exist(installation: Installation, documents: list[str]) -> None:
    with installation.tools.read() as session:
        document = session.get_one(Document, documents[1])
        with pytest.raises(NotFound):
            allow(installation.people["outsider"], Right.VIEW, document)
        with pytest.raises(Forbidden):
            allow(installation.people["lawyer"], Right.WITHDRAW, document)


def test_an_outsider_cannot_withdraw(installation: Installation, documents: list[str]) -> None:
    with pytest.raises(NotFound), installation.tools.work() as work:
        withdraw_document(work, documents[1], actor=installation.people["outsider"], reason="из вредности")
    assert story.state_of(installation, documents[1]) == "in_approval"
