"""A contract in Word as a lawyer may upload it at first: with mistakes for the check to find."""

import io

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

HEADING = "Договор № {DOCUMENT.NUMBER}"
PARAGRAPHS = (
    '{SELLER.CITY}, {DOCUMENT.DATE | format: "d MMMM yyyy"} г.',
    "{SELLER.FULL_NAME}, ИНН {SELLER.INN}, и {COMPANY.FULL_NMAE}, ИНН {COMPANY.INN}, заключили договор.",
    "1. Исполнитель выполняет работы по проекту «{DEAL.TITLE}», а Заказчик принимает их и оплачивает.",
    "2. Цена договора: {DEAL.AMOUNT | mony} ({DEAL.AMOUNT | money_words}).",
    "3. {IF DEAL.AMOUNT > 100000}Оплата в два этапа: половина до начала работ.{ELSE}Оплата после приёмки.",
    "Исполнитель {SIGNATURE:seller}",
    "Заказчик {SIGNATURE:client}",
)


def mistaken_contract() -> bytes:
    """Return the Word file: a field and a filter misspelt, a condition that never ends."""
    document = docx.Document()
    document.add_heading(HEADING, 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
