"""What a look at a template finds, each with its place, its text and what to write instead."""

import io
from typing import Any

import docx
import pytest

from templates import complete
from templates.findings import Finding, Severity, TemplateFaults
from templates.lint import check, lint, lint_docx
from tests.unit.language.kit import template, tree
from tests.unit.word.kit import boxed, par, run, with_body


def one(body: str, **about: Any) -> Finding:
    (finding,) = lint(template(body, **about))
    return finding


@pytest.mark.parametrize(
    ("body", "message", "suggestion"),
    [
        ("{DEAL.AMUONT}", "неизвестное поле DEAL.AMUONT", "Может быть, DEAL.AMOUNT?"),
        ("{deal.amuont}", "неизвестное поле DEAL.AMUONT", "Может быть, DEAL.AMOUNT?"),
        ("{{ deal.amuont }}", "неизвестное поле deal.amuont", "Может быть, deal.amount?"),
        ("{COMPANI.NAME}", "неизвестное поле COMPANI.NAME", "Может быть, COMPANY.NAME?"),
        ("{СOMPANY.NAME}", "русские буквы «С»", "Наберите латинскими: COMPANY.NAME."),
        ("{COMPANY.NАМE}", "русские буквы «А», «М»", "Наберите латинскими: COMPANY.NAME."),
        ("{PRODUCT.NAMЕ}", "русские буквы «Е»", "Наберите латинскими: PRODUCT.NAME."),
        ("{СДЕЛКА.СУММА}", "неизвестное поле СДЕЛКА.СУММА", "Может быть, DEAL.AMOUNT?"),
        ("{{contact.firstname}}", "неизвестное поле contact.firstname", "Может быть, contact.name?"),
        ("{{lead.price}}", "неизвестное поле lead.price", "Может быть, deal.amount?"),
        ("{FOREACH DEAL.PRODUCTS}{PRODUCT.PIRCE}{ENDFOREACH}", "PRODUCT.PIRCE", "Может быть, PRODUCT.PRICE?"),
        ("{% for p in deal.products %}{{ p.pirce }}{% endfor %}", "product.pirce", "product.price?"),
        ("{IF DEAL.OBJECT}{ENDIF}", "неизвестное поле DEAL.OBJECT", "добавьте поле в список полей"),
        ("{DEAL.AMUONT | default: 5}", "неизвестное поле DEAL.AMUONT", "DEAL.AMOUNT"),
    ],
)
def test_an_unknown_field_is_named_with_a_guess(body: str, message: str, suggestion: str) -> None:
    finding = one(body)
    assert (finding.severity, finding.code) == (Severity.ERROR, "unknown-field")
    assert message in finding.message
    assert suggestion in finding.suggestion


@pytest.mark.parametrize(
    "body",
    [
        "{DEAL.AMOUNT}{deal.amount}{COMPANY.LEGAL_ADDRESS}{DEAL.VALIDITY_DATE}{CONTRACT.NUMBER}{BASIS.DATE}",
        "{FOREACH DEAL.PRODUCTS AS P}{P.NAME}{ITEM.SKU}{ENDFOREACH}{IF PRODUCT.DESCRIPTION}да{ENDIF}",
        "{% set c = company %}{{ c.name }}{% for p in deal.products[:2] %}{{ p.price }}{% endfor %}",
        "{% macro row(side) %}{{ side.anything }}{% endmacro %}{{ row(company) }}",
        "{{ deal.products | map(attribute='vat_rate') | unique | list | length }}{{ deal.date.year }}",
        "{{ deal.note | default('') }}",
        "{{ template.title }}",
    ],
)
def test_known_fields_are_fine(body: str) -> None:
    assert lint(template(body)) == ()


def test_own_fields_are_known_where_somebody_names_them() -> None:
    body = "{DEAL.Объект}{FOREACH DEAL.STAGES}{STAGE.NAME}{ENDFOREACH}{PROJECT.NAME}"
    assert len(lint(template(body))) == 3
    assert lint(template(body), known=["{DEAL.Объект}", "deal.stages", "project.name"]) == ()
    fields = "{deal.объект: {label: О}, deal.stages: {label: S, type: list}, project.name: {label: P}}"
    assert lint(template(body, fields)) == ()
    check(template(body), complete(tree({"объект": None, "stages": [{"name": "а"}]}, project={"name": 1})))


