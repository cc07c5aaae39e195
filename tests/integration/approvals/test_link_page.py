"""Deciding from a letter in a browser: looking changes nothing, one button lets in, and another decides."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from api.app import create_app
from docsvc.actions.ask_question import ask_question
from docsvc.actions.attach_file import attach_file
from docsvc.actions.submit_document import submit_document
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model import (
    ApprovalStage,
    Attachment,
    AuditEntry,
    Base,
    Decision,
    Document,
    Origin,
    new_id,
)
from docsvc.model.deal_input import read_deal
from tests.integration.approvals import talk
from tests.integration.approvals.by_mail import Phone, follow, hidden, rows, token_for
from tests.integration.approvals.waiting import person, set_route, stage, state, tasks, untouched, waiting
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation, installed


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("phones")) as made:
        yield made


@pytest.fixture
def installation(shared: Installation) -> Iterator[Installation]:
    with untouched(shared) as made:
        yield made


@pytest.fixture(scope="module")
def app(shared: Installation) -> Flask:
    return create_app(shared.tools)


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app)


@pytest.fixture
def contract(installation: Installation) -> str:
    first = stage({"role": "finance"}, name="Финансы", sla={"deadline": "48h"}) | {
        "checklist": ["НДС проверен"]
    }
    return waiting(installation, first, stage({"role": "director"}, name="Директор"))


@pytest.fixture
def token(installation: Installation, contract: str) -> str:
    return token_for(installation, contract, "finance")


def test_looking_a_hundred_times_changes_nothing(
    installation: Installation, phone: Phone, token: str
) -> None:
    before = rows(installation)
    for _ in range(34):
        assert phone.client.get(f"/approve/{token}").status_code == 200
        assert phone.client.head(f"/approve/{token}").status_code == 200
        prefetch = phone.client.get(f"/approve/{token}", headers={"Sec-Purpose": "prefetch"})
        assert "docsvc-approve" not in str(prefetch.headers)
    assert rows(installation) == before
    assert phone.open(token).status_code == 303


def test_the_link_says_who_asks_and_for_what_and_no_more(phone: Phone, token: str) -> None:
    page = phone.client.get(f"/approve/{token}").text
    assert "Кузнецова Елена Павловна просит вас согласовать договор." in page
    assert "Продолжить" in page
    assert "Вектор" not in page


def test_going_on_leaves_the_address_that_holds_the_secret(phone: Phone, token: str) -> None:
    answer = phone.open(token)
    assert answer.status_code == 303
    assert token not in answer.headers["Location"]
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if "docsvc-approve" in each)
    assert {"HttpOnly", "SameSite=Strict", "Path=/approve", "Max-Age=1800"} <= set(cookie.split("; "))
    page = phone.client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert token not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"


def test_the_page_tells_what_has_to_be_known(phone: Phone, token: str) -> None:
    page = phone.client.get(phone.page(token)).text
    for words in (
        "АО «Вектор Логистика»",
        "636 005,00",
        "Кузнецова Елена Павловна",
        "Этап 1 из 2: Финансы",
        "НДС проверен",
        "Решить до",
    ):
        assert words in page.replace("\xa0", " "), words


def test_what_colleagues_weigh_is_told_too(installation: Installation, phone: Phone) -> None:
    set_route(installation, stage(person("finance")))
    contract = talk.contract(installation, talk.tell(installation, new_id(), {"discount": "17.50"}))
    with installation.tools.work() as work:
        work.document(contract).version.origin = Origin.EDITED.value
        submit_document(work, contract, actor=installation.people["manager"])
    page = phone.client.get(phone.page(token_for(installation, contract, "finance"))).text
    for words in ("Скидка", "17,5 %", "правлен в Word, не по шаблону"):
        assert words in page


def test_no_other_page_opens_with_that_cookie(phone: Phone, token: str, contract: str) -> None:
    phone.page(token)
    for path in ("/", "/inbox", f"/inbox/{contract}", f"/documents/{contract}"):
        assert phone.client.get(path).headers["Location"].startswith("/login"), path
    assert phone.client.get(f"/documents/{contract}/files/rendered").status_code == 303
    assert phone.client.get(f"/api/v1/documents/{contract}").status_code == 401


def test_the_pdf_is_for_whoever_came_by_the_link(phone: Phone, app: Flask, token: str) -> None:
    page = phone.page(token)
    assert phone.client.get(f"{page}/file.pdf").data == b"%PDF-1.7"
    assert Phone(app).client.get(f"{page}/file.pdf").status_code == 404


def test_every_link_that_opens_nothing_gets_the_same_answer(
    installation: Installation, app: Flask, token: str
) -> None:
    decided = waiting(installation, stage(person("lawyer")))
    over = token_for(installation, decided, "lawyer")
    phone = Phone(app)
    phone.decide(phone.page(over), verdict="approve")
    answers = [
        phone.client.get(f"/approve/{each}") for each in (over, token[:-1], "A" * 96, "x", token.swapcase())
    ]
    answers.append(phone.client.get(f"/approve/at/{tasks(installation, decided)[0].id.replace('0', '1')}"))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_a_post_needs_the_pages_own_token(phone: Phone, token: str) -> None:
    assert phone.client.post(f"/approve/{token}").status_code == 400
    page = phone.page(token)
    assert phone.client.post(f"{page}/decision", data={"verdict": "approve"}).status_code == 400


def test_a_verdict_leads_back_to_what_has_become_of_it(
    installation: Installation, phone: Phone, token: str, contract: str
) -> None:
    page = phone.page(token)
    answer = phone.decide(page, verdict="approve", criterion="НДС проверен")
    assert answer.status_code == 303
    told = phone.client.get(page).text
    assert "Вы согласовали договор" in told
    assert "Теперь решает: Директор." in told
    assert "Вектор" not in told
    assert phone.client.get(f"{page}/file.pdf").status_code == 404
    assert state(installation, contract) == "in_approval"


def test_what_was_typed_is_kept_when_words_are_missing(phone: Phone, token: str) -> None:
    page = phone.page(token)
    without = phone.decide(page, verdict="return")
    assert without.status_code == 422
    assert "Напишите причину: её увидит автор документа." in without.text
    conditions = phone.decide(page, verdict="conditions", comment="Почти", criterion="НДС проверен")
    assert "Напишите условия" in conditions.text
    assert ">Почти</textarea>" in conditions.text
    assert 'value="conditions" checked' in conditions.text
    unticked = phone.decide(page, verdict="approve")
    assert "Отмечены не все критерии" in unticked.text
    assert phone.decide(page).status_code == 422
    assert phone.decide(page, verdict="nonsense").status_code == 422


def test_hostile_words_stay_words(installation: Installation, phone: Phone, token: str) -> None:
    page, hostile = phone.page(token), "<script>alert('1')</script>"
    shown = phone.decide(page, verdict="conditions", comment=hostile, conditions="").text
    assert hostile not in shown
    phone.decide(page, verdict="return", comment=hostile)
    assert hostile not in phone.client.get(page).text
    with installation.tools.read() as session:
        newest = select(Decision.comment).order_by(Decision.at.desc()).limit(1)
        assert session.scalar(newest) == hostile


def test_a_decision_on_another_pdf_is_refused_and_said(phone: Phone, token: str) -> None:
    page = phone.page(token)
    stale = phone.decide(page, verdict="approve", criterion="НДС проверен", seen="0" * 64)
    assert stale.status_code == 409
    assert "документ изменился" in stale.text


def test_who_comes_too_late_is_told_so(installation: Installation, app: Flask) -> None:
    contract = waiting(installation, stage(person("finance"), person("lawyer")))
    finance, lawyer = Phone(app), Phone(app)
    late = finance.page(token_for(installation, contract, "finance"))
    typed = hidden(finance.client.get(late)) | {"verdict": "approve"}
    first = lawyer.page(token_for(installation, contract, "lawyer"))
    lawyer.decide(first, verdict="reject", comment="Нельзя")
    answer = finance.client.post(f"{late}/decision", data=typed)
    assert answer.status_code == 303
    assert "Вашего решения больше не ждут" in finance.client.get(late).text


def test_drifted_facts_are_shown_and_accepted_with_a_reason(installation: Installation, phone: Phone) -> None:
    contract = waiting(installation, stage(person("finance")))
    with installation.tools.work() as work:
        deal = work.get(Document, contract).deal
        tree = json.loads(json.dumps(DEAL)) | {"external_id": deal.external_id, "number": deal.number}
        tree["company"] |= {"external_id": f"client-{deal.number}", "account": "40702810000000000999"}
        given = read_deal(json.dumps(tree, ensure_ascii=False).encode())
        upsert_deal(work, given, actor=installation.people["manager"])
    page = phone.page(token_for(installation, contract, "finance"))
    shown = phone.client.get(page).text
    assert "40702810000000000999" in shown
    digest = shown.partition('name="accept" value="')[2].partition('"')[0]
    assert phone.decide(page, verdict="approve").status_code == 409
    assert "почему документ остаётся прежним" in phone.decide(page, verdict="approve", accept=digest).text
    accepted = phone.decide(page, verdict="approve", accept=digest, why="Клиент подтвердил")
    assert accepted.status_code == 303
    assert state(installation, contract) == "approved"


def test_what_was_decided_said_and_attached_before_is_shown(installation: Installation, app: Flask) -> None:
    contract = waiting(installation, stage(person("lawyer")), stage(person("finance"), name="Финансы"))
    with installation.tools.work() as work:
        manager = installation.people["manager"]
        attach_file(work, contract, actor=manager, name="смета.txt", content="Смета: 636 005".encode())
        finance = installation.people["finance"].id
        ask_question(work, contract, actor=manager, text="Хватит ли аванса?", to_user_id=finance)
    lawyer, finance_phone = Phone(app), Phone(app)
    page = lawyer.page(token_for(installation, contract, "lawyer"))
    lawyer.decide(page, verdict="conditions", conditions="Приложить доверенность")
    token = token_for(installation, contract, "finance")
    shown = finance_phone.client.get(page := finance_phone.page(token)).text
    for words in ("Приложить доверенность", "Хватит ли аванса?", "смета.txt"):
        assert words in shown
    with installation.tools.read() as session:
        attachment = session.scalars(select(Attachment.id).where(Attachment.document_id == contract)).one()
    given = finance_phone.client.get(f"{page}/attachments/{attachment}")
    assert given.data.decode() == "Смета: 636 005"
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert lawyer.client.get(f"{page}/attachments/{attachment}").status_code == 404


def test_an_open_page_ends_with_its_half_hour(installation: Installation, phone: Phone, token: str) -> None:
    page = phone.page(token)
    installation.clock.ahead = timedelta(minutes=31)
    assert phone.client.get(page).status_code == 404
    assert "Ссылка не открывается" in phone.client.get(page).text


def test_no_link_is_stored_anywhere(installation: Installation, token: str) -> None:
    opened = follow(installation, token)
    with installation.tools.read() as session:
        stored = "\n".join(
            repr(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
        )
        bodies = b"".join(session.scalars(select(AuditEntry.body)))
        assert session.scalars(select(ApprovalStage.id)).first()
    assert token not in stored
    assert opened.session_token not in stored
    assert token.encode() not in bodies
