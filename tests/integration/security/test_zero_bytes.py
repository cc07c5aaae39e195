"""A zero byte, which PostgreSQL stores nowhere, is refused with a page and not met with a failure."""

from typing import Any

from apiflask import APIFlask

from docsvc.actions.make_api_key import make_api_key
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation
from tests.integration.web.persons import PASSWORD, Browser

PATHS = ("/v/%00", "/s/%00", "/sign/%00", "/documents/%00", "/login?next=%00", "/documents?%00=1")


def test_an_address_with_a_zero_byte_is_refused_with_a_page(browser: Browser) -> None:
    for path in PATHS:
        answer = browser.get(path)
        assert answer.status_code == 400, path
        assert "Запрос не принят" in answer.text, path


def test_a_form_with_a_zero_byte_is_refused_with_a_page(browser: Browser) -> None:
    forms: tuple[dict[str, Any], ...] = ({"email": "a\0@b.example"}, {"email": "a@b.example", "x\0": "y"})
    for form in forms:
        answer = browser.post("/login", password="x", **form)
        assert answer.status_code == 400
        assert "Запрос не принят" in answer.text


def test_a_cookie_with_a_zero_byte_is_refused_with_a_page(app: APIFlask) -> None:
    answer = app.test_client(use_cookies=False).get("/documents", headers={"Cookie": 'docsvc="\\000"'})
    assert answer.status_code == 400


def test_whoever_is_logged_in_is_refused_the_same_way(browser: Browser, deal_id: str) -> None:
    assert browser.post("/login", email="manager@polaris.example", password=PASSWORD).status_code == 303
    for path in ("/documents?q=%00", "/documents/%00", "/deals/%00"):
        assert browser.get(path).status_code == 400, path
    typed: dict[str, Any] = {"fill.company.name": "a\0b"}
    assert browser.post(f"/deals/{deal_id}/documents/quote", **typed).status_code == 400


def test_a_program_is_refused_with_a_problem(installation: Installation, app: APIFlask) -> None:
    with installation.tools.work() as work:
        administrator = installation.people["administrator"]
        key = make_api_key(work, actor=administrator, name="crm", scopes=["deals:read", "deals:write"])
    headers = {"Authorization": f"Bearer {key}"}
    for path in ("deals/%00", "deals?source=%00", "deals?external_id=%00", "deals?q=%00", "deals?cursor=%00"):
        answer = app.test_client().get(f"/api/v1/{path}", headers=headers)
        assert answer.status_code in {404, 422}, path
        assert answer.mimetype == "application/problem+json"
    deal = DEAL | {"title": "a\0b", "external_id": "z\0"}
    assert app.test_client().post("/api/v1/deals", json=deal, headers=headers).status_code in {400, 422}


def test_a_problem_is_told_in_letters_that_people_read(app: APIFlask) -> None:
    answer = app.test_client().get("/api/v1/nothing", headers={"Accept-Language": "ru"})
    assert "Адрес неверен" in answer.data.decode()
