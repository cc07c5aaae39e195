"""What the columns of a list of people are called: ours, and what lists already have call them."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase

HEADINGS: Final[Mapping[str, str]] = {
    "name": "имя",
    "email": "почта",
    "phone": "телефон",
    "position": "должность",
    "organisation": "организация",
    "authority": "на основании",
    "language": "язык",
}
"""The columns by field, as the sample has them."""

_ALSO: Final[Mapping[str, Sequence[str]]] = {
    "name": (
        *("фио", "имя и фамилия", "фамилия и имя", "фамилия имя отчество", "получатель", "сотрудник"),
        *("фио клиента", "фио получателя", "фио сотрудника", "контакт", "контактное лицо"),
        *("full name", "recipient", "contact"),
    ),
    "email": (
        *("e-mail", "mail", "эл. почта", "электронная почта", "электронный адрес", "адрес почты"),
        *("адрес электронной почты", "почта клиента", "email клиента", "email адрес", "email address"),
    ),
    "phone": ("тел", "моб", "мобильный", "номер телефона", "мобильный телефон", "mobile"),
    "position": ("job title",),
    "organisation": ("компания", "организация получателя", "название компании", "company", "organization"),
    "authority": ("действует на основании", "основание", "основание полномочий", "on the basis of"),
    "language": ("язык писем", "lang"),
}
_SURNAME, _GIVEN, _PATRONYMIC = "surname", "given", "patronymic"
_PARTS: Final = {
    **dict.fromkeys(("фамилия", "surname", "lastname"), _SURNAME),
    **dict.fromkeys(("имя", "name", "givenname", "firstname"), _GIVEN),
    **dict.fromkeys(("отчество", "patronymic", "middlename"), _PATRONYMIC),
}
"""A name over several columns; «имя» is the whole name where no surname stands beside it."""

_REMARK: Final = re.compile(r"\([^)]*\)")
_BETWEEN: Final = re.compile(r"[\W_]+")
_MOST_ABOVE: Final = 10
_MOST_TOLD, _LONGEST_TOLD = 6, 40

Row = dict[str, str]
Fields = Sequence[str | None]


def find_headings(table: Sequence[Sequence[str]]) -> tuple[int, Fields]:
    """Return which line has the headings, and the field of each column; a title may stand above them.

    Raises `BadInput` with the headings that were found instead.
    """
    filled = [number for number, line in enumerate(table) if any(line)]
    for number in filled[:_MOST_ABOVE]:
        fields = _fields(table[number])
        if {"name", "email"} <= set(fields) or {_SURNAME, "email"} <= set(fields):
            return number, fields
    here = [f"«{cell[:_LONGEST_TOLD]}»" for number in filled[:1] for cell in table[number] if cell]
    words = "в первой строке нужны заголовки, среди них «имя» и «почта», а в ней: %(here)s. Возьмите образец"
    raise BadInput([("файл", Phrase(words, here=", ".join(here[:_MOST_TOLD]) or "—"))])


def row_of(fields: Fields, line: Sequence[str]) -> Row:
    """Return the cells of a line by field; of two columns for one field the first that is filled counts."""
    row: Row = {}
    for field, cell in zip(fields, line, strict=False):
        if field is not None:
            row[field] = row.get(field) or " ".join(cell.split())
    parts = [row.pop(part, "") for part in (_SURNAME, _GIVEN, _PATRONYMIC)]
    return {"name": " ".join(filter(None, parts)), **row} if any(parts) else row


def _fields(line: Sequence[str]) -> Fields:
    words = [_heading(cell) for cell in line]
    whole = {_COLUMNS.get(word) for word in words if word not in _PARTS}
    apart = "name" not in whole and _SURNAME in map(_PARTS.get, words)
    return [_PARTS[word] if apart and word in _PARTS else _COLUMNS.get(word) for word in words]


def _heading(cell: str) -> str:
    """Return the letters of a heading alone: «Ф.И.О. (полностью) *» is «фио», «E-mail» is «email»."""
    return _BETWEEN.sub("", _REMARK.sub("", cell.casefold()))


_COLUMNS: Final = {
    _heading(word): field for field, ours in HEADINGS.items() for word in (field, ours, *_ALSO[field])
}
