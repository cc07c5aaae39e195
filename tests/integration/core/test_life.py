"""The main job without the transport: a quote accepted, a contract signed, an invoice issued."""

from datetime import timedelta

import pytest

from docsvc.actions.issue_document import issue_document
from docsvc.errors import LinkInvalid
from docsvc.jobs.render import render_version
from docsvc.model import ArchiveEntry, Document, Kind, RenderState, Verdict
from docsvc.queries.suggest_recipients import suggest_recipients
from docsvc.queries.trail import verify_trail
from templates import Rendered
from templates.errors import OfficeNotStarted, TooHeavy
from tests.integration.core import story
from tests.integration.core.installation import Installation


def test_a_quote_is_accepted_a_contract_signed_and_an_invoice_issued(
    installation: Installation, deal_id: str
) -> None:
    quote = story.make(installation, deal_id, Kind.QUOTE)
    story.submit(installation, quote)
    assert story.state_of(installation, quote) == "approved"
    story.send(installation, quote)
    story.accept(installation, quote, "ivanov@vector.example")
    assert story.state_of(installation, quote) == "archived"

    contract = story.make(installation, deal_id, Kind.CONTRACT, basis_id=quote)
    story.submit(installation, contract)
    story.decide(installation, contract, "finance")
    story.decide(installation, contract, "lawyer")
    assert story.state_of(installation, contract) == "in_approval"
    story.decide(installation, contract, "director")
    story.send(installation, contract)
    story.sign(installation, contract, "director@polaris.example", typed="Соколов А. В.")
    assert story.state_of(installation, contract) == "sent"
    story.sign(installation, contract, "ivanov@vector.example", typed="Иванов Иван Иванович")
    assert story.state_of(installation, contract) == "archived"

    invoice = story.make(installation, deal_id, Kind.INVOICE, basis_id=contract)
    story.submit(installation, invoice)
    with installation.tools.read() as session:
        receivers = suggest_recipients(session, invoice)
    with installation.tools.work() as work:
        issue_document(work, invoice, actor=installation.people["manager"], recipients=receivers)
    installation.run_jobs()
    assert story.state_of(installation, invoice) == "archived"

    with installation.tools.read() as session:
        report = verify_trail(session)
        assert session.query(ArchiveEntry).count() == 3
    assert not report.broken


def test_a_returned_contract_starts_again_with_its_reason_kept(
    installation: Installation, deal_id: str
) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    story.submit(installation, contract)
    story.decide(installation, contract, "lawyer", Verdict.RETURN, "Уточните пункт 3.2")
    assert story.state_of(installation, contract) == "draft"
    story.submit(installation, contract)
    story.decide(installation, contract, "lawyer")
    story.decide(installation, contract, "finance")
    story.decide(installation, contract, "director")
    assert story.state_of(installation, contract) == "approved"


def test_a_quote_that_is_not_answered_ends_at_its_date(installation: Installation, deal_id: str) -> None:
    quote = story.make(installation, deal_id, Kind.QUOTE)
    story.submit(installation, quote)
    story.send(installation, quote)
    installation.clock.ahead = timedelta(days=16)
    installation.run_jobs()
    assert story.state_of(installation, quote) == "expired"
    with pytest.raises(LinkInvalid):
        story.open_as(installation, quote, "ivanov@vector.example")


def test_a_worker_that_gives_up_late_takes_no_pdf_away_that_another_one_made(
    installation: Installation, deal_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = story.start(installation, deal_id, Kind.QUOTE)
    tools = installation.tools
    with tools.read() as session:
        payload = {"version": session.get_one(Document, quote).version.id}

    def too_late(*_facts: object) -> Rendered:
        monkeypatch.undo()
        render_version(tools, payload)
        raise TooHeavy("прошло 80 с")

    monkeypatch.setattr("docsvc.jobs.render.render_safely", too_late)
    render_version(tools, payload)
    with tools.read() as session:
        version = session.get_one(Document, quote).version
        assert (version.render_state, version.render_error) == (RenderState.DONE.value, "")


def test_a_document_does_not_fail_because_libreoffice_did_not_start(
    installation: Installation, deal_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = story.start(installation, deal_id, Kind.QUOTE)
    with installation.tools.read() as session:
        version = session.get_one(Document, quote).version

    def no_office(*_facts: object) -> Rendered:
        raise OfficeNotStarted

    with monkeypatch.context() as patch:
        patch.setattr("docsvc.jobs.render.render_safely", no_office)
        with pytest.raises(OfficeNotStarted):
            render_version(installation.tools, {"version": version.id})
    installation.run_jobs()
    assert story.state_of(installation, quote) == "draft"
    with installation.tools.read() as session:
        assert session.get_one(Document, quote).version.render_state == RenderState.DONE.value
