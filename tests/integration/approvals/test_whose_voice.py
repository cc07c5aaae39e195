"""Whose voice counts: nobody speaks for somebody who may not, and nobody is heard twice."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from docsvc.errors import AlreadyDecided, Forbidden
from docsvc.model import Approval, Document, User, UserRole
from docsvc.queries.away_from import AwayFrom, away_from
from docsvc.queries.own_seat import own_seat
from tests.integration.approvals.house import House
from tests.integration.approvals.steps import awaits, decide, person, role, stage, state, submitted
from tests.integration.approvals.waiting import send_away


def asked_by(house: House, document_id: str, who: str) -> None:
    """Say that somebody else has asked for the approval."""
    with house.installation.tools.work() as work:
        approval = work.session.scalars(select(Approval).where(Approval.document_id == document_id)).one()
        approval.initiator_id = house.people[who]


@contextmanager
def role_taken(house: House, who: str) -> Iterator[None]:
    """Take a person's roles from them for a while."""
    with house.installation.tools.work() as work:
        user = work.get(User, house.people[who])
        roles = [row.role for row in user.role_rows]
        user.role_rows = [UserRole(role="accountant")]
    yield
    with house.installation.tools.work() as work:
        work.get(User, house.people[who]).role_rows = [UserRole(role=each) for each in roles]


@pytest.mark.parametrize("seat", [role("lawyer"), person("lawyer")])
def test_who_stands_in_for_the_initiator_alone_does_not_decide(house: House, seat: dict[str, str]) -> None:
    document = submitted(house, stage(seat, person("director"), quorum="any"))
    asked_by(house, document, "lawyer")
    send_away(house.installation, "lawyer", "finance")
    assert not awaits(house, "finance", document)
    with pytest.raises(Forbidden):
        decide(house, document, "finance")
    assert state(house, document) == "in_approval"


def test_whoever_was_spoken_for_does_not_speak_again(house: House) -> None:
    document = submitted(house, stage(role("lawyer"), role("lawyer")))
    send_away(house.installation, "lawyer", "finance")
    decide(house, document, "finance")
    house.come_back()
    assert not awaits(house, "lawyer", document)
    with pytest.raises(AlreadyDecided):
        decide(house, document, "lawyer")
    assert state(house, document) == "in_approval"
    decide(house, document, "second-lawyer")
    assert state(house, document) == "approved"


def test_a_deputy_of_two_decides_for_the_one_who_did_not_ask(house: House) -> None:
    document = submitted(house, stage(role("lawyer")))
    asked_by(house, document, "lawyer")
    send_away(house.installation, "lawyer", "finance")
    send_away(house.installation, "second-lawyer", "finance")
    assert awaits(house, "finance", document)
    with house.installation.tools.read() as session:
        seat = own_seat(session, house.actor("finance"), document)
    assert seat is not None
    assert seat.on_behalf_of == "second-lawyer"
    decide(house, document, "finance")
    assert state(house, document) == "approved"


def test_whoever_decided_and_left_is_not_heard_again_through_their_deputy(house: House) -> None:
    document = submitted(house, stage(role("lawyer"), role("lawyer"), quorum="all"))
    decide(house, document, "lawyer")
    send_away(house.installation, "lawyer", "finance")
    assert not awaits(house, "finance", document)
    with pytest.raises(AlreadyDecided):
        decide(house, document, "finance")
    decide(house, document, "second-lawyer")
    assert state(house, document) == "approved"


def test_whose_role_was_taken_decides_no_more(house: House) -> None:
    document = submitted(house, stage(person("lawyer"), person("director"), quorum="any"))
    with role_taken(house, "lawyer"), pytest.raises(Forbidden):
        decide(house, document, "lawyer")
    assert state(house, document) == "in_approval"


def away(house: House, document_id: str) -> tuple[AwayFrom, ...]:
    with house.installation.tools.read() as session:
        return away_from(session, session.get_one(Document, document_id), now=house.now)


def test_who_is_away_and_who_decides_for_them_is_told(house: House) -> None:
    document = submitted(house, stage(person("director"), role("lawyer"), person("board")))
    assert away(house, document) == ()
    names = {part: actor.name for part, actor in house.installation.people.items()}
    send_away(house.installation, "director", "finance")
    send_away(house.installation, "board")
    send_away(house.installation, "lawyer", "finance")
    director = AwayFrom(names["director"], (names["finance"],))
    assert set(away(house, document)) == {director, AwayFrom("board", ())}, "a lawyer is there"
    decide(house, document, "finance")
    assert away(house, document) == (AwayFrom("board", ()),)
