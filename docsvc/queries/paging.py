"""Pages of a list: a slice of rows and how many there are in all."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import InstrumentedAttribute

Row = TypeVar("Row")

PAGE_SIZE = 25
MOST_PAGES = 200
"""Whoever turns so many pages looks for something that a filter finds; each costs all those before it."""
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page (`number` counts from 1) and the total over all pages.

    With `more` the total is as far as was counted, and `follows` tells whether there is a page after this.
    """

    rows: tuple[Row, ...]
    total: int
    number: int = 1
    size: int = PAGE_SIZE
    more: bool = False
    follows: bool | None = None

    @property
    def last(self) -> int:
        """Return the number of the last page that can be turned to, at least 1."""
        return last_page(self.total, self.size)

    @property
    def whole(self) -> bool:
        """Tell whether every row can be turned to, so that the last page has a number."""
        return not self.more and self.total <= MOST_PAGES * self.size

    @property
    def goes_on(self) -> bool:
        """Tell whether there is a page after this one."""
        after = self.number < self.last if self.follows is None else self.follows
        return after and self.number < MOST_PAGES

    @property
    def is_end(self) -> bool:
        """Tell whether this is the last page that can be turned to, and there are rows after it."""
        return not self.whole and self.number >= MOST_PAGES


def last_page(total: int, size: int = PAGE_SIZE) -> int:
    """Return the number of the last page of so many rows that can be turned to."""
    return max(1, min(-(-total // size), MOST_PAGES))


def contains(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Tell whether `column`, which holds casefolded text, contains every word of `text`.

    SQLite lowers ASCII only, so the casefolding is done here and where the row is written.
    """
    words = text.casefold().split()[:MOST_WORDS]
    return and_(true(), *(column.contains(word, autoescape=True) for word in words))
