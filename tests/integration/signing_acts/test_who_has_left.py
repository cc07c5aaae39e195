"""Who signs for us has to work here on the day they sign: an old letter of theirs opens nothing any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select

from docsvc.actions.edit_user import PersonChanges, edit_user
from docsvc.actions.replace_recipient import Newcomer, replace_recipient
from docsvc.errors import LinkInvalid
from docsvc.model import Kind, Recipient, Role
from docsvc.queries.dispatch_page import dispatch_page
from docsvc.queries.invitation import read_invitation
from docsvc.queries.own_signing import to_sign
from tests.integration.core import story
from tests.integration.signing_acts.office import DIRECTOR, Office

LAWYER = replace(DIRECTOR, name="Смирнова Анна Андреевна", email="lawyer@polaris.example")


@contextmanager
def changed(office: Office, who: str, now: PersonChanges, then: PersonChanges) -> Iterator[None]:
    """Change an account for a while: the office is that of other tests too."""
    house = office.installation
    for changes in (now, then):
        with house.tools.work() as work:
            edit_user(work, house.people[who].id, actor=house.people["administrator"], **changes)
        if changes is now:
            yield


def test_a_director_who_has_left_opens_and_signs_nothing_by_their_letter(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract])
    opened = office.open(contract, DIRECTOR)
    will = office.will(opened, contract, DIRECTOR)
    letter, tools = story.link_of(office.installation, contract, DIRECTOR.email), office.installation.tools
    with changed(office, "director", {"active": False}, {"active": True}):
        with pytest.raises(LinkInvalid):
            office.open(contract, DIRECTOR)
        with tools.read() as session, pytest.raises(LinkInvalid):
            read_invitation(session, letter, now=tools.clock())
        with pytest.raises(LinkInvalid):
            office.view(opened, contract)
        with pytest.raises(LinkInvalid):
            office.signs(opened, contract, will)
    assert office.signatures(contract) == []


def test_another_takes_the_place_of_who_is_no_director_any_more(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    dispatch, house = office.send([contract]), office.installation
    lost: PersonChanges = {"roles": [Role.MANAGER], "name": "Соколов Андрей"}
    had: PersonChanges = {"roles": [Role.DIRECTOR], "name": DIRECTOR.name}
    promoted, before = PersonChanges(roles=[Role.DIRECTOR]), PersonChanges(roles=[Role.LAWYER])
    with changed(office, "director", lost, had), changed(office, "lawyer", promoted, before):
        with pytest.raises(LinkInvalid):
            office.open(contract, DIRECTOR)
        with house.tools.read() as session:
            page = dispatch_page(session, house.people["manager"], contract).sending
            assert page is not None
            assert [each.email for each in page.recipients if each.gone] == [DIRECTOR.email]
            waiting = to_sign(session, house.people["director"], now=house.tools.clock())
            asked = select(Recipient.id).filter_by(dispatch_id=dispatch, email=DIRECTOR.email)
            recipient_id = session.scalars(asked).one()
        assert contract not in {each.document_id for each in waiting}
        with house.tools.work() as work:
            newcomer = Newcomer(LAWYER.name, LAWYER.email)
            replace_recipient(work, recipient_id, newcomer, actor=house.people["manager"])
        house.run_jobs()
        office.sign(contract, LAWYER)
    assert office.people(dispatch) == {"director": "replaced", "lawyer": "acted", "ivanov": "invited"}