def test_facts_that_lack_a_field_are_refused_with_all_of_its_places() -> None:
    source = template("{DEAL.OBJECT}\n{{ deal.objekt }}\n{DEAL.AMOUNT | mony}")
    with pytest.raises(TemplateFaults) as caught:
        check(source, complete(tree()))
    assert [each.spot.line for each in caught.value.findings] == [3, 1, 2]
    with pytest.raises(TemplateFaults) as caught:
        check(source, complete(tree({"object": "x", "Objekt": "y"})))
    assert [each.code for each in caught.value.findings] == ["unknown-filter"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{% include "x" %}', "forbidden"),
        ('{% import "x" as y %}', "forbidden"),
        ('{% extends "x" %}', "forbidden"),
        ("{{ deal.amount ** 2 }}", "forbidden"),
        ("{{ deal.__class__ }}", "forbidden"),
        ("{{ ''['__class__'] }}", "forbidden"),
        ("{{ lipsum() }}", "forbidden"),
        ("{{ deal.amount | mony }}", "unknown-filter"),
        ("{DEAL.AMOUNT | mony}", "unknown-filter"),
        ("{{ deal.title | safe }}", "unknown-filter"),
        ("{{ deal.amount deal.vat }}", "bad-jinja"),
        ("{% iff deal.amount %}", "bad-jinja"),
        ("{% if deal.amount %}", "unclosed-block"),
        ("{% endfor %}", "stray"),
        ("{IF DEAL.AMOUNT}{% for p in deal.products %}{ENDIF}{% endfor %}", "crossing"),
        ("{#list}", "foreign-syntax"),
        ("{SIGNATURE:client} {SIGNATURE:клиент}", "duplicate-signature"),
        ('{{ signature("client") }}{SIGNATURE:client}', "duplicate-signature"),
        ("{FOREACH DEAL.PRODUCTS}{SIGNATURE:client}{ENDFOREACH}", "duplicate-signature"),
    ],
)
def test_an_error_is_found(body: str, code: str) -> None:
    finding = one(f"первая\n{body}")
    assert (finding.severity, finding.code, finding.spot.line) == (Severity.ERROR, code, 2)
    assert "⟦" in finding.text
    assert len(finding.text) <= 60


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{DEAL.AMOUNT * 0.85}", "undeclared-amount"),
        ("{{ (deal.amount - deal.amount * 0.1) | money }}", "undeclared-amount"),
        ("{Deal.Amount}", "spelling"),
        ("{INN}", "literal"),
        ("{DEAL}", "literal"),
        ("{DEAL..AMOUNT}", "literal"),
        ("{DEAL AMOUNT}", "literal"),
        ("{SUM(DEAL.PRODUCTS.TOTAL)}", "literal"),
    ],
)
def test_a_warning_does_not_stop_anybody(body: str, code: str) -> None:
    assert one(body).severity is Severity.WARNING
    assert one(body).code == code
    check(template(body), complete(tree()))


def test_a_declared_amount_is_no_surprise() -> None:
    assert lint(template("{DEAL.AMOUNT * 0.85}", more="amount: deal.amount * 0.85\n")) == ()


def test_one_place_to_sign_in_each_branch_is_one_place() -> None:
    body = "{IF DEAL.AMOUNT > 5}{SIGNATURE:client}{ELSE}<p>{SIGNATURE:client}{ENDIF}"
    assert lint(template(body)) == ()


def test_a_contract_wants_places_to_sign() -> None:
    assert "подписи клиента" in one("текст", kind="contract").message
    assert "нашей подписи" in one("{SIGNATURE:client}", kind="act").message
    assert lint(template("{SIGNATURE:client}{SIGNATURE:seller}", kind="contract")) == ()


def test_a_required_field_that_is_shown_nowhere_is_named() -> None:
    finding = one("{COMPANY.NAME}", fields="{company.inn: {label: ИНН клиента, required: true}}")
    assert (finding.code, "ИНН клиента" in finding.message) == ("unused-field", True)


def test_errors_come_first_and_each_place_once() -> None:
    found = lint(template("{INN}\n{DEAL.X} {DEAL.X}\n{DEAL.AMOUNT|foo}"))
    assert [each.code for each in found] == ["unknown-field", "unknown-field", "unknown-filter", "literal"]


