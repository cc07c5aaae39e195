"""A draft goes through Word and back on its pages; what is missing is asked in one form beside a preview."""

import hashlib
import io
import json
import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.create_document import create_document
from docsvc.actions.draft import Wish
from docsvc.actions.promise_to_forget import pending_owner
from docsvc.actions.publish_template import publish_template
from docsvc.actions.template_file import Named, read_template
from docsvc.actions.upload_template import upload_template
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.jobs import run_job
from docsvc.model import Document, Kind, OutboxMessage, TemplateVersion
from docsvc.model.deal_input import DealInput
from docsvc.queries.kept_files import kept_files
from docsvc.work import SYSTEM, utc_now
from tests.integration.documents.word import CONTRACT, edited, tracked, without, word_file
from tests.integration.web.persons import DEAL, Browse, Browser, House, render

COMMENT = "Клиент просит скидку"
DIGEST = re.compile(r'name="sha256" value="([0-9a-f]{64})"')


@pytest.fixture
def word_draft(house: House) -> tuple[str, bytes]:
    """A contract made of a Word template, and its Word file."""
    lawyer, manager = house.actor("lawyer"), house.actor("manager")
    named = Named(kind="contract", language="ru", title="Договор в Word")
    source = read_template("договор.docx", word_file(*CONTRACT), named=named)
    with house.tools.work() as work:
        version_id = upload_template(work, source, actor=lawyer)
    with house.tools.work() as work:
        publish_template(work, version_id, actor=lawyer, note="Первая", reason="в тесте")
        template_id = work.get(TemplateVersion, version_id).template_id
    with house.tools.work() as work:
        wish = Wish(template_id=template_id)
        document = create_document(work, house.deal, actor=manager, kind=Kind.CONTRACT, wish=wish)
    render(house.tools)
    with house.tools.read() as session:
        docx = session.get_one(Document, document).version.docx_blob
    assert docx
    return document, house.tools.blobs.get(docx)


def upload(browser: Browser, document: str, docx: bytes, *, comment: str = COMMENT) -> tuple[int, str]:
    answer = browser.post(
        f"/documents/{document}/edit", file=(io.BytesIO(docx), "правка.docx"), comment=comment
    )
    return answer.status_code, answer.text


def label_of(house: House, document: str) -> str:
    with house.tools.read() as session:
        return session.get_one(Document, document).version.label


@pytest.mark.needs("soffice")
def test_an_edit_is_shown_confirmed_and_becomes_a_version(
    house: House, browse: Browse, word_draft: tuple[str, bytes]
) -> None:
    document, docx = word_draft
    manager = browse("manager")
    assert "Поправить в Word" in manager.get(f"/documents/{document}").text
    assert manager.get(f"/documents/{document}/files/docx?download=1").data == docx
    status, page = upload(
        manager, document, edited(docx, {"1\u00a0234\u00a0567,89": "1\u00a0000\u00a0000,00"})
    )
    assert status == 200
    assert "1 234 567,89" in page.replace("\u00a0", " ")
    assert "Подтверждаю" in page
    digest = DIGEST.search(page)
    assert digest
    form = {"sha256": digest[1], "comment": COMMENT, "now.deal.amount": "1 000 000,00"}
    refused = manager.post(f"/documents/{document}/edit/confirm", **form)
    assert refused.status_code == 422
    assert "Подтвердите каждое изменение: Сумма" in refused.text
    assert label_of(house, document) == "1.0"
    done = manager.post(f"/documents/{document}/edit/confirm", **form, **{"confirm.deal.amount": "on"})
    assert done.status_code == 303
    assert label_of(house, document) == "1.1"
    render(house.tools)
    changes = manager.get(f"/documents/{document}/changes").text
    assert "<del>" in changes
    assert "правка в Word" in manager.get(f"/documents/{document}").text
    redline = manager.get(f"/documents/{document}/changes.docx")
    assert redline.status_code == 200
    assert redline.data.startswith(b"PK")


