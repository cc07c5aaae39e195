"""The fields that can be put on a page, and whose they are: words, icons and usual sizes."""

from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from docsvc.model import FROM_OUTSIDE
from docsvc.model.upload_words import CHANGE_WORDS
from signing import FieldKind


@dataclass(frozen=True, slots=True)
class Stock:
    """One kind of field in the palette; `width` and `height` are what a new one measures, in millimetres."""

    word: LazyString
    icon: str
    width: float
    height: float


STOCK: Final = {
    FieldKind.SIGNATURE: Stock(_("Подпись"), "signature", 75, 25),
    FieldKind.INITIALS: Stock(_("Инициалы"), "pencil", 24, 11),
    FieldKind.DATE: Stock(_("Дата"), "calendar", 30, 8),
    FieldKind.NAME: Stock(_("Имя"), "user", 60, 8),
    FieldKind.COMPANY: Stock(_("Компания"), "building", 60, 8),
    FieldKind.TEXT: Stock(_("Текст"), "writing", 60, 8),
    FieldKind.CHECKBOX: Stock(_("Галочка"), "check", 6, 6),
    FieldKind.STAMP: Stock(_("Печать"), "certificate", 38, 38),
}

PARTIES: Final = {"seller": _("Мы"), "client": _("Клиент")}
"""The usual sides; a template may know others, which keep their own name."""

TAKEN: Final = {origin.value for origin in FROM_OUTSIDE}
"""Origins of documents that came as a finished PDF, as pages ask for them."""


def party_base(party: str) -> str:
    """Return whose side a place is on: `client2` is a further place of `client`."""
    return party.rstrip("0123456789")


def party_word(party: str) -> str:
    """Return a side in words."""
    base = party_base(party)
    number = party.removeprefix(base)
    return f"{PARTIES.get(base, base)}{' ' + number if number else ''}"


def change_words(changes: list[str]) -> list[str]:
    """Say what the gate changed in an uploaded PDF."""
    known = {change.value: words for change, words in CHANGE_WORDS.items()}
    return [str(_(known[each])) for each in changes if each in known]


PLACING: Final = {
    "FIELD_STOCK": STOCK,
    "party_word": party_word,
    "TAKEN_ORIGINS": TAKEN,
    "change_words": change_words,
}
"""What templates of pages know of fields."""
