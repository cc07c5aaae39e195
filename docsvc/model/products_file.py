"""A product catalogue as a CSV file: read whole, or refused with every wrong row."""

import csv
import io
from collections.abc import Iterator, Mapping

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model.content_input import ProductInput
from docsvc.model.input_errors import checked

MAX_ROWS = 5000
MOST_PROBLEMS = 20
COLUMNS: Mapping[str, str] = (
    {
        "артикул": "sku",
        "название": "name",
        "наименование": "name",
        "описание": "description",
        "единица": "unit",
        "ед": "unit",
        "цена": "price",
        "валюта": "currency",
        "ндс": "vat_rate",
        "ставка ндс": "vat_rate",
        "продаётся": "active",
    }
    | {name: name for name in ProductInput.model_fields}
    | {"vat": "vat_rate"}
)
"""What a column may be called, without case and full stops."""

_NO = frozenset({"0", "нет", "no", "false", "-"})


def read_products(raw: bytes) -> tuple[ProductInput, ...]:
    """Read a CSV file with a row of headings; columns parted by `,`, `;` or tabs; UTF-8 or Windows-1251.

    Raises `BadInput` that names wrong rows by their numbers, the headings being row 1.
    """
    rows = csv.reader(io.StringIO(_text(raw), newline=""), delimiter=_delimiter(_text(raw)))
    headings = [COLUMNS.get(name.strip().casefold().rstrip(".")) for name in next(rows, [])]
    if not {"sku", "name", "price"} <= set(headings):
        raise BadInput(
            [("строка 1", "нужны колонки: артикул, название, цена; можно ещё: единица, НДС, описание")]
        )
    return tuple(_products(headings, rows))


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1251", "replace")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(";,\t", key=first.count)


def _products(headings: list[str | None], rows: Iterator[list[str]]) -> Iterator[ProductInput]:
    read: list[ProductInput] = []
    problems: list[tuple[str, str]] = []
    for number, cells in enumerate(rows, start=2):
        if number > MAX_ROWS + 1:
            raise BadInput([("файл", Phrase("больше %(most)s строк: разделите его", most=MAX_ROWS))])
        given = {
            name: cell.strip() for name, cell in zip(headings, cells, strict=False) if name and cell.strip()
        }
        if not given or len(problems) >= MOST_PROBLEMS:
            continue
        try:
            read.append(checked(ProductInput, _plain(given)))
        except BadInput as refusal:
            row = Phrase("строка %(number)s", number=number)
            problems += [(row, text) for _path, text in refusal.problems]
    if problems:
        raise BadInput(problems[:MOST_PROBLEMS])
    yield from read


def _plain(given: Mapping[str, str]) -> dict[str, object]:
    """Write figures as a program would: «1 234,50» and «22 %» are what spreadsheets give."""
    figures = {"price", "vat_rate"} & given.keys()
    plain: dict[str, object] = {**given, **{name: _figure(given[name]) for name in figures}}
    if "active" in given:
        plain["active"] = given["active"].casefold() not in _NO
    return {"vat_rate": None} | plain


def _figure(text: str) -> str:
    if text.casefold() in {"без ндс", "none", "-", "нет"}:
        return "none"
    return "".join(text.removesuffix("%").split()).replace(",", ".")