def test_a_block_of_the_library_is_looked_through_too() -> None:
    source = template("{BLOCK:terms}")
    assert lint(source) == ()
    with pytest.raises(TemplateFaults, match=r"блок «terms».*DEAL\.AMUONT"):
        check(source, complete(tree(blocks={"terms": "{DEAL.AMUONT}"})))


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "{FOREACH DEAL.PRODUCTS}{PRODUCT.PIRCE}"
    document.sections[0].header.paragraphs[0].text = "{COMPANY.INN | foo}"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_file_is_told_of_by_paragraph_row_and_part() -> None:
    found = lint_docx(word("{DEAL.AMUONT}", "{IF DEAL.AMOUNT > 5}текст"))
    places = {each.code: each.spot.words() for each in found}
    assert places == {
        "unknown-field": "таблица 1, строка 1",
        "unclosed-block": "таблица 1, строка 1",
        "unknown-filter": "верхний колонтитул, абзац 1",
    }
    assert [each.spot.words() for each in found][:2] == ["абзац 1", "абзац 2"]


def test_a_mistake_in_a_text_box_is_told_once_though_the_box_has_two_forms() -> None:
    box = boxed(par("{DEAL.AMOUNT | mony}"), par("{FOREACH DEAL.PRODUCTS}"))
    found = lint_docx(with_body(par(box, run("{DEAL.ID}"))))
    assert [(each.code, each.spot.words()) for each in found] == [
        ("unknown-filter", "надпись, абзац 1"),
        ("unclosed-block", "надпись, абзац 2"),
    ]


def test_a_text_box_between_the_tags_of_a_loop_stands_in_the_loop() -> None:
    box = boxed(par("{PRODUCT.NAME}"))
    assert lint_docx(with_body(par("{FOREACH DEAL.PRODUCTS}", box, "{INDEX}{ENDFOREACH}"))) == ()
    found = lint_docx(with_body(par(box, "{FOREACH DEAL.PRODUCTS}{INDEX}{ENDFOREACH}")))
    assert [(each.code, each.spot.words()) for each in found] == [("outside-loop", "надпись, абзац 1")]


def test_a_loop_may_not_end_outside_of_its_table() -> None:
    document = docx.Document(io.BytesIO(word()))
    document.add_paragraph("{ENDFOREACH}")
    buffer = io.BytesIO()
    document.save(buffer)
    crossing = [each for each in lint_docx(buffer.getvalue()) if each.code == "crossing"]
    assert [each.spot.words() for each in crossing] == ["абзац 1"]


def test_names_that_jinja_makes_are_known_beside_a_mistake_elsewhere() -> None:
    body = "{% for p in deal.products %}{{ p.name }}{% endfor %}{% set x = 1 %}{{ x }}{ENDIF}"
    found = [each.code for each in lint(template(body + "{ИНАЧЕ}{DEAL.AMUONT}"))]
    assert sorted(found) == ["keyword", "stray", "unknown-field"]


def test_a_forbidden_statement_is_told_beside_tags_in_disorder() -> None:
    found = {each.code for each in lint(template('{% include "x" %}{ENDIF}'))}
    assert found == {"forbidden", "stray"}


def test_what_is_told_by_its_looks_does_not_hide_what_the_rest_means() -> None:
    body = "{#products}{% for p in deal.products %}{{ p.pirce }}{% endfor %}"
    assert {each.code for each in lint(template(body))} == {"foreign-syntax", "unknown-field"}


@pytest.mark.parametrize(
    ("body", "message", "suggestion"),
    [
        ("{DEAL.DATE | format: dd.MM.yyyy}", "текст «dd.MM.yyyy» стоит без кавычек", 'format: "dd.MM.yyyy"'),
        ("{CONTACT.NAME | case: родительный}", "«родительный» стоит без кавычек", 'case: "родительный"'),
        ('{DEAL.DATE | format: "%d.%m.%Y"}', "образец «%d.%m.%Y» не понимается", 'format: "dd.MM.yyyy"'),
        ('{DEAL.DATE | format: "dd.MM.yyyy HH:mm"}', "«HH» в образце даты не понимается", "{CURRENT.TIME}"),
        ('{DEAL.AMOUNT | format: "dd.MM.yyyy"}', "для даты, а поле — число", "money"),
        ("{DEAL.DATE | money}", "для числа, а поле — дата", "dd.MM.yyyy"),
        ("{DEAL.AMOUNT / 0}", "деление на ноль", "больше нуля"),
        ("{DEAL.PRODUCTS}", "список целиком не напечатать", "{FOREACH DEAL.PRODUCTS}"),
        ("{DEAL.PRODUCTS.NAME}", "через весь список", "{PRODUCT.NAME}"),
        ("{FOREACH DEAL.AMOUNT}{ENDFOREACH}", "DEAL.AMOUNT — не список", "{FOREACH DEAL.PRODUCTS}"),
        ("{DEAL.AMOUNT ^ 2}", "непонятный знак «^»", "перемножьте"),
        ("{DEAL.AMOUNT руб.}", "непонятный знак «.»", "Уберите точку"),
        ("{IF DEAL.CURRENCY IN DEAL.TITLE}{ENDIF}", "слова «IN» в условиях нет", "OR"),
        ("{BLOCK:}", "не сказано, что вставить", "{BLOCK:имя}"),
        ("{DEAL.__class__}", "неизвестное поле DEAL.__CLASS__", "Проверьте имя"),
        ("{{ DEAL.AMOUNT }}", "пишут строчными: deal, а не DEAL", "{{ deal.amount }} или {DEAL.AMOUNT}"),
        ('{{"status": 1}}', "лишнее «:»", "разделите скобки пробелом"),
    ],
)
def test_what_would_fail_or_print_nonsense_is_told_before(body: str, message: str, suggestion: str) -> None:
    finding = one(body)
    assert finding.severity is Severity.ERROR
    assert message in finding.message
    assert suggestion in finding.suggestion


