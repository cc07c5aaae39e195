"""Expressions: what they come to, and what is said of those that come to nothing."""

import pytest

from templates import RenderFailed
from templates.findings import TemplateFaults
from templates.language import translate
from tests.unit.language.kit import LINES, filled


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("DEAL.AMOUNT * 0.85", "85 000,00"),
        ("DEAL.AMOUNT * 0,85", "85 000,00"),
        ("DEAL.AMOUNT - 100 000 + 1", "1,00"),
        ("(DEAL.AMOUNT + 1) * 2", "200 002,00"),
        ("2 + 3 * DEAL.AMOUNT", "300 002,00"),
        ("-DEAL.AMOUNT", "−100 000,00"),
        ("DEAL.AMOUNT / 3", "33 333,33"),
        ("DEAL.AMOUNT / DEAL.AMOUNT * 100", "100"),
        ("DEAL.AMOUNT × 2", "200 000,00"),
        ("DEAL.AMOUNT * 0.85 | money", "85 000,00 ₽"),
        ("DEAL.AMOUNT * 0.85 | money: “USD”", "85 000,00 $"),
        ("DEAL.AMOUNT / 3 | round: 1", "33 333,3"),
        ("DEAL.AMOUNT | money_words", "Сто тысяч рублей 00 копеек"),
        ("DEAL.AREA * 2", "21"),
        ("DEAL.AREA", "10.5"),
        ("DEAL.DATE", "05.11.2026"),
        ("DEAL.DATE + 14", "19.11.2026"),
        ("DEAL.DEADLINE - DEAL.DATE", "40"),
        ("DEAL.DATE | format: «DD.MM.YYYY»", "05.11.2026"),
        ("DEAL.DATE | format: 'дд.мм.гггг'", "05.11.2026"),
        ("DEAL.AMOUNT | format: '# ##0,00'", "100 000,00"),
        ("DEAL.AMOUNT | format: '0,0'", "100000,0"),
        ("DEAL.AMOUNT | format: '#,##0.00'", "100 000,00"),
        ('DEAL.DEADLINE | date_diff: "2026-12-01"', "14"),
        ('DEAL.AMOUNT | case: "родительный"', "100 000"),
        ("DEAL.DATE | date_long", "5 ноября 2026 г."),
        ('DEAL.START | format: "d MMMM y"', "9 января 2026"),
        ("CONTACT.NAME | case: “родительный”", "Иванова Ивана Ивановича"),
        ('CONTACT.NAME | case: "Дательный" | upper', "ИВАНОВУ ИВАНУ ИВАНОВИЧУ"),
        ("CONTACT.NAME | initials", "Иванов И. И."),
        ('DEAL.NOTHING | default: "нет"', "нет"),
        ('COMPANY.KPP | default: "нет" | upper', "НЕТ"),
        ("COMPANY.KPP OR COMPANY.INN", "7701458320"),
        ("PRODUCT.NAME", "Стол &amp; стул"),
        ("PRODUCT.VAT_RATE", "22"),
        ("DEAL.НОМЕР_объекта", "О-7"),
        ("DEAL.CUSTOM.SHARE", "0.1"),
        ("PROJECT.NAME", "Север"),
        ("CONTRACT.NUMBER", "45"),
    ],
)
def test_a_value(expression: str, text: str) -> None:
    own = {
        "area": 10.5,
        "start": "2026-01-09",
        "Номер_объекта": "О-7",
        "nothing": None,
        "custom": {"share": 0.1},
    }
    data = {"products": LINES, "amount": None, **own} if "PRODUCT" in expression else own
    more = {"project": {"name": "Север"}, "basis": {"kind": "contract", "number": 45}}
    assert filled("{" + expression + "}", data, **more) == text


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("DEAL.AMOUNT > 99 999,5", True),
        ("DEAL.AMOUNT >= 100000", True),
        ("DEAL.AMOUNT <> 100000", False),
        ("DEAL.AMOUNT != 100000", False),
        ("DEAL.AMOUNT = 100000", True),
        ("DEAL.AMOUNT == 100000 AND NOT COMPANY.KPP", True),
        ("DEAL.AMOUNT < 5 OR COMPANY.INN", True),
        ("DEAL.AMOUNT < 5 ИЛИ НЕ (COMPANY.INN И COMPANY.KPP)", True),
        ("DEAL.AMOUNT ≥ 100001", False),
        ('DEAL.CURRENCY = "RUB"', True),
        ("DEAL.CURRENCY = «USD»", False),
        ("DEAL.DEADLINE > CURRENT.DATE", True),
        ('DEAL.DEADLINE > "31.12.2026"', False),
        ("DEAL.AREA > 10", True),
        ("DEAL.VIP = TRUE", True),
        ("COMPANY.KPP > 5", False),
        ("COMPANY.KPP < 5", False),
        ('COMPANY.KPP != "1"', False),
        ('COMPANY.KPP = ""', True),
        ('COMPANY.INN != ""', True),
        ("DEAL.DISCOUNT > 0 OR DEAL.AMOUNT > 0", True),
        ("DEAL.AMOUNT * 2 > 150000 AND DEAL.AMOUNT / 2 < 60000", True),
    ],
)
def test_a_condition(condition: str, *, holds: bool) -> None:
    text = filled(f"{{IF {condition}}}да{{ELSE}}нет{{ENDIF}}", {"area": "10.5", "vip": True})
    assert text == ("да" if holds else "нет")


