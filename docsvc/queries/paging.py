"""Pages of a list: a slice of rows and how many there are in all."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import InstrumentedAttribute

Row = TypeVar("Row")

PAGE_SIZE = 25
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page (`number` counts from 1) and the total over all pages."""

    rows: tuple[Row, ...]
    total: int
    number: int = 1
    size: int = PAGE_SIZE

    @property
    def last(self) -> int:
        """Return the number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))


def contains(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Tell whether `column`, which holds casefolded text, contains every word of `text`.

    SQLite lowers ASCII only, so the casefolding is done here and where the row is written.
    """
    words = text.casefold().split()[:MOST_WORDS]
    return and_(true(), *(column.contains(word, autoescape=True) for word in words))
