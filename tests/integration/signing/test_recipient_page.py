"""The recipient's page in its less usual forms: fields, drafts, the access code, changes, the first page."""

from typing import Any

import pytest
import weasyprint

from docsvc.jobs.first_page import first_page
from docsvc.model import Act, DocumentVersion, Kind, Recipient, SigningSession
from docsvc.model.access_codes import access_hash
from docsvc.tools import Tools
from tests.integration.databases import address
from tests.integration.signing.browser import Browser
from tests.integration.signing.sending import BUYER, CLIENT, Asked, Sent, put_sent
from tests.integration.signing.visits import FACTS, NAME, form_of_another, kinds, rows, state

PICTURE = b"RIFF\x00\x00\x00\x00WEBPVP8L"
READER = Asked("Козлова Ксения Игоревна", "books@vector.example", Act.COPY)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Pages read alike from both databases: SQLite is enough here."""
    return address(request)


def add_fields(tools: Tools, sent: Sent, *, required: bool = True) -> None:
    """Give the client a text to fill in, and a tick that may stay empty."""
    base: dict[str, Any] = {"party": "client", "page": 0, "box": [10, 60, 90, 80]}
    with tools.work() as work:
        version = work.get(DocumentVersion, sent.version_id)
        version.places = [
            *version.places,
            base | {"name": "client.contact", "kind": "text", "label": "Ответственный", "required": required},
            base | {"name": "client.date", "kind": "date", "label": "Дата", "required": True},
            base | {"name": "client.paper", "kind": "checkbox", "label": "Бумага", "required": False},
        ]


def lock(tools: Tools, sent: Sent, code: str) -> None:
    with tools.work() as work:
        recipient_id = sent.recipients[CLIENT.email]
        hashed = access_hash(work.secrets.codes, recipient_id, code)
        work.get(Recipient, recipient_id).access_hash = hashed


def filled(browser: Browser, sent: Sent) -> dict[str, str]:
    agreement = browser.agreement(sent.document_id)
    return {"agreement": agreement, "consent": "yes", "typed": NAME}


def test_a_required_field_is_named_before_a_code_is_sent(tools: Tools, client: Browser, sent: Sent) -> None:
    add_fields(tools, sent)
    client.open(sent.links[CLIENT.email])
    answer = client.answer(sent.document_id, "code", **filled(client, sent))
    assert answer.status_code == 422
    assert f'id="v-{sent.document_id}-client-contact-problem"' in answer.text
    assert rows(tools)["SigningCode"] == 0
    key = f"v.{sent.document_id}.client"
    more = {f"{key}.contact": "Петрова Мария", f"{key}.date": "2026-11-22"}
    assert client.answer(sent.document_id, "code", **filled(client, sent), **more).status_code == 200
    assert rows(tools)["SigningCode"] == 1


def test_a_field_that_may_stay_empty_forces_nobody(tools: Tools, client: Browser, sent: Sent) -> None:
    add_fields(tools, sent, required=False)
    client.open(sent.links[CLIENT.email])
    date = {f"v.{sent.document_id}.client.date": "2026-11-22"}
    assert client.answer(sent.document_id, "code", **filled(client, sent), **date).status_code == 200


def test_a_date_is_known_already_and_a_name_is_not_typed_for_anybody(
    tools: Tools, client: Browser, sent: Sent
) -> None:
    add_fields(tools, sent)
    client.open(sent.links[CLIENT.email])
    page = client.page(sent.document_id).text
    with tools.work() as work:
        assert f'value="{work.today.isoformat()}"' in page
    assert f'value="{NAME}"' not in page


def test_what_was_filled_in_is_kept_but_never_a_consent(tools: Tools, client: Browser, sent: Sent) -> None:
    add_fields(tools, sent)
    client.open(sent.links[CLIENT.email])
    typed = {"typed": "Иванов", f"v.{sent.document_id}.client.contact": "Петрова", "code": "123456"}
    path = f"/sign/{sent.document_id}/draft"
    quiet = client.client.post(
        path, data=form_of_another(tools, client) | typed | {"consent": "yes"}, headers={"X-Quiet": "1"}
    )
    assert quiet.status_code == 204
    page = client.page(sent.document_id).text
    assert 'value="Иванов"' in page
    assert 'value="Петрова"' in page
    with tools.read() as session:
        drafts = [each.draft for each in session.query(SigningSession) if each.draft]
    assert [sorted(each) for each in drafts] == [["typed", f"v.{sent.document_id}.client.contact"]]
    told = client.answer(sent.document_id, "draft", **typed)
    assert "Сохранено. Вернитесь по ссылке" in told.text


def test_nothing_is_shown_before_the_access_code(tools: Tools, client: Browser, sent: Sent) -> None:
    lock(tools, sent, "Ромашка 7")
    client.open(sent.links[CLIENT.email])
    page = client.page(sent.document_id)
    assert "Введите код доступа" in page.text
    assert "2 791 795" not in page.text.replace("\xa0", " ")
    assert client.get(f"/sign/{sent.document_id}/file.pdf").status_code == 409
    assert client.get(f"/sign/{sent.document_id}/first.webp").status_code == 404
    wrong = client.answer(sent.document_id, "unlock", access="лютик")
    assert wrong.status_code == 422
    assert "Код доступа не подходит" in wrong.text
    assert client.answer(sent.document_id, "sign", typed=NAME).status_code == 303
    assert client.answer(sent.document_id, "unlock", access="ромашка7").status_code == 303
    assert "Ждём вашей подписи" in client.page(sent.document_id).text


def test_changes_need_words_and_send_the_document_back(tools: Tools, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    assert client.answer(sent.document_id, "changes", changes=" ").status_code == 422
    remark = {"remark_page": "1", "remark_quote": "аванс <b>40 %", "remark_text": "30 %"}
    assert client.answer(sent.document_id, "changes", changes="Аванс меньше", **remark).status_code == 303
    assert state(tools, sent) == "draft"
    assert "Замечания отправлены" in client.page(sent.document_id).text
    assert kinds(tools, sent)[-1] == "recipient.changes_requested"


def test_nobody_hands_on_what_the_sender_did_not_allow(client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    assert "Передать коллеге" not in client.page(sent.document_id).text
    given = {"to_name": "Белов Пётр Ильич", "to_email": "belov@vector.example"}
    assert client.answer(sent.document_id, "delegate", **given).status_code in {403, 409, 422}


def test_the_first_page_is_a_picture_for_its_recipient_alone(
    tools: Tools, client: Browser, other: Browser, sent: Sent
) -> None:
    path = f"/sign/{sent.document_id}/first.webp"
    client.open(sent.links[CLIENT.email])
    assert client.get(path).status_code == 404
    assert "first.webp" not in client.page(sent.document_id).text
    with tools.work() as work:
        blob = work.blobs.put(sent.document_id, PICTURE)
        work.get(DocumentVersion, sent.version_id).picture_blob = blob
    assert "first.webp" in client.page(sent.document_id).text
    shown = client.get(path)
    assert (shown.mimetype, shown.data) == ("image/webp", PICTURE)
    assert shown.headers["Cache-Control"] == "no-store"
    assert other.get(path).status_code == 404


def test_a_drawing_that_is_none_is_refused_in_words(tools: Tools, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    drawn = filled(client, sent) | {"how": "drawn", "typed": ""}
    assert "Распишитесь в рамке" in client.answer(sent.document_id, "code", **drawn).text
    junk = client.answer(sent.document_id, "sign", **drawn, strokes="[1,2", code="123456")
    assert junk.status_code == 422
    assert 'id="strokes-problem"' in junk.text
    assert rows(tools)["Signature"] == 0


def test_a_copy_is_read_and_asks_for_nothing(tools: Tools, client: Browser) -> None:
    sent = put_sent(tools, recipients=(CLIENT, READER), facts=FACTS)
    with tools.work() as work:
        work.get(Recipient, sent.recipients[READER.email]).state = "invited"
    client.open(sent.links[READER.email])
    page = client.page(sent.document_id).text
    assert "Вам — для сведения" in page
    assert "<textarea" not in page
    assert client.get(f"/sign/{sent.document_id}/file.pdf").status_code == 200


def test_an_offer_can_be_sent_back_too(tools: Tools, client: Browser) -> None:
    offer = put_sent(tools, kind=Kind.QUOTE, recipients=(BUYER,), facts=FACTS)
    client.open(offer.links[BUYER.email])
    assert client.answer(offer.document_id, "changes", changes="Дешевле").status_code == 303
    assert state(tools, offer) == "draft"


@pytest.mark.needs("pdftoppm")
def test_the_picture_of_a_page_is_small() -> None:
    page: bytes = weasyprint.HTML(string="<p>Договор</p>").write_pdf()
    picture = first_page(page)
    assert picture
    assert picture[8:12] == b"WEBP"
    assert len(picture) < 30_000
    assert first_page(b"no PDF at all") is None
