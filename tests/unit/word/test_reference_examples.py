"""The examples that people learn the language from, as Word documents."""

import pytest

from tests.unit.word.kit import facts, filled, merged, no_tag_left, paragraphs, rows, table

QUOTE = [
    "КОММЕРЧЕСКОЕ ПРЕДЛОЖЕНИЕ №{DEAL.ID}",
    "от {CURRENT.DATE}",
    "Уважаемый(ая) {CONTACT.NAME},",
    "Благодарим за интерес к продукции компании {COMPANY.NAME}.",
    "НАИМЕНОВАНИЕ УСЛУГИ: {DEAL.PRODUCT_NAME}",
    "СТОИМОСТЬ: {DEAL.AMOUNT} {DEAL.CURRENCY}",
    "СРОК ВЫПОЛНЕНИЯ: {DEAL.DEADLINE}",
    "Дополнительные условия:",
    "{DEAL.ADDITIONAL_CONDITIONS}",
    "Данное предложение действительно до {DEAL.VALIDITY_DATE}.",
    "{USER.NAME}",
    "{USER.POSITION}",
    "{USER.PHONE}",
    "{USER.EMAIL}",
]
CONDITION = [
    "{IF DEAL.AMOUNT > 100000}",
    "Учитывая объём заказа, предоставляем скидку 15%.",
    "Итоговая стоимость: {DEAL.AMOUNT * 0.85}",
    "{ELSE}",
    "Стандартная стоимость: {DEAL.AMOUNT}",
    "{ENDIF}",
]
LINES = [
    "Спецификация:",
    "№ | Наименование | Количество | Цена | Сумма",
    "{FOREACH DEAL.PRODUCTS}",
    "{INDEX} | {PRODUCT.NAME} | {PRODUCT.QUANTITY} | {PRODUCT.PRICE} | {PRODUCT.TOTAL}",
    "{ENDFOREACH}",
    "ИТОГО: {DEAL.TOTAL_AMOUNT}",
    "НДС 20%: {DEAL.VAT}",
    "К ОПЛАТЕ: {DEAL.AMOUNT_WITH_VAT}",
]
FORMS = [
    'Дата договора: {DEAL.DATE | format: "dd.MM.yyyy"}',
    "Сумма прописью: {DEAL.AMOUNT | number_to_words} рублей",
    "Срок: {DEAL.DEADLINE | date_diff: CURRENT.DATE} дней",
]


def plain(texts: list[str]) -> list[str]:
    return [text.replace("\u00a0", " ") for text in texts]


def deal(amount: str) -> dict[str, object]:
    return facts(deal={"products": [], "amount": amount}, current={"date": "2026-11-21"})


def test_the_quote_is_filled_in() -> None:
    done = filled(paragraphs(*QUOTE))
    assert no_tag_left(done)
    text = plain(merged(paragraphs(*QUOTE)))
    assert text[0] == "КОММЕРЧЕСКОЕ ПРЕДЛОЖЕНИЕ №48213"
    assert text[4:7] == [
        "НАИМЕНОВАНИЕ УСЛУГИ: Настройка",
        "СТОИМОСТЬ: 100 000,49 RUB",
        "СРОК ВЫПОЛНЕНИЯ: 21.12.2026",
    ]
    assert text[9] == "Данное предложение действительно до 05.12.2026."


@pytest.mark.parametrize(
    ("amount", "wanted"),
    [
        ("100000", ["Стандартная стоимость: 100 000,00"]),
        ("100001", ["Учитывая объём заказа, предоставляем скидку 15%.", "Итоговая стоимость: 85 000,85"]),
    ],
)
def test_a_hundred_thousand_is_not_above_a_hundred_thousand(amount: str, wanted: list[str]) -> None:
    assert plain(merged(paragraphs(*CONDITION), deal(amount))) == wanted


def test_the_specification_is_filled_in_as_paragraphs_and_as_a_table() -> None:
    done = plain(merged(paragraphs(*LINES)))
    assert done[2] == "1 | Настройка | 2 | 30 000,00 | 60 000,00"
    assert done[-1] == "К ОПЛАТЕ: 100 000,49"
    cells = [line.split(" | ") for line in LINES[1:5]]
    cells[1] += [""] * 4
    cells[3] += [""] * 4
    assert [row[1] for row in rows(filled(table(*cells)))] == [
        "Наименование",
        "Настройка",
        "Обучение & <помощь>",
        "Сервер",
    ]


def test_dates_and_numbers_take_their_forms() -> None:
    done = plain(merged(paragraphs(*FORMS), deal("100001")))
    assert done == ["Дата договора: 21.11.2026", "Сумма прописью: сто тысяч один рублей", "Срок: 30 дней"]
