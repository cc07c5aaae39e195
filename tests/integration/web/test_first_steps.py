"""What somebody meets on the first day: a deal before any CRM, lists with nothing in them, the next step."""

import io
import sqlite3
from contextlib import closing

import pytest

from docsvc.actions.set_variant import set_variant
from docsvc.model import Kind
from docsvc.queries.catalog import catalog
from docsvc.queries.makers import makers, usual_templates
from tests.integration.web.persons import Browse, House


def test_the_first_deal_comes_from_a_file_and_belongs_to_whoever_took_the_sample(
    browse: Browse, house: House
) -> None:
    browser = browse("administrator")
    assert 'href="/deals/file"' in browser.get("/deals").text
    sample = browser.get("/deals/file/sample.json")
    assert sample.json is not None
    assert sample.json["owner_email"] == house.actor("administrator").email
    taken = browser.post("/deals/file", file=(io.BytesIO(sample.data), "deal.json"))
    assert taken.status_code == 303
    page = browser.get(taken.headers["Location"]).text
    assert "Сделка принята" in page
    assert sample.json["title"].partition(" «")[0] in page


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b'{"title": "x"}'])
def test_a_file_that_is_no_deal_is_refused_with_the_reason(
    browse: Browse, house: House, content: bytes
) -> None:
    answer = browse("administrator").post("/deals/file", file=(io.BytesIO(content), "deal.json"))
    assert answer.status_code == 422
    assert "Проверьте поля" in answer.text
    assert "Скачать образец" in answer.text


def test_only_an_administrator_takes_deals_from_files(browse: Browse, house: House) -> None:
    manager = browse("manager")
    assert "/deals/file" not in manager.get("/deals").text
    assert manager.get("/deals/file").status_code == 403


def test_a_list_offers_no_filters_while_there_is_nothing_to_filter(browse: Browse, house: House) -> None:
    browser = browse("administrator")
    assert "archive-text" not in browser.get("/archive").text
    assert "archive-text" in browser.get("/archive?q=none").text
    assert "filter-text" in browser.get("/documents").text


def test_the_author_of_a_draft_reads_the_next_step_and_others_read_whose_it_is(
    browse: Browse, house: House
) -> None:
    path = f"/documents/{house.draft}"
    assert "Проверьте документ и отправьте на согласование" in browse("manager").get(path).text
    seen = browse("administrator").get(path).text
    assert "Черновик готовит" in seen
    assert "Проверьте документ и отправьте" not in seen


def test_a_deal_shows_the_sum_of_each_line(browse: Browse, house: House) -> None:
    page = browse("manager").get(f"/deals/{house.deal}").text
    assert 'line-total">1&nbsp;234&nbsp;567,89' in page.replace("\xa0", "&nbsp;")


def test_one_template_of_a_kind_is_taken_by_default_and_the_list_says_which(
    browse: Browse, house: House
) -> None:
    with house.tools.read() as session:
        usual, kinds, rows = usual_templates(session), makers(session), catalog(session)
    assert len(usual) == len(kinds)
    page = browse("lawyer").get("/templates").text
    assert page.count("по умолчанию") == len(usual)
    assert page.count("когда выберут") == len([row for row in rows if row.version]) - len(usual)


def test_a_deal_does_not_call_usual_what_a_condition_goes_before(browse: Browse, house: House) -> None:
    manager = browse("manager")
    assert "если условия не подошли" not in manager.get(f"/deals/{house.deal}").text
    with house.tools.read() as session:
        template = next(each for each in makers(session) if each.kind is Kind.CONTRACT).choices[-1].id
    with house.tools.work() as work:
        set_variant(work, template, actor=house.actor("lawyer"), condition="company.is_new", rank=1)
    page = manager.get(f"/deals/{house.deal}").text
    assert page.count("по условию") == page.count("если условия не подошли") == 1


@pytest.mark.parametrize(("who", "where"), [("administrator", "/"), ("manager", "/deals/{deal}")])
def test_before_our_requisites_are_known_a_document_leads_to_where_that_is_mended(
    browse: Browse, house: House, who: str, where: str
) -> None:
    with closing(sqlite3.connect(house.tools.settings.data / "docsvc.sqlite3")) as database, database:
        database.execute("DELETE FROM legal_entity")  # as it is on the first day
    browser = browse(who)
    answer = browser.post(f"/deals/{house.deal}/documents/nda")
    assert answer.status_code == 303
    assert answer.headers["Location"] == where.format(deal=house.deal)
    assert "Сначала настройте: реквизиты вашей компании" in browser.get(answer.headers["Location"]).text


def test_a_page_that_cannot_be_opened_now_leads_back_to_its_document(browse: Browse, house: House) -> None:
    answer = browse("manager").get(f"/documents/{house.asked}/edit")
    assert answer.status_code == 409
    assert "Сейчас это не получится" in answer.text
    assert f'href="/documents/{house.asked}"' in answer.text