def test_the_first_condition_that_holds_is_taken() -> None:
    body = "{IF DEAL.AMOUNT > 200000}A{ELSEIF DEAL.AMOUNT > 50000}B{ELSEIF DEAL.AMOUNT > 1}C{ELSE}D{ENDIF}"
    assert filled(body) == "B"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("{DEAL.AMOUNT *}", "bad-expression", "обрывается"),
        ("{DEAL.AMOUNT DEAL.VAT}", "bad-expression", "лишнее «DEAL.VAT»"),
        ("{(DEAL.AMOUNT}", "bad-expression", "скобка ( не закрыта"),
        ("{DEAL.AMOUNT * 15%}", "bad-expression", "напишите 0.15"),
        ('{DEAL.TITLE * "2"}', "bad-expression", "только с числами"),
        ("{IF DEAL.A > 1 > 2}{ENDIF}", "bad-expression", "два сравнения"),
        ("{IF}{ENDIF}", "bad-expression", "выражение пустое"),
        ('{IF DEAL.TITLE = "x}{ENDIF}', "bad-expression", "не закрыта"),
        ("{IF DEAL.TITLE = RUB}{ENDIF}", "bad-expression", "текст берут в кавычки"),
        ("{DEAL.AMOUNT | mony}", "unknown-filter", "Может быть, «money»"),
        ("{DEAL.AMOUNT |}", "bad-expression", "нужно имя фильтра"),
        ("{DEAL.DATE | format}", "bad-arguments", '| format: "dd.MM.yyyy"'),
        ('{CONTACT.NAME | case: "родит"}', "bad-arguments", "Может быть, «родительный»"),
        ("{INDEX}", "bad-expression", "вне {FOREACH}"),
        ("{SIGNATURE}", "bad-expression", "чья подпись"),
        ("{SIGNATURE:client1}", "bad-expression", "не сторона"),
        ("{FOREACH 5}{ENDFOREACH}", "bad-expression", "непонятный список"),
        ("{ELSE}", "stray", "вне {IF}"),
        ("{ENDIF}", "stray", "без {IF}"),
        ("{IF DEAL.AMOUNT > 1}{ELSE}{ELSE}{ENDIF}", "stray", "после {ELSE}"),
        ("{IF DEAL.AMOUNT > 1}{ELSE IF DEAL.VAT > 1}{ENDIF}", "bad-expression", "{ELSEIF …}"),
        ("{IF DEAL.AMOUNT > 1}{FOREACH DEAL.PRODUCTS}{ENDIF}{ENDFOREACH}", "crossing", "раньше, чем"),
        ("{FOREACH DEAL.PRODUCTS}", "unclosed-block", "без {ENDFOREACH}"),
        ("{" + "(" * 60 + "DEAL.AMOUNT" + ")" * 60 + "}", "bad-expression", "слишком много скобок"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(text: str, code: str, said: str) -> None:
    with pytest.raises(TemplateFaults) as caught:
        translate(f"первая\n{text}")
    (finding,) = caught.value.findings
    assert finding.code == code
    assert finding.spot.line == 2
    assert said in finding.words()
    assert len(finding.text) <= 60


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(TemplateFaults) as caught:
        translate("{DEAL.AMOUNT | mony}\n{ELSE}\n{#x}\n{DEAL.A")
    assert [finding.spot.line for finding in caught.value.findings] == [1, 2, 3, 4]


def test_a_text_that_is_no_number_cannot_be_computed_with() -> None:
    with pytest.raises(RenderFailed, match="«много» — не число"):
        filled("{DEAL.AREA * 2}", {"area": "много"})


def test_texts_in_tags_reach_jinja_as_texts() -> None:
    assert filled("{DEAL.NOTHING | default: «'%>\\ &<x> \" |upper»}", {"nothing": None}) == (
        "&#39;%&gt;\\ &amp;&lt;x&gt; &#34; |upper"
    )


def test_jinja_beside_word_tags_stays_as_it_is() -> None:
    text = '<p>{% for p in deal.products %}{{ p.name | upper }}{% endfor %} {name} {{ "{DEAL.ID}" }}</p>'
    assert translate(text) == text


def test_lines_are_kept() -> None:
    assert translate("a\n{DEAL.AMOUNT\n * 2}\nb").count("\n") == 3
    with pytest.raises(RenderFailed, match="строка 3"):
        filled("a\n{DEAL.ID}\n{DEAL.AREA * 2}", {"area": "x"})


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{DEAL.AMOUNT / DEAL.OWN}", "деление на ноль"),
        ("{DEAL.OWN / DEAL.OWN}", "деление на ноль"),
        ("{COMPANY.NAME | money}", "нужно число, а здесь текст «ООО «Рога»»"),
        ("{DEAL.TITLE | date_long}", "нужна дата, а здесь текст «Внедрение»"),
        ("{DEAL.LIST}", "список целиком не напечатать: поставьте {FOREACH"),
        ("{DEAL.TREE}", "раздел с полями целиком не напечатать: назовите одно из его полей"),
        ("{DEAL.FLAG * 2}", "считать можно только с числами, а здесь да или нет"),
    ],
)
def test_what_fails_while_filling_in_is_told_in_russian(body: str, words: str) -> None:
    with pytest.raises(RenderFailed) as caught:
        filled(body, {"own": 0, "list": ["а"], "tree": {"a": 1}, "flag": True})
    assert words in str(caught.value)
    assert "class" not in str(caught.value)
