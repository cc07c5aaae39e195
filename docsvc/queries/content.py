"""The content library: its list, one block with its versions, and what can be picked for a document."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import NotFound
from docsvc.model import ContentBlock, ContentVersion
from docsvc.queries.paging import contains
from templates.compare import Row, side_by_side

EXCERPT = 160


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block as lists show it; `text` is its whole text."""

    id: str
    name: str
    language: str
    title: str
    tags: tuple[str, ...]
    version: str
    text: str
    author: str
    changed_at: dt.datetime
    retired_at: dt.datetime | None

    @property
    def excerpt(self) -> str:
        """Return the beginning of the text in one line."""
        line = " ".join(self.text.split())
        return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rstrip()}…"


@dataclass(frozen=True, slots=True)
class BlockVersionRow:
    """One version of a block, with what it changed in the one before."""

    label: str
    author: str
    note: str
    text: str
    created_at: dt.datetime
    current: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block with its versions, newest first."""

    block: BlockRow
    versions: tuple[BlockVersionRow, ...]


def block_list(
    session: Session, *, text: str = "", tag: str = "", retired: bool = False, language: str = ""
) -> tuple[BlockRow, ...]:
    """Return the blocks whose name, title, tags or text hold every word of `text`, by title."""
    found = select(ContentBlock).where(contains(ContentBlock.search, text))
    if not retired:
        found = found.where(ContentBlock.retired_at.is_(None))
    if language:
        found = found.where(ContentBlock.language == language)
    rows = (_row(block) for block in session.scalars(found.order_by(ContentBlock.title, ContentBlock.id)))
    return tuple(row for row in rows if not tag or tag in row.tags)


def block_tags(session: Session) -> tuple[str, ...]:
    """Return the tags in use, the most frequent first."""
    found = session.scalars(select(ContentBlock.tags).where(ContentBlock.retired_at.is_(None)))
    counted = Counter(tag for tags in found for tag in tags)
    return tuple(tag for tag, _count in sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def one_block(session: Session, block_id: str) -> BlockView:
    """Return a block with its versions; raise `NotFound`."""
    block = session.get(ContentBlock, block_id)
    if block is None:
        raise NotFound
    before = [None, *block.versions[:-1]]
    versions = (_version(each, old, block) for each, old in zip(block.versions, before, strict=True))
    return BlockView(_row(block), tuple(reversed(tuple(versions))))


def _row(block: ContentBlock) -> BlockRow:
    version = block.version
    return BlockRow(
        id=block.id,
        name=block.name,
        language=block.language,
        title=block.title,
        tags=tuple(block.tags),
        version=version.label,
        text=version.text,
        author=version.author,
        changed_at=version.created_at,
        retired_at=block.retired_at,
    )


def _version(version: ContentVersion, old: ContentVersion | None, block: ContentBlock) -> BlockVersionRow:
    rows = side_by_side(old.text.splitlines(), version.text.splitlines()) if old else ()
    return BlockVersionRow(
        label=version.label,
        author=version.author,
        note=version.note,
        text=version.text,
        created_at=version.created_at,
        current=version.id == block.current_version_id,
        rows=rows,
    )
