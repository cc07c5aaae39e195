"""Logging in, forged posts, hostile names and stale pages."""

import re
from datetime import UTC, datetime
from html import unescape

from api.error_page import error_page
from docsvc.model import Document
from tests.integration.web.persons import PASSWORD, TOKEN, Browse, House

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The clock stands still: the real one may pass from one window into the next."""


def test_a_post_without_its_token_changes_nothing(browse: Browse, house: House) -> None:
    browser = browse("manager")
    answer = browser.post(f"/documents/{house.draft}/trash", token=False)
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    assert browser.get("/documents?trash=1").text.count("КП-") == 0


def test_a_draft_in_the_trash_is_not_asked_to_be_submitted(browse: Browse, house: House) -> None:
    browser = browse("manager")
    asked = "Проверьте документ и отправьте на согласование"
    assert asked in browser.get(f"/documents/{house.draft}").text
    assert browser.post(f"/documents/{house.draft}/trash").status_code == 303
    page = browser.get(f"/documents/{house.draft}").text
    assert asked not in page
    assert "Вернуть из корзины" in page


def test_a_post_from_another_site_is_refused(browse: Browse, house: House) -> None:
    browser = browse("manager")
    for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert browser.client.post(f"/documents/{house.draft}/trash", headers=header).status_code == 400


def test_a_wrong_password_and_an_unknown_person_get_the_same_words(browse: Browse) -> None:
    browser = browse(None)
    wrong = browser.post("/login", email="manager@sever.ru", password="нет")
    unknown = browser.post("/login", email="nobody@sever.ru", password="нет")
    assert wrong.status_code == unknown.status_code == 401
    assert (
        wrong.text.replace("manager@", "nobody@").count("не подходят")
        == unknown.text.count("не подходят")
        == 1
    )


def test_after_ten_wrong_passwords_the_right_one_has_to_wait(browse: Browse, house: House) -> None:
    browser = browse(None)
    house.tools.clock = lambda: NOON
    for _ in range(10):
        assert browser.post("/login", email="manager@sever.ru", password="нет").status_code == 401
    refused = browser.post("/login", email="manager@sever.ru", password=PASSWORD)
    assert refused.status_code == 429
    assert "Подождите" in refused.text


def test_logging_out_ends_the_session_itself(browse: Browse) -> None:
    browser = browse("manager")
    cookie = browser.client.get_cookie("docsvc")
    assert cookie
    browser.post("/logout")
    browser.client.set_cookie("docsvc", cookie.value)
    assert browser.get("/documents").status_code == 303


def test_login_goes_on_to_our_own_pages_only(browse: Browse) -> None:
    browser = browse(None)
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = browser.post("/login", email="manager@sever.ru", password=PASSWORD, next=target)
        assert answer.headers["Location"] == "/"
        browser.post("/logout")


def test_a_hostile_name_is_shown_as_it_is_written_and_never_run(browse: Browse, house: House) -> None:
    browser = browse("manager")
    for path in ("/documents", "/deals", f"/deals/{house.deal}", f"/documents/{house.draft}", "/"):
        page = browser.get(path).text
        assert "<script>alert" not in page, path
        assert "&lt;script&gt;alert" in page, path


def test_no_page_has_a_script_or_a_style_inside(browse: Browse, house: House) -> None:
    browser = browse("administrator")
    for path in ("/", "/documents", f"/documents/{house.draft}", "/settings/mail", "/settings/people"):
        answer = browser.get(path)
        assert "style=" not in answer.text, path
        assert " onclick" not in answer.text, path
        assert "<script>" not in answer.text, path
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_russian_search_does_not_mind_the_case(browse: Browse) -> None:
    browser = browse("manager")
    assert "КП-" in browser.get("/documents?q=рога кп-").text
    assert "Ничего не нашлось" in browser.get("/documents?q=копыта нет-такого").text


def test_a_document_is_made_approved_and_its_history_is_told(browse: Browse, house: House) -> None:
    lawyer = browse("lawyer")
    with house.tools.read() as session:
        document = session.get_one(Document, house.asked)
        sha256 = document.version.rendered_sha256
    stale = lawyer.post(f"/documents/{house.asked}/decision", verdict="approve", seen_sha256="0" * 64)
    assert stale.status_code == 409
    answer = lawyer.post(f"/documents/{house.asked}/decision", verdict="approve", seen_sha256=sha256)
    assert answer.status_code == 303
    manager = browse("manager")
    page = manager.get(f"/documents/{house.asked}").text
    assert "Согласован" in page
    assert "Lawyer" in page
    assert manager.get(f"/documents/{house.asked}/send").status_code == 200


def test_a_draft_goes_to_the_trash_and_comes_back(browse: Browse, house: House) -> None:
    browser = browse("manager")
    browser.post(f"/documents/{house.draft}/trash")
    assert "КП-" not in browser.get("/documents").text.partition("<table")[2]
    assert "КП-" in browser.get("/documents?trash=1").text
    browser.post(f"/documents/{house.draft}/restore")
    assert "КП-" in browser.get("/documents").text.partition("<table")[2]


def test_the_register_is_a_csv_that_no_spreadsheet_takes_for_formulas(browse: Browse) -> None:
    browser = browse("manager")
    answer = browser.get("/documents/register.csv")
    assert answer.mimetype == "text/csv"
    assert "1234567,89" in answer.text


def test_a_refusal_is_a_page_for_people_and_a_problem_for_programs(browse: Browse) -> None:
    browser = browse("manager")
    page = browser.get("/documents/nothing")
    assert page.status_code == 404
    assert "На главную" in page.text
    problem = browser.get("/api/v1/nothing")
    assert problem.status_code == 404
    assert problem.mimetype == "application/problem+json"


def test_a_failure_offers_the_same_page_again_and_our_first_page_to_colleagues_alone(house: House) -> None:
    pages = {}
    for path in ("/documents?q=x", "/sign/0192"):
        with house.app.test_request_context(path):
            pages[path] = error_page(503, "База данных сейчас не отвечает.").get_data(as_text=True)
        assert f'href="{path}"' in pages[path]
    assert [path for path, page in pages.items() if "На главную" in page] == ["/documents?q=x"]


def test_a_body_over_the_limit_is_refused_with_advice(browse: Browse) -> None:
    browser = browse("manager")
    answer = browser.client.post("/login", data=b"x" * (9 * 1024 * 1024), content_type="text/plain")
    assert answer.status_code in {400, 413}


def test_a_slip_of_the_hand_in_our_requisites_is_told_at_once(browse: Browse) -> None:
    browser = browse("administrator")
    assert browser.post("/settings/organisation/new", name="ООО «Юг»", inn="7708452174").status_code == 303
    page = browser.get("/settings").text
    assert "ИНН «7708452174»: контрольная цифра не сходится" in page


def test_what_was_typed_outlives_a_session_and_is_sent_after_logging_in_again(
    browse: Browse, house: House
) -> None:
    browser = browse("manager")
    token = TOKEN.search(browser.get("/me").text)
    assert token
    known = browser.client.get_cookie("docsvc")
    assert known
    browser.client.delete_cookie("docsvc")
    form = {"csrf_token": token[1], "reason": "Клиент <передумал> и просит иначе", "seen": "1"}
    where = f"/documents/{house.draft}/withdraw"
    answer = browser.client.post(where, data=form)
    assert answer.status_code == 401
    assert f'action="{where}"' in answer.text
    assert 'name="reason" value="Клиент &lt;передумал&gt; и просит иначе"' in answer.text
    browser.client.set_cookie("docsvc", known.value)
    again = TOKEN.search(answer.text)
    assert again
    assert browser.client.post(where, data=form | {"csrf_token": again[1]}).status_code == 303


def test_a_password_is_not_given_back_when_the_session_is_over(browse: Browse) -> None:
    browser = browse("manager")
    token = TOKEN.search(browser.get("/me").text)
    assert token
    browser.client.delete_cookie("docsvc")
    answer = browser.client.post(
        "/me/password", data={"csrf_token": token[1], "password": "hunter22 hunter22"}
    )
    assert "hunter22" not in answer.text


def test_a_new_version_without_its_reason_is_asked_for_it_there(browse: Browse, house: House) -> None:
    answer = browse("manager").post(f"/documents/{house.draft}/revise", comment="  ", major="on")
    assert answer.status_code == 422
    assert "Напишите, что изменилось и почему" in answer.text
    assert 'name="major" checked' in answer.text


def test_an_open_page_shows_the_version_that_it_tells_of(browse: Browse, house: House) -> None:
    browser = browse("manager")
    shown = re.search(r'data-viewer="([^"]+)"', browser.get(f"/documents/{house.asked}").text)
    assert shown
    before = browser.get(unescape(shown[1]))
    browser.post(f"/documents/{house.asked}/withdraw", reason="Не тот аванс")
    assert browser.post(f"/documents/{house.asked}/revise", comment="Аванс 30 %").status_code == 303
    after = browser.get(unescape(shown[1]))
    assert (after.status_code, after.data) == (200, before.data)
