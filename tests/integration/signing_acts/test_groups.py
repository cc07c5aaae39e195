"""Groups: as many of the people must sign as the sender says, the others are spared."""

from dataclasses import replace
from itertools import pairwise

import pytest

from docsvc.actions.decline_document import decline_document
from docsvc.errors import NoLongerNeeded
from docsvc.model import Kind
from docsvc.queries.standing import Standing
from tests.integration.core.story import HERE
from tests.integration.signing_acts.office import BOARD, DIRECTOR, Office

FIRST, SECOND, THIRD = BOARD
TWO = {"правление": 2}


def test_two_of_three_sign_side_by_side_and_the_third_is_spared(office: Office) -> None:
    documents = contract, _ = office.approved(Kind.CONTRACT, Kind.SPECIFICATION)
    dispatch = office.send(documents, DIRECTOR, *BOARD, quorums=TWO)
    office.sign(contract, DIRECTOR)
    late = office.open(contract, SECOND)
    unused = office.will(late, contract, SECOND)
    office.sign(contract, THIRD)
    assert office.states(documents) == ["sent", "sent"]
    assert office.view(late, contract).quorum == 2
    place = office.view(late, contract).here.place
    assert place is not None
    assert place.name == "client2"  # the first one is taken
    office.sign(contract, FIRST)
    assert office.states(documents) == ["archived", "archived"]
    assert office.people(dispatch) == {
        "director": "acted",
        "belova": "acted",
        "volkov": "spared",
        "gusev": "acted",
    }
    for document in documents:
        assert [each.field for each in office.signatures(document)] == ["seller", "client", "client2"]
        assert office.verdict(document).ok
    assert office.mails("spared", contract) == [SECOND.email]
    with pytest.raises(NoLongerNeeded):
        office.signs(late, contract, unused)
    assert office.view(late, contract).standing is Standing.COMPLETED


def test_the_place_of_a_group_is_split_and_no_box_overlaps_another(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    before = next(each["box"] for each in office.version(contract).places if each["party"] == "client")
    office.send([contract], DIRECTOR, *BOARD, quorums={"правление": 3})
    boxes = [each["box"] for each in office.version(contract).places if each["party"].startswith("client")]
    assert len(boxes) == 3
    assert (boxes[0][0], boxes[-1][2]) == (pytest.approx(before[0]), pytest.approx(before[2]))
    assert all(left[2] < right[0] for left, right in pairwise(boxes))


def test_one_who_declines_ends_it_for_the_group(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    dispatch = office.send(
        [contract], replace(DIRECTOR, order=2), *(replace(each, order=1) for each in BOARD), quorums=TWO
    )
    opened = office.open(contract, SECOND)
    with office.installation.tools.work() as work:
        decline_document(work, opened.session_token, document_id=contract, reason="Нет", **HERE)
    assert office.states([contract]) == ["declined"]
    assert set(office.people(dispatch).values()) == {"declined", "cancelled"}
