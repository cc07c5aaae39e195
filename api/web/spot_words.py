"""Places in a template as the reader's language names them."""

from flask_babel import gettext as _

from api.told import told_reason
from templates.findings import Spot


def spot_words(spot: Spot) -> str:
    """Name a place: «таблица 2, строка 3», «верхний колонтитул, абзац 1»."""
    named = (
        part_words(spot.part),
        _("таблица %(number)s", number=spot.table) if spot.table else "",
        _("строка %(number)s", number=spot.row or spot.line) if spot.row or spot.line else "",
        _("абзац %(number)s", number=spot.paragraph) if spot.paragraph and not spot.table else "",
    )
    return ", ".join(each for each in named if each)


def part_words(part: str) -> str:
    """Name a part of a Word file, a note by its number: «сноска 2, надпись»."""
    return ", ".join(_part(each) for each in part.split(", ")) if part else ""


def _part(part: str) -> str:
    name, _space, number = part.rpartition(" ")
    return f"{told_reason(name)} {number}" if number.isdigit() else told_reason(part)
