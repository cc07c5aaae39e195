"""Blocks, products and comparisons as the REST API answers them: these values are its response schemas."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from docsvc.queries.compare import Pair
from docsvc.queries.content import block_list
from docsvc.queries.paging import Page
from docsvc.queries.products import ProductRow, product_list
from templates.compare import Row, Sign


@dataclass(frozen=True, slots=True)
class BlockAnswer:
    """A text of the content library; templates insert it by `{BLOCK:name}`."""

    name: str
    language: str
    title: str
    tags: tuple[str, ...]
    version: str
    text: str
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class BlocksAnswer:
    """The blocks in use, by title."""

    items: tuple[BlockAnswer, ...]


@dataclass(frozen=True, slots=True)
class ProductAnswer:
    """One product; `vat_rate` null is «Без НДС»."""

    sku: str
    name: str
    description: str
    unit: str
    price: Decimal
    currency: str
    vat_rate: Decimal | None
    active: bool


@dataclass(frozen=True, slots=True)
class ProductsAnswer:
    """One page of the catalogue, by name; `pages` tells how many there are."""

    items: tuple[ProductAnswer, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ProductsSaved:
    """What became of products that were sent."""

    added: int
    replaced: int


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A paragraph that differs, as it was and as it is; empty where it was added or removed."""

    sign: Sign
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A value of the facts that differs, by its path."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangesAnswer:
    """What changed between two versions of a document: in its data and in its text."""

    before: str
    after: str
    comment: str
    author: str
    facts: tuple[ChangedFact, ...]
    text: tuple[ChangedText, ...]


def blocks_answer(session: Session, *, search: str, tag: str, language: str) -> BlocksAnswer:
    """Return the blocks in use, narrowed by what is asked for."""
    rows = block_list(session, text=search, tag=tag, language=language)
    return BlocksAnswer(
        tuple(
            BlockAnswer(row.name, row.language, row.title, row.tags, row.version, row.text, row.changed_at)
            for row in rows
        )
    )


def products_answer(session: Session, *, search: str, page: int, limit: int) -> ProductsAnswer:
    """Return a page of the catalogue."""
    found: Page[ProductRow] = product_list(session, text=search, page=page, size=limit)
    items = tuple(
        ProductAnswer(
            sku=row.sku,
            name=row.name,
            description=row.description,
            unit=row.unit,
            price=row.price,
            currency=row.currency,
            vat_rate=row.vat,
            active=row.active,
        )
        for row in found.rows
    )
    return ProductsAnswer(items, found.total, found.number, found.last)


def changes_answer(pair: Pair, rows: tuple[Row, ...]) -> ChangesAnswer:
    """Return what differs, paragraphs that are equal left out."""
    changed = (row for row in rows if row.sign is not Sign.SAME)
    return ChangesAnswer(
        before=pair.old.label,
        after=pair.new.label,
        comment=pair.new.comment,
        author=pair.new.author,
        facts=tuple(ChangedFact(each.path, each.before, each.after) for each in pair.facts),
        text=tuple(ChangedText(row.sign, row.old_text, row.new_text) for row in changed),
    )
