"""The examples that people know the language by, as they stand."""

import pytest

from templates import MissingFields, complete
from templates.fill import fill, missing
from tests.unit.language.kit import LINES, filled, template, tree

QUOTE = """КОММЕРЧЕСКОЕ ПРЕДЛОЖЕНИЕ №{DEAL.ID}
от {CURRENT.DATE}
Уважаемый(ая) {CONTACT.NAME},
Благодарим за интерес к продукции компании {COMPANY.NAME}.
НАИМЕНОВАНИЕ УСЛУГИ: {DEAL.PRODUCT_NAME}
СТОИМОСТЬ: {DEAL.AMOUNT} {DEAL.CURRENCY}
СРОК ВЫПОЛНЕНИЯ: {DEAL.DEADLINE}
Дополнительные условия:
{DEAL.ADDITIONAL_CONDITIONS}
Данное предложение действительно до {DEAL.VALIDITY_DATE}.
С уважением,
{USER.NAME}
{USER.POSITION}
{USER.PHONE}
{USER.EMAIL}
"""
CONDITION = """{IF DEAL.AMOUNT > 100000}
Учитывая объём заказа, предоставляем скидку 15%.
Итоговая стоимость: {DEAL.AMOUNT * 0.85}
{ELSE}
Стандартная стоимость: {DEAL.AMOUNT}
{ENDIF}"""
LIST = """№ | Наименование | Количество | Цена | Сумма
{FOREACH DEAL.PRODUCTS}
{INDEX} | {PRODUCT.NAME} | {PRODUCT.QUANTITY} | {PRODUCT.PRICE} | {PRODUCT.TOTAL}
{ENDFOREACH}
ИТОГО: {DEAL.TOTAL_AMOUNT}
НДС 20%: {DEAL.VAT}
К ОПЛАТЕ: {DEAL.AMOUNT_WITH_VAT}"""
FORMATS = """Дата договора: {DEAL.DATE | format: "dd.MM.yyyy"}
Сумма прописью: {DEAL.AMOUNT | number\\_to\\_words} рублей
Срок: {DEAL.DEADLINE | date\\_diff: CURRENT.DATE} дней"""


def test_the_quote_renders() -> None:
    text = filled(QUOTE, {"products": LINES, "amount": None})
    assert "ПРЕДЛОЖЕНИЕ №48213\nот 21.11.2026\nУважаемый(ая) Иванов Иван Иванович," in text
    assert "УСЛУГИ: Стол &amp; стул\nСТОИМОСТЬ: 1 521,00 RUB\nСРОК ВЫПОЛНЕНИЯ: 15.12.2026" in text
    assert "действительно до 05.12.2026." in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (100000, "Стандартная стоимость: 100 000,00"),
        (100001, "Итоговая стоимость: 85 000,85"),
        ("100000.01", "Итоговая стоимость: 85 000,01"),
    ],
)
def test_the_condition_takes_its_branch(amount: object, text: str) -> None:
    assert text in filled(CONDITION, {"amount": amount})
    assert filled(CONDITION, {"amount": amount}).count("стоимость") == 1


def test_the_list_has_a_row_for_every_line() -> None:
    text = filled(LIST, {"products": LINES, "amount": None})
    assert "1 | Стол &amp; стул | 2 | 10,50 | 21,00\n2 | Монтаж | 1,5 | 1 000,00 | 1 500,00\n" in text
    assert text.endswith("ИТОГО: 1 517,21\nНДС 20%: 3,79\nК ОПЛАТЕ: 1 521,00")


def test_the_formats_render() -> None:
    assert filled(FORMATS) == "Дата договора: 05.11.2026\nСумма прописью: сто тысяч рублей\nСрок: 24 дней"


def test_a_deal_without_lines_has_sums_of_its_amount() -> None:
    text = filled("{DEAL.TOTAL_AMOUNT}|{DEAL.VAT}|{DEAL.AMOUNT_WITH_VAT}|{DEAL.VAT_RATE}", {"amount": "122"})
    assert text == "100,00|22,00|122,00|22"


def test_the_quote_names_its_six_required_fields_at_once() -> None:
    wanted = (
        "{company.name: {label: Название компании клиента, required: true},"
        "company.inn: {label: ИНН, required: true}, contact.name: {label: Контактное лицо, required: true},"
        "deal.products: {label: Список товаров/услуг, type: list, required: true},"
        "deal.amount: {label: Цена, type: money, required: true},"
        "deal.valid_until: {label: Срок действия предложения, type: date, required: true}}"
    )
    source = template("{COMPANY.NAME} {COMPANY.INN} {CONTACT.NAME} {DEAL.AMOUNT} {DEAL.VALID_UNTIL}", wanted)
    assert [field.label for field in missing(source, complete({}))] == [
        "Название компании клиента",
        "ИНН",
        "Контактное лицо",
        "Список товаров/услуг",
        "Цена",
        "Срок действия предложения",
    ]


def test_every_empty_field_that_is_printed_is_named_at_once() -> None:
    with pytest.raises(MissingFields) as caught:
        fill(template(QUOTE), complete({}))
    assert len(caught.value.fields) == 12
    assert str(caught.value).startswith("Заполните перед созданием документа: Номер сделки в CRM;")


def test_what_a_branch_not_taken_prints_may_be_empty() -> None:
    source = template("{IF DEAL.AMOUNT > 100000}{COMPANY.KPP}{ELSE}{COMPANY.NAME}{ENDIF}")
    assert not missing(source, complete(tree()))
    assert [each.path for each in missing(source, complete(tree({"amount": 100001})))] == ["company.kpp"]
