"""Making a row once and keeping it up to date, whoever else does the same at the same moment."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from docsvc.model import Company, Deal, new_id
from docsvc.work import Work, insert_missing

Row = TypeVar("Row", Company, Deal)


def claim(
    work: Work, table: type[Row], key: Mapping[str, str], values: Mapping[str, Any]
) -> tuple[str, bool]:
    """Insert a row unless one has the same unique `key`; return its id and whether it is new.

    The row is locked until the transaction ends; another transaction that makes the same row is waited for.
    """
    row_id = new_id()
    if insert_missing(work.session, table, id=row_id, **key, **values):
        return row_id, True
    found = select(table).filter_by(**key).options(lazyload("*")).with_for_update()
    return work.session.scalars(found.execution_options(populate_existing=True)).one().id, False


def assign(row: object, values: Mapping[str, Any]) -> frozenset[str]:
    """Set what differs and return the names of what did."""
    changed = frozenset(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    return changed
