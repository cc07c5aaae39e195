"""The consents of a natural person: offered where they apply, kept with their words, never by a company."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from docsvc.actions.enter import Visit, actor_of
from docsvc.actions.keep_consents import CONSENT_TEXTS, keep_consents
from docsvc.actions.sign_document import sign_document
from docsvc.errors import StalePage
from docsvc.model import Consent, Document, LegalEntity, Recipient
from docsvc.queries.consents import TITLES, offered_consents
from docsvc.work import Work
from templates import library
from tests.integration.core import story
from tests.integration.core.installation import Installation

CLIENT = "ivanov@vector.example"
SELLER = {
    "full_name": "Общество с ограниченной ответственностью «Полярная звезда»",
    "name": "ООО «Полярная звезда»",
    "inn": "7707083893",
    "address": "Москва",
    "email": "office@polaris.example",
}


@pytest.fixture(scope="module")
def document_id(installation: Installation, deal_id: str) -> str:
    with installation.tools.work() as work:
        entity = work.session.scalars(select(LegalEntity)).first()
        assert entity
        entity.details = entity.details | {"data_transfer_to": "Почте России — чтобы она доставляла письма"}
    made = story.approved_contract(installation, deal_id)
    story.send(installation, made)
    story.sign(installation, made, "director@polaris.example", typed="Соколов Андрей Викторович")
    return made


def seat_of(work: Work, document_id: str, *, individual: bool) -> Visit:
    document = work.get(Document, document_id)
    rows = work.session.scalars(select(Recipient).where(Recipient.email == CLIENT)).unique()
    recipient = next(
        row for row in rows if document_id in {each.document_id for each in row.dispatch.documents}
    )
    recipient.individual = individual
    actor = actor_of(recipient, **story.HERE)
    return Visit(recipient, recipient.dispatch, document, document.version, "", actor)


def kept(installation: Installation) -> list[str]:
    with installation.tools.read() as session:
        return list(session.scalars(select(Consent.kind).order_by(Consent.id)))


def test_only_what_the_company_says_is_asked_for() -> None:
    facts = {"seller": SELLER}
    assert [each.kind for each in offered_consents(facts, language="ru")] == ["consent-data"]
    told = SELLER | {"data_transfer_to": "Почте — для писем", "marketing_about": "О новостях"}
    assert {each.kind for each in offered_consents({"seller": told}, language="ru")} == set(TITLES)
    assert offered_consents({"seller": {"name": "ООО"}}, language="ru") == ()


def test_each_consent_is_a_text_of_its_own_in_the_readers_language() -> None:
    [russian] = offered_consents({"seller": SELLER}, language="ru")
    [english] = offered_consents({"seller": SELLER}, language="en")
    assert russian.sha256 != english.sha256
    assert "Я даю" in russian.html
    assert "I consent" in english.html
    assert offered_consents({"seller": SELLER}, language="de") == (russian,)
    assert {each.kind for each in library() if each.kind.startswith("consent-")} == set(TITLES)


def test_what_was_ticked_is_kept_with_its_words_and_recorded(
    installation: Installation, document_id: str
) -> None:
    with installation.tools.work() as work:
        visit = seat_of(work, document_id, individual=True)
        keep_consents(work, visit, ["consent-data", "consent-data"])
        assert work.recorded == ["consent.given"]
        row = work.session.scalars(select(Consent).order_by(Consent.id.desc())).first()
        assert row
        text = work.blobs.get(f"{CONSENT_TEXTS}/{row.sha256}").decode()
    assert (row.email, row.text) == (CLIENT, "Согласие на обработку персональных данных")
    assert "Полярная звезда" in text


def test_a_text_that_is_another_by_now_is_not_agreed_to(installation: Installation, document_id: str) -> None:
    before = kept(installation)
    for given in (f"consent-data:{'0' * 64}", "consent-marketing", "anything", ""):
        with pytest.raises(StalePage), installation.tools.work() as work:
            keep_consents(work, seat_of(work, document_id, individual=True), [given])
    assert kept(installation) == before


def test_who_acts_for_a_company_is_asked_for_none(installation: Installation, document_id: str) -> None:
    before = kept(installation)
    with installation.tools.work() as work:
        keep_consents(work, seat_of(work, document_id, individual=False), ["consent-data"])
    assert kept(installation) == before


def test_a_consent_ticked_on_the_page_comes_with_the_signature(
    installation: Installation, document_id: str
) -> None:
    opened = story.open_as(installation, document_id, CLIENT)
    code = story.ask_code(installation, opened, document_id)
    will = replace(
        story.will_of(installation, document_id, typed="Иванов Иван Иванович", code=code),
        consents=("consent-transfer",),
    )
    with installation.tools.work() as work:
        seat_of(work, document_id, individual=True)
        sign_document(work, opened.session_token, document_id=document_id, will=will, **story.HERE)
    assert kept(installation)[-1] == "consent-transfer"
