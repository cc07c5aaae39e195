"""A PDF that was made elsewhere as a document: ours, or received and signed by us."""

import json

import pytest

from docsvc.actions.place_fields import place_fields
from docsvc.actions.replace_pdf import replace_pdf
from docsvc.actions.revise_document import revise_document
from docsvc.actions.submit_document import submit_document
from docsvc.actions.upload_pdf import upload_pdf
from docsvc.errors import (
    BadInput,
    CommentRequired,
    Forbidden,
    MadeElsewhere,
    NotFound,
    PdfRefused,
    PlacesSettled,
    StalePage,
)
from docsvc.model import Deal, Document, Origin, State
from docsvc.model.incoming import Incoming, take
from docsvc.model.upload_input import UploadInput
from docsvc.queries.compare import compared, version_pair
from docsvc.queries.document import one_document
from tests.integration.core.installation import Installation
from tests.integration.uploads.conftest import said
from tests.unit.incoming.hostile import bomb, mended, page, scripted

SIGN_HERE = {"party": "client", "page": 0, "box": [60, 60, 270, 130], "kind": "signature"}


def upload(office: Installation, incoming: Incoming, given: UploadInput, *, who: str = "manager") -> str:
    with office.tools.work() as work:
        return upload_pdf(work, incoming, actor=office.people[who], upload=given)


def row(office: Installation, document_id: str) -> Document:
    with office.tools.read() as session:
        found = session.get_one(Document, document_id)
        assert found.deal.company
        assert found.versions
        return found


def put(office: Installation, document_id: str, *places: object, version_id: str = "") -> int:
    with office.tools.work() as work:
        return place_fields(
            work, document_id, list(places), actor=office.people["manager"], version_id=version_id
        )


def test_an_uploaded_pdf_is_a_draft_with_a_number_of_ours(office: Installation, incoming: Incoming) -> None:
    document = row(office, upload(office, incoming, said(title="Поставка", amount="150000.50")))
    assert document.state == State.DRAFT
    assert document.number.startswith("Д-")
    assert document.amount_minor == 15_000_050
    assert document.version.origin == Origin.UPLOADED
    assert document.version.pages == 1
    assert document.deal.source == "upload"
    assert document.company_name == "АО «Вектор Логистика»"


def test_the_content_is_what_the_gate_made_and_nothing_is_rendered(
    office: Installation, incoming: Incoming
) -> None:
    document = row(office, upload(office, incoming, said()))
    office.run_jobs()
    assert office.tools.blobs.get(document.version.rendered_blob or "") == incoming.pdf
    assert row(office, document.id).version.rendered_sha256 == document.version.rendered_sha256


def test_what_was_received_keeps_the_number_of_the_other_side(
    office: Installation, incoming: Incoming
) -> None:
    given = said(received=True, number="77/2026-К", date="2026-11-03")
    document = row(office, upload(office, incoming, given))
    assert document.number == "77/2026-К"
    assert document.date.isoformat() == "2026-11-03"
    assert document.version.origin == Origin.RECEIVED


def test_two_clients_may_number_theirs_alike_and_one_may_not_twice(
    office: Installation, incoming: Incoming
) -> None:
    upload(office, incoming, said(received=True, number="1"))
    other = said(received=True, number="1", company="ООО «Ромашка»", inn="7707083893")
    assert row(office, upload(office, incoming, other)).number == "1 (ООО «Ромашка»)"
    with pytest.raises(BadInput, match="уже есть"):
        upload(office, incoming, other)


def test_a_chosen_deal_is_the_documents(office: Installation, incoming: Incoming, deal_id: str) -> None:
    document = row(office, upload(office, incoming, UploadInput(kind="contract", deal_id=deal_id)))
    assert document.deal_id == deal_id
    assert document.amount_minor > 0


def test_a_known_client_is_not_made_again(office: Installation, incoming: Incoming, deal_id: str) -> None:
    document = row(office, upload(office, incoming, said()))
    with office.tools.read() as session:
        assert session.get_one(Deal, deal_id).company_id == document.deal.company_id


def test_somebody_elses_deal_does_not_exist(office: Installation, incoming: Incoming, deal_id: str) -> None:
    with pytest.raises(NotFound):
        upload(office, incoming, UploadInput(kind="contract", deal_id=deal_id), who="outsider")


def test_who_makes_no_documents_uploads_none(office: Installation, incoming: Incoming) -> None:
    with pytest.raises(Forbidden):
        upload(office, incoming, said(), who="accountant")


def test_a_document_is_with_somebody(office: Installation, incoming: Incoming) -> None:
    with pytest.raises(BadInput, match="с кем документ"):
        upload(office, incoming, UploadInput(kind="contract"))


