"""One contract of three pages in the tags of each program: logo, header, twenty lines, requisites."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice

import docx
import segno
from docx.document import Document
from docx.shared import Mm

CLAUSES = (
    (
        "Исполнитель обязуется по заданию Заказчика оказать услуги, указанные в Спецификации, а Заказчик "
        "обязуется принять и оплатить их в порядке и сроки, установленные настоящим Договором."
    ),
    (
        "Заказчик обязуется передать Исполнителю сведения и документы и обеспечить доступ, необходимые для "
        "оказания услуг, в течение пяти рабочих дней с даты запроса."
    ),
    (
        "При просрочке оплаты Исполнитель вправе потребовать от Заказчика неустойку в размере 0,1 % от "
        "неоплаченной в срок суммы за каждый день просрочки, но не более 10 % от этой суммы."
    ),
    (
        "Стороны обязуются не раскрывать третьим лицам сведения, ставшие им известными в связи с исполнением "
        "Договора, в течение срока его действия и трёх лет после прекращения."
    ),
)
Writer = Callable[[str], str]
COUNT = 16
WIDTHS = (10, 70, 16, 16, 28, 28)
LINE = ("index", "name", "quantity", "unit", "price", "total")
PARTY = ("full_name", "inn", "kpp", "address", "account", "bank_name", "bik", "email")


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a program writes a field, a line's field, and what begins and ends the rows of a list.

    `alone` tells that begin and end take rows of their own; `second` that a second row shows where a
    repetition ends.
    """

    field: str
    item: str
    index: str
    begin: str = ""
    end: str = ""
    alone: bool = False
    second: bool = False


OURS = Syntax("{{{}}}", "{{PRODUCT.{}}}", "{INDEX}", "{FOREACH DEAL.PRODUCTS}", "{ENDFOREACH}")
DOCXTPL = Syntax(
    "{{{{{}}}}}",
    "{{{{p.{}}}}}",
    "{{p.index}}",
    "{%tr for p in deal.products %}",
    "{%tr endfor %}",
    alone=True,
)
DOCXTEMPLATER = Syntax("{{{}}}", "{{{}}}", "{index}", "{#deal_products}", "{/deal_products}")
CARBONE = Syntax("{{d.{}}}", "{{d.deal.products[i].{}}}", "{d.deal.products[i].index}", second=True)


def contract(syntax: Syntax) -> bytes:
    """Make the contract by python-docx."""
    document = docx.Document()
    field = _field(syntax)
    _head(document, field)
    for number, text in enumerate(islice(cycle(CLAUSES), COUNT), 1):
        if number % 4 == 1:
            document.add_heading(f"{(number + 3) // 4}. Условия", level=2)
        document.add_paragraph(f"{(number + 3) // 4}.{number}. {text}")
    document.add_paragraph(f"Цена Договора: {field('deal.amount')}, в том числе НДС {field('deal.vat')}.")
    _lines(document, syntax)
    _requisites(document, field)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _field(syntax: Syntax) -> Writer:
    def write(path: str) -> str:
        if syntax is OURS:
            return syntax.field.format(path.upper())
        return syntax.field.format(path.replace(".", "_") if syntax is DOCXTEMPLATER else path)

    return write


def _head(document: Document, field: Writer) -> None:
    logo = io.BytesIO()
    segno.make("Вектор", micro=False).save(logo, kind="png", scale=8)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.header.paragraphs[0].add_run().add_picture(logo, height=Mm(15))
    section.footer.paragraphs[0].text = f"Договор № {field('document.number')}, {field('seller.name')}"
    document.add_heading(f"Договор № {field('document.number')}", level=1)
    document.add_paragraph(
        f"{field('seller.full_name')} и {field('company.full_name')} в лице {field('contact.name')} "
        "заключили договор."
    )


def _lines(document: Document, syntax: Syntax) -> None:
    cells = [
        syntax.index,
        *(syntax.item.format(name.upper() if syntax is OURS else name) for name in LINE[1:]),
    ]
    if syntax.begin and not syntax.alone:
        cells[0], cells[-1] = syntax.begin + cells[0], cells[-1] + syntax.end
    rows = [["№", "Наименование", "Кол-во", "Ед.", "Цена", "Сумма"], cells]
    if syntax.alone:
        rows = [rows[0], [syntax.begin], cells, [syntax.end]]
    if syntax.second:
        rows.append([cell.replace("[i]", "[i+1]") for cell in cells])
    table = document.add_table(rows=len(rows), cols=len(LINE), style="Table Grid")
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    for n, row in enumerate(rows):
        for m, text in enumerate(row):
            table.cell(n, m).text = text


def _requisites(document: Document, field: Writer) -> None:
    document.add_heading("Реквизиты", level=2)
    table = document.add_table(rows=1, cols=2)
    for cell, side in zip(table.rows[0].cells, ("seller", "company"), strict=True):
        cell.text = side
        for name in PARTY:
            cell.add_paragraph(field(f"{side}.{name}")).paragraph_format.space_after = Mm(0)
