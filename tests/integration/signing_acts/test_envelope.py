"""Several documents in one sending: one link, one consent, one code; each document its own signature."""

from dataclasses import replace
from datetime import timedelta

import pytest

from docsvc.actions.decline_document import decline_document
from docsvc.actions.read_file import Part, read_file
from docsvc.actions.void_document import void_document
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import AlreadyActed, BadInput, NotFound, StalePage, WrongMove
from docsvc.model import Act, Kind, Level, SigningCode
from docsvc.queries.standing import Standing
from signing import shown_digest
from tests.integration.core.story import HERE
from tests.integration.signing_acts.office import BOOKS, CLIENT, DIRECTOR, Office

ENVELOPE = (Kind.CONTRACT, Kind.SPECIFICATION, Kind.INVOICE)


def test_three_documents_go_under_one_link_one_consent_and_one_code(office: Office) -> None:
    documents = contract, specification, invoice = office.approved(*ENVELOPE)
    dispatch = office.send(documents, title="Пакет по складу")
    assert office.states(documents) == ["sent", "sent", "archived"]  # on the invoice nobody acts

    opened = office.open(contract, DIRECTOR)
    view = office.view(opened, contract)
    assert opened.document_ids == tuple(documents)
    assert [each.asked for each in view.documents] == [True, True, False]
    assert [each.standing for each in view.documents] == [Standing.ASKED, Standing.ASKED, Standing.COMPLETED]
    assert [each.viewed for each in view.documents] == [False, False, False]
    assert view.title == "Пакет по складу"

    will = office.will(opened, contract, DIRECTOR)
    assert set(will.shown) == {contract, specification}
    bound = [each.shown_sha256 for each in rows(office, opened.recipient_id)]
    assert bound == [shown_digest(will.shown.values())]
    assert office.signs(opened, contract, will) is None
    office.installation.run_jobs()
    assert office.people(dispatch) == {"director": "acted", "ivanov": "invited"}

    office.sign(specification, CLIENT)  # from whichever document they came
    assert office.states(documents) == ["archived"] * 3
    for document in (contract, specification):
        assert [each.field for each in office.signatures(document)] == ["seller", "client"]
        assert office.verdict(document).ok
    assert office.signatures(invoice) == []
    assert office.mails("completed", contract) == [
        DIRECTOR.email,
        CLIENT.email,
        "manager@polaris.example",
    ]
    assert office.mails("completed", specification) == ["manager@polaris.example"]  # one copy letter for all


def rows(office: Office, recipient_id: str) -> list[SigningCode]:
    with office.installation.tools.read() as session:
        return session.query(SigningCode).filter_by(recipient_id=recipient_id).all()


def test_a_page_that_showed_other_bytes_signs_nothing(office: Office) -> None:
    documents = contract, specification = office.approved(*ENVELOPE[:2])
    office.send(documents)
    opened = office.open(contract, DIRECTOR)
    will = office.will(opened, contract, DIRECTOR)
    for shown in ({contract: will.shown[contract]}, {**will.shown, specification: "0" * 64}):
        with pytest.raises(StalePage):
            office.signs(opened, contract, replace(will, shown=shown))
    assert office.signatures(contract) == office.signatures(specification) == []
    assert office.signs(opened, contract, will) is None  # the code was not spent in vain
    with pytest.raises(AlreadyActed):
        office.signs(opened, specification, will)
    assert len(office.signatures(contract)) == len(office.signatures(specification)) == 1


def test_declining_declines_all_that_waits_and_leaves_what_is_done(office: Office) -> None:
    documents = office.approved(*ENVELOPE)
    dispatch = office.send(documents)
    opened = office.open(documents[1], DIRECTOR)
    with office.installation.tools.work() as work:
        decline_document(work, opened.session_token, document_id=documents[1], reason="Не те цены", **HERE)
    assert office.states(documents) == ["declined", "declined", "archived"]
    assert office.people(dispatch) == {"director": "declined", "ivanov": "cancelled"}
    assert office.view(opened, documents[0]).standing is Standing.DECLINED
    invoice = documents[2]
    assert office.view(opened, invoice).standing is Standing.COMPLETED  # nobody declined that
    assert file_of(office, opened.session_token, invoice) == office.version(invoice).final_blob
    # The client was never shown anything; the owner's letter about the refusal names the invoice.
    assert office.mails("stands", invoice) == [DIRECTOR.email]
    assert office.mails("declined", documents[1]) == ["manager@polaris.example"]
    letter = office.letter("declined", documents[1])
    assert f"Остаётся в силе: счёт на оплату № {office.document(invoice).number}" in letter


