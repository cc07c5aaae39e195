"""Questions, files and changed data on the pages of the staff."""

import io
import re

from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model import Document, Remark, Verdict
from docsvc.model.deal_input import DealInput
from docsvc.queries.remarks import remarks
from docsvc.work import SYSTEM
from tests.integration.web.persons import DEAL, Browse, House

DIGEST = re.compile(r'name="accept_digest" value="([0-9a-f]{64})"')
ACCOUNT = "40702810401300099999"


def approve(house: House) -> None:
    """Let the lawyer approve what was asked of them."""
    with house.tools.work() as work:
        seen = work.document(house.asked).version.rendered_sha256 or ""
        decide_on_document(
            work, house.asked, actor=house.actor("lawyer"), verdict=Verdict.APPROVE, seen_sha256=seen
        )


def change_account(house: House) -> None:
    """Let the CRM send another bank account of the client."""
    changed = DEAL | {"company": DEAL["company"] | {"account": ACCOUNT}}  # type: ignore[operator]
    with house.tools.work() as work:
        upsert_deal(work, DealInput.model_validate(changed), actor=SYSTEM)


def state_of(house: House) -> str:
    with house.tools.read() as session:
        return session.get_one(Document, house.asked).state


def test_a_question_is_asked_and_answered_on_the_page(house: House, browse: Browse) -> None:
    address = f"/documents/{house.asked}/questions"
    asked = browse("lawyer").post(
        address, to=house.actor("manager").id, text="Откуда <b>аванс</b>?", page="1"
    )
    assert asked.status_code == 303
    assert asked.headers["Location"].endswith(f"/documents/{house.asked}#talk")
    with house.tools.read() as session:
        (question,) = remarks(session, house.asked)
    answered = browse("manager").post(f"{address}/{question.id}/answer", text="Так в письме клиента")
    assert answered.status_code == 303
    page = browse("lawyer").get(f"/documents/{house.asked}").text
    assert "Откуда &lt;b&gt;аванс&lt;/b&gt;?" in page
    assert "Так в письме клиента" in page


def test_a_question_without_words_gives_back_what_was_typed(house: House, browse: Browse) -> None:
    refused = browse("lawyer").post(f"/documents/{house.asked}/comments", text="Пункт 5", page="99")
    assert refused.status_code == 422
    assert "Пункт 5" in refused.text


def test_somebody_elses_remark_cannot_be_answered_through_another_document(
    house: House, browse: Browse
) -> None:
    browse("lawyer").post(
        f"/documents/{house.asked}/questions", to=house.actor("manager").id, text="Откуда аванс?"
    )
    with house.tools.read() as session:
        (question,) = remarks(session, house.asked)
    refused = browse("outsider").post(
        f"/documents/{house.draft}/questions/{question.id}/answer", text="Не знаю"
    )
    assert refused.status_code == 404
    with house.tools.read() as session:
        assert session.query(Remark).count() == 1


def test_a_file_is_a_download_whatever_it_holds(house: House, browse: Browse) -> None:
    manager = browse("manager")
    address = f"/documents/{house.draft}/attachments"
    page = (io.BytesIO(b"<script>alert(1)</script>"), "страница.html")
    assert manager.post(address, files=page).status_code == 303
    shown = manager.get(f"/documents/{house.draft}").text
    found = re.findall(rf'"({address}/[^"/]+)"', shown)
    assert len(found) == 2
    answer = manager.get(found[-1])
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.mimetype == "text/plain"
    assert browse("outsider").get(found[-1]).status_code == 404
    assert manager.post(f"{found[-1]}/remove").status_code == 303
    assert manager.get(found[-1]).status_code == 404


def test_a_program_is_no_attachment(house: House, browse: Browse) -> None:
    refused = browse("manager").post(
        f"/documents/{house.draft}/attachments", files=(io.BytesIO(b"MZ\x90\x00"), "счёт.pdf")
    )
    assert refused.status_code == 422
    assert "счёт.pdf" in refused.text


def test_a_document_that_drifted_goes_out_only_with_a_reason(house: House, browse: Browse) -> None:
    approve(house)
    change_account(house)
    manager = browse("manager")
    form = manager.get(f"/documents/{house.asked}/send").text
    assert ACCOUNT in form
    digest = DIGEST.search(form)
    assert digest
    fields = {
        "name": "Кузнецова Ольга",
        "email": "client@client.ru",
        "act": "sign",
        "order": "2",
        "party": "client",
        "position": "Генеральный директор",
        "organisation": "ООО",
        "authority": "Устава",
    }
    refused = manager.post(f"/documents/{house.asked}/send", **fields, accept_digest=digest[1])
    assert refused.status_code in {409, 422}
    assert state_of(house) == "approved"
    assert "client@client.ru" in refused.text
