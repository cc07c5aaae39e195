"""Handing on to a colleague, keeping what was filled in, and pages of those who are out of it."""

from dataclasses import replace

import pytest

from docsvc.actions.access_code import give_access_code
from docsvc.actions.delegate_signing import delegate_signing
from docsvc.actions.keep_draft import keep_draft
from docsvc.errors import (
    AccessCodeRequired,
    BadInput,
    LinkInvalid,
    MayNotDelegate,
    RecipientReplaced,
    WrongAccessCode,
)
from docsvc.model import Asked, Channel, Kind
from docsvc.queries.standing import Standing
from tests.integration.core.story import HERE
from tests.integration.signing_acts.office import BOARD, CLIENT, DIRECTOR, Office

COLLEAGUE = BOARD[0]


def hand_on(office: Office, session_token: str, document_id: str, to: Asked, **more: str) -> object:
    with office.installation.tools.work() as work:
        answer = delegate_signing(
            work,
            session_token,
            document_id=document_id,
            name=to.name,
            email=to.email,
            position="Коммерческий директор",
            reason="Я в отпуске",
            **more,
            **HERE,
        )
    office.installation.run_jobs()
    return answer


def test_a_colleague_signs_by_a_link_of_their_own(office: Office) -> None:
    documents = contract, specification = office.approved(Kind.CONTRACT, Kind.SPECIFICATION)
    dispatch = office.send(documents)
    office.sign(contract, DIRECTOR)
    opened = office.open(contract, CLIENT)
    will = office.will(opened, contract, CLIENT)
    hand_on(office, opened.session_token, contract, COLLEAGUE)
    assert office.people(dispatch) == {"director": "acted", "ivanov": "replaced", "belova": "invited"}
    assert office.mails("delegated", contract) == ["manager@polaris.example"]
    assert office.view(opened, contract).standing is Standing.REPLACED  # their page says so
    with pytest.raises(RecipientReplaced):
        office.signs(opened, contract, will)
    with pytest.raises(LinkInvalid):
        office.open(contract, CLIENT)
    assert f"{CLIENT.name} поручает вам ответить" in office.letter("invitation", contract, COLLEAGUE.email)
    assert "поручает" not in office.letter("invitation", contract, CLIENT.email)
    theirs = office.open(contract, COLLEAGUE)
    view = office.view(theirs, contract)
    assert (view.name, view.may_delegate) == (COLLEAGUE.name, False)
    assert [each.name for each in view.parties] == [DIRECTOR.name, COLLEAGUE.name]
    with pytest.raises(MayNotDelegate):
        hand_on(office, theirs.session_token, contract, BOARD[1])
    office.sign(specification, COLLEAGUE)
    assert office.states(documents) == ["archived", "archived"]
    new, old = office.recipient(dispatch, COLLEAGUE), office.recipient(dispatch, CLIENT)
    assert (new.instead_of_id, new.order, new.party) == (old.id, old.order, old.party)


def test_nobody_is_handed_a_second_voice(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract], DIRECTOR, *BOARD, quorums={"правление": 2})
    office.sign(contract, DIRECTOR)
    token = office.open(contract, BOARD[0]).session_token
    with pytest.raises(BadInput, match="уже участвует"):
        hand_on(office, token, contract, BOARD[1])
    with pytest.raises(BadInput):
        hand_on(office, token, contract, Asked("", "no address", CLIENT.act))


def test_who_signs_for_us_is_one_of_us_whoever_hands_it_on(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract], replace(DIRECTOR, may_delegate=True), CLIENT)
    token = office.open(contract, DIRECTOR).session_token
    with pytest.raises(BadInput, match="от нашей стороны"):
        hand_on(office, token, contract, COLLEAGUE)


def test_a_colleague_is_asked_for_the_same_access_code(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    dispatch = office.send([contract], DIRECTOR, replace(CLIENT, access_code="Звезда 2026", order=1))
    opened = office.open(contract, CLIENT)
    with office.installation.tools.work() as work:
        assert give_access_code(work, opened.session_token, code="звезда2026", **HERE) is None
    for wrong in ("", "Звезда 2025"):
        answer = hand_on(office, opened.session_token, contract, COLLEAGUE, access_code=wrong)
        assert isinstance(answer, WrongAccessCode)
    assert office.people(dispatch)["ivanov"] == "opened"
    hand_on(office, opened.session_token, contract, COLLEAGUE, access_code=" звезда 2026")
    assert f"его сообщит {CLIENT.name}" in office.letter("invitation", contract, COLLEAGUE.email)
    theirs = office.open(contract, COLLEAGUE)
    assert office.view(theirs, contract).needs_access_code
    with office.installation.tools.work() as work:
        assert give_access_code(work, theirs.session_token, code="Звезда 2026", **HERE) is None
    assert office.view(theirs, contract).documents


def test_a_colleague_proves_themselves_by_text_where_the_sender_asked_for_it(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    by_text = replace(CLIENT, channel=Channel.SMS, phone="+7 916 123-45-67", order=1)
    dispatch = office.send([contract], DIRECTOR, by_text)
    token = office.open(contract, CLIENT).session_token
    with pytest.raises(BadInput) as refused:
        hand_on(office, token, contract, COLLEAGUE)
    assert [path for path, _ in refused.value.problems] == ["phone"]
    hand_on(office, token, contract, COLLEAGUE, phone="8 916 765-43-21")
    row = office.recipient(dispatch, COLLEAGUE)
    assert (row.channel, row.phone) == ("sms", "+79167654321")


def test_a_letter_about_what_an_access_code_hides_names_nothing_of_it(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send(
        [contract], replace(DIRECTOR, access_code="Звезда 2026"), CLIENT, title="Слияние", message="Тайна"
    )
    letter = office.letter("invitation", contract, DIRECTOR.email)
    assert "просит вас подписать документ, закрытый кодом доступа." in letter
    for hidden in (office.document(contract).number, "Слияние", "Тайна", "Вектор"):
        assert hidden not in letter


def test_what_was_filled_in_waits_for_the_next_visit(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract])
    first = office.open(contract, DIRECTOR)
    typed = {"typed": "Соколов\x00 А. В.", f"v.{contract}.seller.note": "да"}
    with office.installation.tools.work() as work:
        keep_draft(work, first.session_token, document_id=contract, values=typed)
    again = office.open(contract, DIRECTOR)
    assert office.view(again, contract).draft == typed | {"typed": "Соколов А. В."}
    with pytest.raises(BadInput), office.installation.tools.work() as work:
        keep_draft(work, first.session_token, document_id=contract, values={"a": "я" * 70_000})


def test_an_access_code_hides_everything_until_it_is_given(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    dispatch = office.send([contract], replace(DIRECTOR, access_code="Звезда 2026"), CLIENT, message="Тайна")
    opened = office.open(contract, DIRECTOR)
    view = office.view(opened, contract)
    assert view.needs_access_code
    assert (view.number, view.message, dict(view.facts), view.documents) == ("", "", {}, ())
    assert office.people(dispatch)["director"] == "invited"  # not opened yet
    with pytest.raises(AccessCodeRequired), office.installation.tools.work() as work:
        keep_draft(work, opened.session_token, document_id=contract, values={})
    with office.installation.tools.work() as work:
        assert give_access_code(work, opened.session_token, code="звезда2026", **HERE) is None
    assert office.view(opened, contract).documents
    assert office.people(dispatch)["director"] == "opened"
    assert office.mails("opened", contract) == ["manager@polaris.example"]
