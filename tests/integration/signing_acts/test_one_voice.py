"""Nobody signs twice, in two names, or for a side that is not theirs."""

from dataclasses import replace

import pytest

from docsvc.actions.place_fields import place_fields
from docsvc.actions.replace_recipient import Newcomer, replace_recipient
from docsvc.errors import BadInput
from docsvc.model import Act, Asked, Kind
from tests.integration.core import story
from tests.integration.signing_acts.office import BOARD, CLIENT, DIRECTOR, Office

FIRST, SECOND, THIRD = BOARD
STRANGER = Asked("Чужой Пётр Иванович", "stranger@elsewhere.example", Act.SIGN, 1, "seller2")


def test_one_person_is_not_two_of_a_group(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    with pytest.raises(BadInput, match="дважды"):
        office.send(
            [contract], DIRECTOR, FIRST, replace(SECOND, email=FIRST.email.upper()), quorums={"правление": 2}
        )


def test_a_replacement_is_not_somebody_who_signs_already(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    dispatch = office.send([contract], replace(DIRECTOR, order=3), *BOARD, quorums={"правление": 2})
    office.sign(contract, FIRST)
    second = office.recipient(dispatch, SECOND)
    with pytest.raises(BadInput, match="участвует"), office.installation.tools.work() as work:
        replace_recipient(
            work, second.id, Newcomer(FIRST.name, FIRST.email), actor=office.installation.people["manager"]
        )


def test_a_second_place_of_ours_takes_only_our_people(office: Office) -> None:
    contract = with_two_places(office, "seller")
    with pytest.raises(BadInput, match="от нашей стороны"):
        office.send([contract], DIRECTOR, STRANGER, CLIENT)


def test_a_group_that_its_place_cannot_hold_is_refused_at_once(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    crowd = [
        replace(FIRST, name=f"Член Совета {each}", email=f"member{each}@vector.example") for each in range(40)
    ]
    with pytest.raises(BadInput, match="не поместятся"):
        office.send([contract], DIRECTOR, *crowd, quorums={"правление": 40})


def test_a_group_does_not_sign_in_a_place_that_is_somebody_elses(office: Office) -> None:
    contract = with_two_places(office, "client")
    other = replace(THIRD, group="", party="client2")
    with pytest.raises(BadInput, match="client2"):
        office.send([contract], DIRECTOR, FIRST, SECOND, other, quorums={"правление": 2})


def with_two_places(office: Office, party: str) -> str:
    """Return an approved contract in which a party has two places, side by side."""
    contract = story.make(office.installation, office.deal_id, Kind.CONTRACT)
    kept = [dict(each) for each in office.version(contract).places]
    place = next(each for each in kept if each["party"] == party)
    x0, y0, x1, y1 = place["box"]
    half = (x0 + x1) / 2
    places = [each for each in kept if each is not place]
    places += [place | {"box": [x0, y0, half - 5, y1]}, place | {"box": [half + 5, y0, x1, y1]}]
    with office.installation.tools.work() as work:
        place_fields(work, contract, places, actor=office.installation.people["manager"])
    story.submit(office.installation, contract)
    for who in ("lawyer", "finance", "director"):
        story.decide(office.installation, contract, who)
    return contract
