"""Small templates in the word user's language, filled in."""

from collections.abc import Mapping
from typing import Any

from templates import Source, complete
from templates.fill import fill

BASE: dict[str, Any] = {
    "deal": {
        "id": "48213",
        "title": "Внедрение",
        "amount": 100000,
        "currency": "RUB",
        "date": "2026-11-05",
        "deadline": "2026-12-15",
        "valid_until": "2026-12-05",
        "additional_conditions": "Гарантия",
    },
    "company": {"name": "ООО «Рога»", "inn": "7701458320"},
    "contact": {"name": "Иванов Иван Иванович"},
    "user": {"name": "Петров П.", "position": "Менеджер", "phone": "+7 1", "email": "p@x.example"},
    "current": {"date": "2026-11-21"},
}
LINES = [
    {"name": "Стол & стул", "quantity": 2, "unit": "шт.", "price": "10.50", "vat_rate": 22},
    {"name": "Монтаж", "quantity": "1.5", "unit": "ч", "price": 1000, "vat_rate": None},
]


def template(body: str, fields: str = "{}", *, kind: str = "quote", more: str = "") -> Source:
    """Make an HTML template of a text."""
    about = f'code: tiny\nkind: {kind}\nlanguage: ru\ntitle: T\nversion: "1.0"\nengine: html\n{more}fields: '
    return Source.from_files({"template.html": body.encode(), "fields.yaml": (about + fields).encode()})


def tree(deal: Mapping[str, Any] | None = None, **sections: Any) -> dict[str, Any]:
    """Give the data of a deal with some of it changed."""
    return {**BASE, "deal": {**BASE["deal"], **(deal or {})}, **sections}


def filled(body: str, deal: Mapping[str, Any] | None = None, **sections: Any) -> str:
    """Fill a text in; non-breaking spaces come out as plain ones."""
    text, _ = fill(template(body), complete(tree(deal, **sections)))
    return text.replace("\u00a0", " ")