def test_a_word_of_a_tag_in_russian_letters_is_named() -> None:
    found = [each for each in lint(template("{IF DEAL.AMOUNT}{ЕLSE}{ЕNDIF}")) if each.code == "keyword"]
    assert [each.suggestion for each in found] == [
        "Наберите латинскими: ELSE.",
        "Наберите латинскими: ENDIF.",
    ]
    assert all("русские буквы «Е»" in each.message for each in found)


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("{DEAL..AMOUNT}", "Может быть, {DEAL.AMOUNT}?"),
        ("{DEAL_AMOUNT}", "Может быть, {DEAL.AMOUNT}?"),
        ("{DEAL-AMOUNT}", "Может быть, {DEAL.AMOUNT}?"),
        ('{DEAL."Номер"}', "{DEAL.AMOUNT}"),
        ("{company_name}", "Может быть, {COMPANY.NAME}?"),
        ("{Сумма договора}", ""),
        ("[COMPANY.NAME]", "Напишите {COMPANY.NAME}."),
        ("{END}", "Пишут {ENDIF} или {ENDFOREACH}."),
    ],
)
def test_a_spoilt_tag_is_not_printed_unnoticed(body: str, hint: str) -> None:
    assert (one(body).code, hint in one(body).suggestion) == ("literal", True)


def test_the_list_of_a_field_is_no_likeness() -> None:
    assert "Проверьте имя" in one("{FOREACH DEAL.PRODUCTS}{PRODUCT.WAREHOUSE}{ENDFOREACH}").suggestion
    assert "PRODUCT.PRICE" in one("{FOREACH DEAL.PRODUCTS}{PRODUCT.PRISE}{ENDFOREACH}").suggestion
    assert "PRODUCT.PRICE" in one("{FOREACH DEAL.PRODUCTS}{PRODUCT.ЦЕНА}{ENDFOREACH}").suggestion


def test_a_block_that_the_library_lacks_is_told_where_there_is_a_library() -> None:
    form = template("{BLOCK:warranty}{BLOCK:guarranty}{BLOCK:picked}{BLOCK:nothing}")
    assert lint(form) == ()
    found = lint(form, blocks=["warranty", "guaranty"])
    assert [(each.code, each.suggestion) for each in found] == [
        ("unknown-block", "Может быть, «guaranty»?"),
        ("unknown-block", "Заведите его в библиотеке текстов или поправьте имя."),
    ]


def test_a_field_of_a_line_outside_of_a_loop_is_told() -> None:
    finding = one(
        "{PRODUCT.PRICE * 2 | money}{FOREACH DEAL.PRODUCTS}{PRODUCT.NAME}{ENDFOREACH}{DEAL.PRODUCT_NAME}"
    )
    assert (finding.severity, finding.code) == (Severity.WARNING, "outside-loop")
    assert "{PRODUCT.PRICE" in finding.text


@pytest.mark.parametrize(
    "body", ["{1}", "{ }", "{}", "{не тег}", '{"a": {"b": [1]}}', "{a} {x.y}", "{x ∈ R}", "www.COMPANY.RU"]
)
def test_braces_that_nobody_meant_as_a_tag_are_left_in_peace(body: str) -> None:
    assert lint(template(body)) == ()
