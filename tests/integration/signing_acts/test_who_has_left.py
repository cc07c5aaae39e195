"""Who signs for us has to work here on the day they sign: an old letter of theirs opens nothing any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.edit_legal_entity import edit_legal_entity
from docsvc.actions.edit_user import PersonChanges, edit_user
from docsvc.actions.remind_recipient import remind_recipient
from docsvc.actions.replace_link import replace_link, resend_link
from docsvc.actions.replace_recipient import Newcomer, replace_recipient
from docsvc.errors import LinkInvalid, SignsNoMore
from docsvc.jobs import run_job
from docsvc.model import Kind, Recipient, Reminders, Role
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


def test_the_owner_is_told_once_that_another_has_to_sign_and_nobody_is_reminded_in_vain(
    office: Office,
) -> None:
    house, manager = office.installation, office.installation.people["manager"]
    (contract,) = office.approved(Kind.CONTRACT)
    today = house.tools.clock().astimezone(house.tools.settings.timezone).date()
    week = today + timedelta(days=7)
    dispatch = office.send([contract], reminders=Reminders(first=1, every=1, most=5), expires_on=week)
    recipient_id = office.recipient(dispatch, DIRECTOR).id
    with changed(office, "director", {"active": False}, {"active": True}):
        house.run_jobs()
        assert not run_job(house.tools, "signatory_lost", {"recipient": recipient_id})
        assert office.mails("signatory_lost", contract) == [manager.email]
        assert f"{DIRECTOR.name} больше не подписывает за нас" in office.letter("signatory_lost", contract)
        for act in (remind_recipient, resend_link, replace_link):
            with house.tools.work() as work, pytest.raises(SignsNoMore):
                act(work, recipient_id, actor=manager)
        for days in (2, 7):
            house.clock.ahead = timedelta(days=days)
            house.run_jobs()
        house.clock.ahead = timedelta()
    assert office.mails("reminder", contract) == []
    assert office.mails("deadline_near", contract) == [manager.email]


def test_new_requisites_tell_the_owners_of_what_waits_for_the_signatory_of_before(office: Office) -> None:
    house, administrator = office.installation, office.installation.people["administrator"]
    (contract,) = office.approved(Kind.CONTRACT)
    entity_id = office.document(contract).legal_entity_id
    signer: PersonChanges = {"roles": [Role.MANAGER]}
    with changed(office, "director", signer, {"roles": [Role.DIRECTOR]}):
        office.send([contract])
        for name in ("Смирнова Анна Андреевна", DIRECTOR.name):
            with house.tools.work() as work:
                edit_legal_entity(work, entity_id, actor=administrator, requisites={"signatory_name": name})
            house.run_jobs()
    assert office.mails("signatory_lost", contract) == [house.people["manager"].email]


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
