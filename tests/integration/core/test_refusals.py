"""What must not happen does not, whichever page or program asks for it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from audit import evidence
from docsvc.actions.create_document import create_document
from docsvc.actions.issue_document import issue_document
from docsvc.actions.revise_document import revise_document
from docsvc.actions.send_document import send_document
from docsvc.actions.submit_document import submit_document
from docsvc.actions.trash_document import restore_document, trash_document
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import BadInput, CommentRequired, DocsvcError, NoRecipients, NotFound, WrongMove
from docsvc.jobs import run_job
from docsvc.model import Act, AgreementAcceptance, Asked, Dispatch, Kind, OutboxMessage
from docsvc.model.deal_input import read_deal
from docsvc.queries.suggest_recipients import suggest_recipients
from docsvc.queries.trail import entries_of
from docsvc.verification import Outcome, verify_file
from tests.integration.core import story
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation
from tests.integration.databases import EACH, address


def usual(installation: Installation, document_id: str) -> list[Asked]:
    with installation.tools.read() as session:
        return list(suggest_recipients(session, document_id))


def send(installation: Installation, document_id: str, recipients: list[Asked]) -> None:
    with installation.tools.work() as work:
        send_document(work, document_id, actor=installation.people["manager"], recipients=recipients)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """What is refused is a matter of rules; what the database has a say in runs on both."""
    return address(request)


def test_a_contract_cannot_be_issued_without_signatures(installation: Installation, deal_id: str) -> None:
    contract = story.approved_contract(installation, deal_id)
    with pytest.raises(BadInput), installation.tools.work() as work:
        issue_document(work, contract, actor=installation.people["manager"])
    assert story.state_of(installation, contract) == "approved"


def test_an_invoice_is_issued_and_never_sent_to_be_signed(installation: Installation, deal_id: str) -> None:
    invoice = story.make(installation, deal_id, Kind.INVOICE)
    story.submit(installation, invoice)
    with pytest.raises(BadInput):
        send(installation, invoice, [Asked(name="Иванов", email="ivanov@vector.example", act=Act.ACCEPT)])


def test_every_place_gets_exactly_one_signer(installation: Installation, deal_id: str) -> None:
    contract = story.approved_contract(installation, deal_id)
    ours, client = usual(installation, contract)
    for wrong in (
        [client],
        [ours],
        [ours, replace(client, act=Act.ACCEPT, party="")],
        [ours, client, replace(client, email="other@vector.example")],
        [],
    ):
        with pytest.raises((BadInput, NoRecipients)):
            send(installation, contract, wrong)
    assert story.state_of(installation, contract) == "approved"


def test_nobody_but_our_signatory_signs_for_us(installation: Installation, deal_id: str) -> None:
    contract = story.approved_contract(installation, deal_id)
    ours, client = usual(installation, contract)
    for email in ("manager@polaris.example", "thief@elsewhere.example"):
        with pytest.raises(BadInput, match="директор"):
            send(installation, contract, [replace(ours, email=email), client])
    send(installation, contract, [replace(ours, name="Кто-то Другой", position="Царь"), client])
    with installation.tools.read() as session:
        kept = session.scalars(select(Dispatch)).unique().one().recipients[0]
        assert (kept.name, kept.position) == ("Соколов Андрей Викторович", "Генеральный директор")


@pytest.mark.parametrize(
    "address", ["ivanov@vector..example", "иванов", "a@b\r\nBcc: c@d.example", "", " @x.example"]
)
def test_an_address_that_cannot_be_one_is_refused_before_anything_is_sent(
    installation: Installation, deal_id: str, address: str
) -> None:
    contract = story.approved_contract(installation, deal_id)
    ours, client = usual(installation, contract)
    with pytest.raises(BadInput, match="почты"):
        send(installation, contract, [ours, replace(client, email=address)])


FIXED: list[Mapping[str, str]] = [
    {"document.number": "СЧ-2026-9999"},
    {"document.date": "2020-01-01"},
    {"seller.account": "40702810000000666666"},
    {"deal.prices": "net"},
    {"deal.currency": "USD"},
    {"deal.amount": "1.00"},
    {"deal.products": "x"},
    {"basis.number": "1"},
    {"user.name": "x"},
    {"company": "x"},
    {"company.a.b": "x"},
]


@pytest.mark.parametrize("filled", FIXED, ids=lambda filled: next(iter(filled)))
def test_a_form_field_cannot_rewrite_our_side_or_the_money(
    installation: Installation, deal_id: str, filled: Mapping[str, str]
) -> None:
    with pytest.raises(BadInput), installation.tools.work() as work:
        create_document(work, deal_id, actor=installation.people["manager"], kind=Kind.QUOTE, filled=filled)


@EACH
def test_a_refused_draft_gives_its_number_back(installation: Installation, deal_id: str) -> None:
    with pytest.raises(BadInput), installation.tools.work() as work:
        create_document(
            work, deal_id, actor=installation.people["manager"], kind=Kind.QUOTE, filled={"seller.inn": "1"}
        )
    quote = story.make(installation, deal_id, Kind.QUOTE)
    with installation.tools.read() as session:
        assert story.version_of(installation, quote).label == "1.0"
        body = entries_of(session, quote)[0].body.decode()
    assert "-0001" in body


@EACH
def test_what_is_in_the_trash_is_out_of_reach_until_restored(
    installation: Installation, deal_id: str
) -> None:
    manager = installation.people["manager"]
    quote = story.make(installation, deal_id, Kind.QUOTE)
    with installation.tools.work() as work:
        trash_document(work, quote, actor=manager)
    with pytest.raises(NotFound), installation.tools.work() as work:
        submit_document(work, quote, actor=manager)
    with installation.tools.work() as work:
        restore_document(work, quote, actor=manager)
    story.submit(installation, quote)
    assert story.state_of(installation, quote) == "approved"


def test_a_draft_that_others_have_seen_cannot_be_trashed(installation: Installation, deal_id: str) -> None:
    manager = installation.people["manager"]
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    story.submit(installation, contract)
    with installation.tools.work() as work:
        withdraw_document(work, contract, actor=manager, reason="Ошибка")
    with installation.tools.work() as work:
        revise_document(work, contract, actor=manager, comment="Исправлено")
    with pytest.raises(WrongMove), installation.tools.work() as work:
        trash_document(work, contract, actor=manager)


def test_another_clients_document_is_no_basis(installation: Installation, deal_id: str) -> None:
    other = DEAL | {
        "external_id": "777",
        "company": {**DEAL["company"], "name": "ООО «Чужой»", "inn": "7707083893"},
    }  # type: ignore[dict-item]
    with installation.tools.work() as work:
        deal = read_deal(json.dumps(other, ensure_ascii=False).encode())
        other_id = upsert_deal(work, deal, actor=installation.people["manager"]).id
    contract = story.approved_contract(installation, deal_id)
    with pytest.raises(BadInput, match="основанием"):
        story.start(installation, other_id, Kind.INVOICE, basis_id=contract)


@EACH
def test_an_old_promise_does_not_touch_a_newer_sending(installation: Installation, deal_id: str) -> None:
    manager = installation.people["manager"]
    quote = story.make(installation, deal_id, Kind.QUOTE)
    story.submit(installation, quote)
    story.send_only(installation, quote)
    with installation.tools.read() as session:
        old = session.scalars(select(OutboxMessage).where(OutboxMessage.name == "prepare")).one().payload
    with installation.tools.work() as work:
        withdraw_document(work, quote, actor=manager, reason="Ошибка в цене")
    with installation.tools.work() as work:
        revise_document(work, quote, actor=manager, comment="Цена исправлена")
    installation.run_jobs()
    story.submit(installation, quote)
    story.send_only(installation, quote)
    assert run_job(installation.tools, "prepare", old) == ""
    assert story.state_of(installation, quote) == "preparing"
    installation.run_jobs()
    assert story.state_of(installation, quote) == "sent"
    story.accept(installation, quote, "ivanov@vector.example")
    assert story.state_of(installation, quote) == "archived"


@EACH
def test_a_sending_whose_end_passed_while_the_server_was_away_expires(
    installation: Installation, deal_id: str
) -> None:
    quote = story.make(installation, deal_id, Kind.QUOTE)
    story.submit(installation, quote)
    story.send_only(installation, quote)
    installation.clock.ahead = timedelta(days=30)
    with installation.tools.read() as session:
        payload = session.scalars(select(OutboxMessage).where(OutboxMessage.name == "expire")).one().payload
    assert run_job(installation.tools, "expire", payload) == ""
    installation.run_jobs()
    assert story.state_of(installation, quote) == "expired"


@EACH
def test_an_address_has_one_spelling_and_the_agreement_is_found(
    installation: Installation, deal_id: str
) -> None:
    contract = story.approved_contract(installation, deal_id)
    ours, client = usual(installation, contract)
    send(installation, contract, [ours, replace(client, email=" Ivanov@Vector.example ")])
    installation.run_jobs()
    story.sign(installation, contract, "director@polaris.example", typed="Соколов А. В.")
    story.sign(installation, contract, "ivanov@vector.example", typed="Иванов И. И.")
    with installation.tools.read() as session:
        emails = set(session.scalars(select(AgreementAcceptance.email)))
    assert emails == {"director@polaris.example", "ivanov@vector.example"}


def test_a_trail_alone_confirms_nobody(installation: Installation, deal_id: str) -> None:
    quote = story.make(installation, deal_id, Kind.QUOTE)
    with installation.tools.read() as session:
        trail = evidence(entries_of(session, quote))
    assert verify_file(trail, roots=[installation.tools.keys.root_pem]).outcome is Outcome.UNCONFIRMED


@pytest.mark.parametrize("comment", ["", "   "])
def test_a_new_version_says_what_changed(installation: Installation, deal_id: str, comment: str) -> None:
    quote = story.make(installation, deal_id, Kind.QUOTE)
    with pytest.raises(CommentRequired), installation.tools.work() as work:
        revise_document(work, quote, actor=installation.people["manager"], comment=comment)


def test_a_document_withdrawn_is_not_sent(installation: Installation, deal_id: str) -> None:
    quote = story.make(installation, deal_id, Kind.QUOTE)
    story.submit(installation, quote)
    with installation.tools.work() as work:
        withdraw_document(work, quote, actor=installation.people["manager"], reason="Не нужно")
    with pytest.raises(DocsvcError):
        story.send(installation, quote)
    assert story.state_of(installation, quote) == "withdrawn"
