"""The studio's pages: a file comes in, is refused or shown with its mistakes, is tried and published."""

import io

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from docsvc.jobs.trial import run_trial_rows
from docsvc.model import Template, TemplateVersion, Trial
from tests.integration.studio.lawyer import page, word
from tests.integration.web.persons import HOSTILE, TOKEN, Browse, Browser, House

TITLE = "Договор подряда"


def send(browser: Browser, path: str, name: str, content: bytes, **fields: str) -> TestResponse:
    token = TOKEN.search(browser.get("/me").text)
    assert token
    form = {"csrf_token": token[1], "kind": "contract", "language": "ru", "title": TITLE, **fields}
    return browser.client.post(path, data=form | {"file": (io.BytesIO(content), name)})


def uploaded(browser: Browser, content: bytes, name: str = "договор.html", **fields: str) -> str:
    """Upload a template; return the address of its studio."""
    answer = send(browser, "/templates/new", name, content, **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def newest(house: House) -> TemplateVersion:
    with house.tools.read() as session:
        found = session.scalars(select(TemplateVersion).order_by(TemplateVersion.id.desc())).first()
    assert found
    return found


def run_trials(house: House) -> None:
    with house.tools.read() as session:
        waiting = session.scalars(select(Trial.id).where(Trial.state == "running")).all()
    for trial_id in waiting:
        run_trial_rows(house.tools, {"trial": trial_id})


def test_a_file_that_is_no_template_is_refused_on_the_page_and_what_was_typed_is_kept(
    browse: Browse, house: House
) -> None:
    browser = browse("lawyer")
    before = newest(house).id
    answer = send(browser, "/templates/new", "договор.docx", b"PK\x03\x04", title="Мой договор")
    assert answer.status_code == 422
    assert "Файл не принят, ничего не сохранено" in answer.text
    assert 'value="Мой договор"' in answer.text
    assert newest(house).id == before
    browser.post("/language", language="en", next="/templates")
    english = send(browser, "/templates/new", "договор.docx", b"PK\x03\x04").text
    assert "nothing was stored. The DOCX file is damaged or cut short." in english


def test_each_mistake_is_shown_at_its_place_with_what_to_write_instead(browse: Browse, house: House) -> None:
    browser = browse("lawyer")
    text = ("Клиент {COMPANY.NAMEE}", "Цена {DEAL.AMOUNT | monee}", "{SIGNATURE:client}")
    shown = uploaded(browser, word(*text), "договор.docx")
    studio = browser.get(shown).text
    assert "не дают опубликовать" in studio or "не даёт опубликовать" in studio
    for words in ("COMPANY.NAME?", "«money»", 'href="#note-1"', 'id="at-1"', 'id="note-2"', "абзац 2"):
        assert words in studio, words
    browser.post("/language", language="en", next="/templates")
    studio = browser.get(shown).text
    for words in (
        "unknown field COMPANY.NAMEE",
        "Perhaps COMPANY.NAME?",
        "there is no filter",
        "paragraph 2",
    ):
        assert words in studio, words


def test_a_template_goes_from_a_file_to_documents(browse: Browse, house: House) -> None:
    browser = browse("lawyer")
    studio = uploaded(browser, page())
    draft = newest(house).id
    refused = browser.post(f"/templates/versions/{draft}/publish", note="Первая")
    assert refused.status_code == 422
    assert "ещё не прошёл пробу" in refused.text
    assert browser.post(f"/templates/versions/{draft}/trials", count="5").status_code == 303
    run_trials(house)
    assert "Проба прошла" in browser.get(studio).text
    assert browser.post(f"/templates/versions/{draft}/publish", note="Первая").status_code == 303
    listed = browser.get("/templates?kind=contract").text
    assert TITLE in listed
    assert "В работе" in listed
    manager = browse("manager")
    assert manager.get("/templates").status_code == 403


def test_a_condition_that_cannot_be_read_stays_to_be_mended(browse: Browse, house: House) -> None:
    lawyer = browse("lawyer")
    uploaded(lawyer, page("{COMPANY.NAME}"))
    address = f"/templates/{newest(house).template_id}/variant"
    refused = lawyer.post(address, condition="«vip» in company.tags", rank="7")
    assert refused.status_code == 422
    for words in ("прямые кавычки", 'value="«vip» in company.tags"', 'value="7"'):
        assert words in refused.text


def test_the_preview_and_the_file_can_be_fetched(browse: Browse, house: House) -> None:
    browser = browse("lawyer")
    uploaded(browser, page())
    run_trials(house)
    draft = newest(house)
    with house.tools.read() as session:
        trial = session.scalars(select(Trial).where(Trial.version_id == draft.id)).one()
    shown = browser.get(f"/templates/trials/{trial.id}/0.pdf")
    assert (shown.mimetype, shown.data[:4]) == ("application/pdf", b"%PDF")
    assert browser.get(f"/templates/trials/{trial.id}/1.pdf").status_code == 404
    source = browser.get(f"/templates/versions/{draft.id}/source")
    assert source.data.startswith(b"PK")
    assert "attachment" in source.headers["Content-Disposition"]


def test_a_trial_that_is_done_lets_the_page_come_anew(browse: Browse, house: House) -> None:
    browser = browse("lawyer")
    uploaded(browser, page())
    with house.tools.read() as session:
        trial = session.scalars(select(Trial).order_by(Trial.id.desc())).first()
    assert trial
    assert browser.get(f"/templates/trials/{trial.id}/mark").status_code == 204
    assert "hx-get" in browser.get(f"/templates/trials/{trial.id}").text
    run_trials(house)
    assert browser.get(f"/templates/trials/{trial.id}/mark").status_code == 200
    assert browser.get(f"/templates/trials/{trial.id}").headers["HX-Refresh"] == "true"


def test_fields_are_refined_on_their_page(browse: Browse, house: House) -> None:
    browser = browse("lawyer")
    uploaded(browser, page("Предмет: {DEAL.TITLE}."))
    address = f"/templates/versions/{newest(house).id}/fields"
    assert 'value="deal.title"' in browser.get(address).text
    row = {
        "row": "a",
        "a.path": "deal.title",
        "a.label": "Предмет",
        "a.required": "yes",
        "a.choices": "Аудит; Курс",
    }
    assert browser.post(address, **row, amount="deal.amount * 0.9").status_code == 303
    known = browser.get(address).text
    assert "Аудит; Курс" in known
    assert "deal.amount * 0.9" in known
    wrong = browser.post(address, **row | {"a.path": "deal..title"})
    assert wrong.status_code == 422
    assert "непонятный путь" in wrong.text
    broken = browser.post(address, **row, amount="deal.amount *")
    assert broken.status_code == 422
    assert "не читается" in broken.text


def test_an_own_field_that_nobody_knows_is_declared_in_two_steps(browse: Browse, house: House) -> None:
    browser = browse("lawyer")
    studio = uploaded(browser, page("Прораб: {DEAL.SITE_FOREMAN}, {PRODUCT.WAREHOUSE}, {COMPANY.INNN}."))
    address = f"/templates/versions/{newest(house).id}/fields"
    assert browser.get(studio).text.count(f'class="small" href="{address}"') == 2
    offered = browser.get(address).text
    assert 'value="deal.site_foreman"' in offered
    assert 'value="deal.products[].warehouse"' in offered
    assert "innn" not in offered
    row = {"row": "u1", "u1.path": "deal.site_foreman", "u1.label": "Прораб", "u1.required": "yes"}
    assert browser.post(address, **row).status_code == 303
    known = browser.get(address).text
    assert ("<code>deal.site_foreman</code>" in known, known.count('value="deal.site_foreman"')) == (True, 1)


def test_a_hostile_title_and_text_are_shown_as_they_are_written(browse: Browse, house: House) -> None:
    browser = browse("lawyer")
    studio = uploaded(browser, word(f"{HOSTILE} {{COMPANY.NAMEE}}"), "договор.docx", title=HOSTILE)
    for path in ("/templates", "/templates/new", studio, f"{studio}?view=text", f"{studio}/changes"):
        text = browser.get(path).text
        assert "<script>alert" not in text, path
        assert "style=" not in text, path


def test_a_shipped_template_is_taken_as_a_start(browse: Browse, house: House) -> None:
    browser = browse("lawyer")
    with house.tools.read() as session:
        shipped = session.scalars(select(Template.id).where(Template.code == "quote")).one()
    assert "Сделать свой на его основе" in browser.get(f"/templates/{shipped}").text
    answer = browser.post(f"/templates/{shipped}/copy", title="Наше предложение")
    assert answer.status_code == 303
    assert "Наше предложение" in browser.get(answer.headers["Location"]).text
    assert browser.post(f"/templates/{shipped}/copy", title=" ").status_code == 422
    refused = send(browser, f"/templates/{shipped}/versions", "шаблон.html", page(), note="Правки")
    assert refused.status_code == 409


@pytest.mark.parametrize("what", ["certificate", "agreement"])
def test_what_docsvc_makes_for_itself_is_not_in_the_studio(browse: Browse, house: House, what: str) -> None:
    browser = browse("administrator")
    with house.tools.read() as session:
        template = session.scalars(select(Template).where(Template.code == what)).one()
    assert browser.get(f"/templates/{template.id}").status_code == 404
    assert browser.post(f"/templates/{template.id}/retire", reason="Хочу").status_code == 404
    assert browser.get(f"/templates/versions/{template.versions[0].id}/source").status_code == 404


def test_numbers_are_set_on_their_page(browse: Browse) -> None:
    browser = browse("administrator")
    form = {"pattern": "П-{YY}/{NUMBER}", "reset": "yearly", "width": "3", "next": "118"}
    assert browser.post("/settings/numbering/quote", **form).status_code == 303
    assert "/118" in browser.get("/settings/numbering").text
    refused = browser.post("/settings/numbering/quote", **form | {"pattern": "П-{NUMBER}"})
    assert refused.status_code == 422
    assert "номера повторятся" in refused.text
    assert browser.post("/settings/numbering/nothing", **form).status_code == 404