@pytest.mark.needs("soffice")
def test_a_refused_file_is_told_with_every_reason_and_nothing_is_kept(
    house: House, browse: Browse, word_draft: tuple[str, bytes]
) -> None:
    document, docx = word_draft
    manager = browse("manager")
    broken = edited(without(docx, "Кузнецова Ольга"), {"3.3. Оплата": "{DEAL.DEADLINE} Оплата"})
    for file, words in (
        (broken, "Пропало место подписи клиента"),
        (b"junk", "не принят"),
        (docx, "не отличается"),
    ):
        status, page = upload(manager, document, file)
        assert status == 422
        assert words in page
        assert COMMENT in page
    assert upload(manager, document, docx, comment="")[0] == 422
    assert label_of(house, document) == "1.0"


@pytest.mark.needs("soffice")
def test_a_file_of_another_document_is_called_so(
    house: House, browse: Browse, word_draft: tuple[str, bytes]
) -> None:
    document, docx = word_draft
    with house.tools.work() as work:
        other = create_document(work, house.deal, actor=house.actor("manager"), kind=Kind.NDA)
        mine, foreign = work.document(document).number, work.document(other).number
    status, page = upload(browse("manager"), document, edited(docx, {mine: foreign}))
    assert status == 200
    assert "файл другого документа" in page
    assert f'href="/documents/{other}"' in page
    status, page = upload(browse("manager"), document, edited(docx, {mine: "77"}))
    assert status == 200
    assert "файл другого документа" not in page


@pytest.mark.needs("soffice")
def test_tracked_changes_wait_for_a_decision(
    house: House, browse: Browse, word_draft: tuple[str, bytes]
) -> None:
    document, docx = word_draft
    manager = browse("manager")
    _status, page = upload(manager, document, tracked(docx, " (проект)", author="Юрист клиента"))
    assert "Юрист клиента" in page
    digest = DIGEST.search(page)
    assert digest
    form = {"sha256": digest[1], "comment": COMMENT}
    assert manager.post(f"/documents/{document}/edit/confirm", **form).status_code == 422
    assert manager.post(f"/documents/{document}/edit/confirm", **form, accept="on").status_code == 303


@pytest.mark.needs("soffice")
def test_a_file_that_was_never_uploaded_cannot_be_confirmed(
    browse: Browse, word_draft: tuple[str, bytes]
) -> None:
    document, _docx = word_draft
    for digest in ("0" * 64, "../../x", ""):
        answer = browse("manager").post(f"/documents/{document}/edit/confirm", sha256=digest, comment=COMMENT)
        assert answer.status_code == 404


@pytest.mark.needs("soffice")
def test_an_edit_that_nobody_confirms_is_gone_in_two_days_and_nothing_else_with_it(
    house: House, browse: Browse, word_draft: tuple[str, bytes]
) -> None:
    document, docx = word_draft
    changed = edited(docx, {"1\u00a0234\u00a0567,89": "2\u00a0000,00"})
    digest = hashlib.sha256(changed).hexdigest()
    with house.tools.read() as session:
        kept = [file.address for file in kept_files(session)]

    def uploaded(now: datetime) -> str:
        """Upload it at that time; return what removes it."""
        house.tools.clock = lambda: now
        assert upload(browse("manager"), document, changed)[0] == 200
        owner = pending_owner(document, now.date())
        with house.tools.read() as session:
            row = session.scalars(select(OutboxMessage).where(OutboxMessage.key.endswith(owner))).one()
        assert timedelta(days=1) <= row.due_at - now <= timedelta(days=2)
        return owner

    clock, today = house.tools.clock, utc_now()
    try:
        first = uploaded(today)
        second = uploaded(today + timedelta(days=2))  # just when the first is removed
        for _ in range(2):
            run_job(house.tools, "forget_edit", {"owner": first})
            assert not house.tools.blobs.exists(f"{first}/{digest}")
            assert house.tools.blobs.exists(f"{second}/{digest}")
        form = {"sha256": digest, "comment": COMMENT, "now.deal.amount": "2 000,00"}
        done = browse("manager").post(
            f"/documents/{document}/edit/confirm", **form, **{"confirm.deal.amount": "on"}
        )
    finally:
        house.tools.clock = clock
    assert done.status_code == 303
    run_job(house.tools, "forget_edit", {"owner": second})
    assert run_job(house.tools, "forget_edit", {"owner": document}), "of documents nothing is ever removed"
    with house.tools.read() as session:
        version = session.get_one(Document, document).version
    assert all(house.tools.blobs.exists(address) for address in (*kept, version.docx_blob or ""))