def test_whoever_was_shown_an_invoice_keeps_it_when_its_contract_comes_to_nothing(office: Office) -> None:
    documents = contract, _specification, invoice = office.approved(*ENVELOPE)
    office.send(documents, DIRECTOR, CLIENT, BOOKS)
    office.sign(contract, DIRECTOR)
    client = office.open(contract, CLIENT)
    manager = office.installation.people["manager"]
    with office.installation.tools.work() as work:
        withdraw_document(work, contract, actor=manager, reason="Сменились реквизиты")
    told = [BOOKS.email, DIRECTOR.email, CLIENT.email, manager.email]
    assert office.mails("stands", invoice) == sorted(told)
    assert [office.mails("withdrawn", each) for each in documents] == [[], [], []]  # one letter, not two
    letter = office.letter("stands", invoice, CLIENT.email)
    assert "Не вступило в силу: договор" in letter
    assert "Сменились реквизиты" in letter
    assert office.view(client, contract).standing is Standing.WITHDRAWN
    again = office.open(contract, CLIENT)  # their link opens what stands, and that first
    assert again.document_ids[0] == invoice
    assert office.view(again, invoice).standing is Standing.COMPLETED
    assert file_of(office, again.session_token, invoice) == office.version(invoice).final_blob
    with pytest.raises(NotFound):
        file_of(office, again.session_token, contract)
    with office.installation.tools.work() as work:
        void_document(work, invoice, actor=manager, reason="Не нужен и он")
    assert set(office.mails("voided", invoice)) == {BOOKS.email, DIRECTOR.email, CLIENT.email}
    assert office.view(office.open(contract, CLIENT), invoice).standing is Standing.VOIDED


def test_who_signed_in_vain_is_told(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract])
    office.sign(contract, DIRECTOR)
    token = office.open(contract, CLIENT).session_token
    with office.installation.tools.work() as work:
        decline_document(work, token, document_id=contract, reason="Дорого", **HERE)
    assert office.mails("withdrawn", contract) == [DIRECTOR.email]
    assert "В силу не вступило: договор" in office.letter("withdrawn", contract)


def test_withdrawing_one_takes_back_what_waits_of_the_same_sending(office: Office) -> None:
    documents = office.approved(*ENVELOPE)
    office.send(documents)
    opened = office.open(documents[0], DIRECTOR)
    will = office.will(opened, documents[0], DIRECTOR)
    with office.installation.tools.work() as work:
        withdraw_document(work, documents[1], actor=office.installation.people["manager"], reason="Ошибка")
    assert office.states(documents) == ["withdrawn", "withdrawn", "archived"]
    with pytest.raises(WrongMove, match="withdrawn"):
        office.signs(opened, documents[0], will)
    assert office.signatures(documents[0]) == []
    assert office.view(opened, documents[0]).standing is Standing.WITHDRAWN


def test_an_envelope_ends_as_one_when_nobody_answers(office: Office) -> None:
    documents = office.approved(*ENVELOPE)
    tools = office.installation.tools
    today = tools.clock().astimezone(tools.settings.timezone).date()
    office.send(documents, expires_on=today)
    office.installation.clock.ahead = timedelta(days=2)
    office.installation.run_jobs()
    assert office.states(documents) == ["expired", "expired", "archived"]
    assert sum(len(office.mails("expired", each)) for each in documents) == 1
    assert office.mails("stands", documents[2]) == [DIRECTOR.email]
    assert "Остаётся в силе" in office.letter("expired", documents[0])


def test_a_copy_is_shown_from_the_first_and_asked_nothing(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract], BOOKS, DIRECTOR, CLIENT)
    opened = office.open(contract, BOOKS)
    view = office.view(opened, contract)
    assert (view.act, view.standing, view.shown) == (Act.COPY, Standing.SHOWN, {})
    assert file_of(office, opened.session_token, contract) == office.version(contract).sent_blob
    with pytest.raises(WrongMove):
        office.signs(opened, contract, office.will(office.open(contract, DIRECTOR), contract, DIRECTOR))
    office.sign(contract, DIRECTOR)
    office.sign(contract, CLIENT)
    assert office.view(opened, contract).standing is Standing.COMPLETED
    assert office.open(contract, BOOKS)
    assert BOOKS.email in office.mails("completed", contract)


@pytest.mark.parametrize("shares", [False, True])
def test_a_half_signed_copy_is_shown_only_where_the_sender_shares_it(office: Office, *, shares: bool) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract], shares_copies=shares)
    office.sign(contract, DIRECTOR)
    version = office.version(contract)
    opened = office.open(contract, CLIENT)
    shown = file_of(office, opened.session_token, contract)
    assert version.head_blob != version.sent_blob
    assert shown == (version.head_blob if shares else version.sent_blob)
    assert office.view(opened, contract).shown_sha256 == version.sent_sha256


def test_who_brings_a_signature_of_their_own_takes_away_what_it_has_to_be_of(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract], DIRECTOR, replace(CLIENT, level=Level.QUALIFIED), shares_copies=True)
    office.sign(contract, DIRECTOR)
    version, opened = office.version(contract), office.open(contract, CLIENT)
    assert file_of(office, opened.session_token, contract) == version.head_blob
    assert file_of(office, opened.session_token, contract, download=True) == version.sent_blob


def file_of(office: Office, session_token: str, document_id: str, *, download: bool = False) -> str:
    with office.installation.tools.work() as work:
        found = read_file(
            work, session_token, document_id=document_id, part=Part.DOCUMENT, download=download, **HERE
        )
    return found.address


def test_a_simple_signature_needs_a_code_and_no_agreement(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract], DIRECTOR, replace(CLIENT, level=Level.SIMPLE, order=1))
    office.sign(contract, CLIENT, agreed_sha256="", agreement=None)
    (act,) = office.signatures(contract)
    assert (act.level, act.channel, bool(act.code_id)) == ("simple", "email", True)
    assert act.applied_at is not None  # the file holds a signature whatever the level


def test_documents_of_one_sending_are_approved_and_named_once(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    with pytest.raises(BadInput):
        office.send([contract, contract])
    with pytest.raises(BadInput):
        office.send([])
