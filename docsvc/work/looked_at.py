"""A column that SQLite looks at row by row, and not by an index: it counts no values, so it cannot choose.

PostgreSQL knows that four documents of five are archived, and reads the newest first until a page is full.
SQLite takes every index for choosy: it would collect eighty thousand rows by one and sort them.

Nobody runs ANALYZE there, on purpose. Without histograms (SQLITE_ENABLE_STAT4, which is mostly left out) it
tells an average for each index, and an average is wrong for a state: over 100,000 documents it made some
pages several times as quick and as many as slow, more so with `analysis_limit`. So a statement says
what it is found by, and its plan is the same on the first day and after years.
Source: SQLite, «Query Planner Stability Guarantee».
"""

from typing import Any, TypeVar

from sqlalchemy import SQLColumnExpression
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement

Value = TypeVar("Value")


class LookedAt(FunctionElement[Value]):
    """A column behind SQLite's unary plus. Source: SQLite, «The SQLite query optimizer overview», § 3."""

    inherit_cache = True


def looked_at(column: InstrumentedAttribute[Value], *, dense: bool) -> SQLColumnExpression[Value]:
    """Return the column as it is asked where so many rows are found that an index is of no use."""
    if not dense:
        return column
    found = LookedAt[Value](column)
    found.type = column.type
    return found


@compiles(LookedAt)
def _as_it_is(element: LookedAt[Any], compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(LookedAt, "sqlite")
def _by_no_index(element: LookedAt[Any], compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"