@pytest.mark.needs("soffice")
def test_a_store_that_takes_nothing_and_a_file_that_is_lost_are_told_in_words(
    house: House, browse: Browse, word_draft: tuple[str, bytes]
) -> None:
    (document, docx), blobs, manager = word_draft, house.tools.blobs, browse("manager")
    assert blobs.folder is not None
    incoming = blobs.folder / ".incoming"
    incoming.rename(incoming.with_suffix(".away"))
    incoming.touch()
    status, page = upload(manager, document, edited(docx, {"1\u00a0234\u00a0567,89": "3\u00a0000,00"}))
    incoming.unlink()
    incoming.with_suffix(".away").rename(incoming)
    assert (status, "Хранилище файлов сейчас не отвечает или заполнено" in page) == (503, True)
    with house.tools.read() as session:
        address = session.get_one(Document, document).version.docx_blob or ""
    (blobs.folder / blobs.place(address)).unlink()
    lost = manager.get(f"/documents/{document}/files/docx?download=1")
    assert (lost.status_code, "пропал или повреждён" in lost.text) == (500, True)


@pytest.fixture
def bare_deal(house: House) -> str:
    """A deal whose client has neither an ИНН nor a contact with a name worth printing."""
    about = json.loads(json.dumps(DEAL)) | {"external_id": "bare", "contact": None}
    about["company"] |= {"external_id": "bare", "inn": "", "kpp": "", "name": "ООО «Новый»"}
    with house.tools.work() as work:
        return upsert_deal(work, DealInput.model_validate(about), actor=SYSTEM).id


def test_everything_that_is_missing_is_asked_at_once_beside_a_preview(
    house: House, browse: Browse, bare_deal: str
) -> None:
    manager = browse("manager")
    asked = manager.post(f"/deals/{bare_deal}/documents/quote")
    assert asked.status_code == 422
    names = set(re.findall(r'name="fill\.([\w.]+)"', asked.text))
    assert names == {"company.inn", "contact.name"}
    seen = manager.post(f"/deals/{bare_deal}/documents/quote/preview", **{"fill.company.inn": "7728168971"})
    assert seen.mimetype == "application/pdf"
    assert seen.data.startswith(b"%PDF")
    with house.tools.read() as session:
        before = session.scalars(select(Document.id)).all()
    filled = {"fill.company.inn": "7728168971", "fill.contact.name": "Пётр", "asked": "1"}
    assert manager.post(f"/deals/{bare_deal}/documents/quote", **filled).status_code == 303
    with house.tools.read() as session:
        assert len(session.scalars(select(Document.id)).all()) == len(before) + 1


@pytest.mark.needs("soffice")
def test_a_preview_of_a_word_template_marks_the_gaps(
    browse: Browse, bare_deal: str, word_draft: tuple[str, bytes]
) -> None:
    seen = browse("manager").post(f"/deals/{bare_deal}/documents/contract/preview")
    assert seen.mimetype == "text/html"
    assert "<mark>[ИНН клиента]</mark>" in seen.text


def test_a_template_of_a_kind_can_be_chosen_by_hand(house: House, browse: Browse) -> None:
    manager = browse("manager")
    page = manager.get(f"/deals/{house.deal}").text
    choices = re.findall(r'name="template" value="([0-9a-f-]{36})"', page)
    assert choices
    answer = manager.post(f"/deals/{house.deal}/documents/invoice", template=choices[0])
    assert answer.status_code in {303, 404}  # found only where it is a template of this kind
