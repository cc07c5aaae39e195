"""How PostgreSQL means to answer what a query asks: every statement is explained before it is run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event, text

GROWING_ROWS = 1_000
"""A table of more rows grows with every document; the others are settings and people."""

Node = dict[str, Any]


@dataclass
class Explained:
    """What was asked, and the tables that would be read from end to end for it."""

    statements: list[str] = field(default_factory=list)
    read_whole: set[str] = field(default_factory=set)


def growing(engine: Engine) -> frozenset[str]:
    with engine.connect() as connection:
        found = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > :rows")
        return frozenset(connection.scalars(found, {"rows": GROWING_ROWS}))


@contextmanager
def explained(engine: Engine) -> Iterator[Explained]:
    """Explain each SELECT of the block on the connection that is about to run it."""
    found, tables = Explained(), growing(engine)

    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith(("SELECT", "WITH")):
            return
        with connection.connection.dbapi_connection.cursor() as asking:
            asking.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            (plan,) = asking.fetchone()[0]
        whole = {node["Relation Name"] for node in nodes(plan["Plan"]) if node["Node Type"] == "Seq Scan"}
        if whole & tables:
            found.statements.append(statement)
            found.read_whole |= whole & tables

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", explain)


def nodes(plan: Node) -> Iterator[Node]:
    """Return a node of a plan and all below it."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