def test_what_the_gate_changed_is_kept_with_the_document(office: Installation) -> None:
    document_id = upload(office, take(mended(scripted)), said())
    facts = json.loads(office.tools.blobs.get(row(office, document_id).version.facts_blob))
    assert facts["upload"]["changes"] == ["scripts"]
    with office.tools.read() as session:
        first = one_document(session, office.people["manager"], document_id).history[-1]
    assert first.kind == "document.uploaded"
    assert first.details["changes"] == ["scripts"]


def test_the_gate_runs_in_a_child_and_says_why() -> None:
    with pytest.raises(PdfRefused, match="распаковывается"):
        take(mended(bomb()))


def test_the_next_version_is_another_pdf(office: Installation, incoming: Incoming) -> None:
    document_id = upload(office, incoming, said(amount="100"))
    put(office, document_id, SIGN_HERE)
    with office.tools.work() as work:
        replace_pdf(
            work,
            document_id,
            take(page("Договор поставки № 8")),
            actor=office.people["manager"],
            comment="Номер исправлен",
            amount="200",
        )
    document = row(office, document_id)
    assert document.version.label == "1.1"
    assert document.amount_minor == 20_000
    assert [place["party"] for place in document.version.places] == ["client"]
    with office.tools.read() as session:
        pair = version_pair(session, office.tools.blobs, office.people["manager"], document_id)
    changed = [each for each in compared(office.tools.blobs, pair) if each.sign != "same"]
    assert "8" in changed[0].new_text


def test_a_new_version_says_why(office: Installation, incoming: Incoming) -> None:
    document_id = upload(office, incoming, said())
    with pytest.raises(CommentRequired), office.tools.work() as work:
        replace_pdf(work, document_id, incoming, actor=office.people["manager"], comment=" ")


def test_it_cannot_be_made_anew_from_the_deal(office: Installation, incoming: Incoming) -> None:
    document_id = upload(office, incoming, said())
    with pytest.raises(MadeElsewhere), office.tools.work() as work:
        revise_document(work, document_id, actor=office.people["manager"], comment="Ещё раз")


def test_it_goes_through_approval_like_any_other(office: Installation, incoming: Incoming) -> None:
    document_id = upload(office, incoming, said(received=True, number="А-15", amount="5000"))
    with office.tools.work() as work:
        submit_document(work, document_id, actor=office.people["manager"])
    assert row(office, document_id).state == State.IN_APPROVAL
    with pytest.raises(PlacesSettled):
        put(office, document_id, SIGN_HERE)


def test_fields_are_named_and_kept_in_the_history(office: Installation, incoming: Incoming) -> None:
    document_id = upload(office, incoming, said())
    date = {"party": "client", "page": 0, "box": [300, 60, 380, 80], "kind": "date", "label": "Дата"}
    ours = {**SIGN_HERE, "party": "seller", "box": [60, 160, 270, 230]}
    assert put(office, document_id, SIGN_HERE, date, {**date, "box": [300, 90, 380, 110]}, ours) == 4
    names = [place["name"] for place in row(office, document_id).version.places]
    assert names == ["client", "client.date1", "client.date2", "seller"]
    with office.tools.read() as session:
        history = one_document(session, office.people["manager"], document_id).history
    assert history[0].kind == "document.places_set"


def test_a_second_place_of_a_party_is_for_a_second_signer(office: Installation, incoming: Incoming) -> None:
    document_id = upload(office, incoming, said())
    put(office, document_id, SIGN_HERE, {**SIGN_HERE, "box": [300, 60, 510, 130]})
    assert [place["party"] for place in row(office, document_id).version.places] == ["client", "client2"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": 1},
        {"page": True},
        {"party": "Client"},
        {"kind": "tattoo"},
        {"box": [0, 0, 10, 5]},
        {"box": [500, 60, 700, 130]},
        {"box": [float("nan"), 0, 100, 100]},
        {"box": "0 0 1 1"},
        {"kind": "date", "box": [0, 0, 100, 20]},
    ],
)
def test_a_field_that_cannot_be_is_refused(
    office: Installation, incoming: Incoming, wrong: dict[str, object]
) -> None:
    document_id = upload(office, incoming, said())
    with pytest.raises(BadInput):
        put(office, document_id, SIGN_HERE | wrong)
    assert not row(office, document_id).version.places


def test_fields_of_another_version_are_not_put(office: Installation, incoming: Incoming) -> None:
    document_id = upload(office, incoming, said())
    with pytest.raises(StalePage):
        put(office, document_id, SIGN_HERE, version_id="other")
