"""What a process works out once for all the installations that its tests open: no test is about it.

Each installation comes with engines, an application and documents of its own. For each of them SQLAlchemy
would make the SQL of the same queries anew, Jinja the code of the same pages, and Werkzeug that of the same
addresses: most of what a test costs.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from apiflask import APIFlask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.engine.default import DefaultDialect
from werkzeug.routing import Rule

from api.assets import folder_hash
from docsvc.work import database
from templates import Rendered, Source


def remembering(
    render: Callable[[Source, Mapping[str, Any]], Rendered],
) -> Callable[[Source, Mapping[str, Any]], Rendered]:
    """Return `render` with a memory; what it refuses is asked again."""
    known: dict[tuple[str, str], Rendered] = {}

    def remembered(source: Source, facts: Mapping[str, Any]) -> Rendered:
        key = (source.digest, json.dumps(facts, sort_keys=True))
        if key not in known:
            known[key] = render(source, facts)
        return known[key]

    return remembered


def share_sql(patch: pytest.MonkeyPatch) -> None:
    """Let every database keep the SQL that is made of queries in one place, by the kind of database."""
    kept: dict[Any, Any] = {}

    def create(url: URL, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        engine.update_execution_options(compiled_cache=kept)
        return engine

    # SQL is kept by the dialect that it was made for, and each engine has its own.
    patch.setattr(DefaultDialect, "__eq__", lambda one, other: _kind(one) == _kind(other))
    patch.setattr(DefaultDialect, "__hash__", lambda one: hash(_kind(one)))
    patch.setattr("docsvc.work.database.create_engine", create)


def _kind(dialect: object) -> tuple[type, str]:
    return type(dialect), getattr(dialect, "paramstyle", "")


def wait_for_no_disk(patch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for the disk: what a test wrote is thrown away. SQLite's locks and journal stay."""
    patch.setattr("os.fsync", lambda _descriptor: None)
    opened = database._sqlite_connection

    def connection(*, query_only: bool) -> Callable[[Any, Any], None]:
        prepare = opened(query_only=query_only)

        def hurried(connection: Any, record: Any) -> None:
            prepare(connection, record)
            connection.execute("PRAGMA synchronous = OFF")

        return hurried

    patch.setattr(database, "_sqlite_connection", connection)


def share_routes(patch: pytest.MonkeyPatch) -> None:
    """Let applications share the code that writes the addresses of routes, and the hash of their assets."""
    made = Rule._compile_builder
    known: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def writer(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in known:
            known[key] = made(rule, append_unknown)
        return known[key]

    patch.setattr(Rule, "_compile_builder", writer)
    patch.setattr("api.assets.folder_hash", cache(folder_hash))


def share_pages(patch: pytest.MonkeyPatch) -> None:
    """Let every application keep the code that is made of pages in one place."""
    patch.setattr(APIFlask, "jinja_options", {**APIFlask.jinja_options, "bytecode_cache": Pages()})


class Pages(BytecodeCache):
    """The code of pages, in memory; Jinja itself looks whether a page has changed."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is known of a page."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was made of a page."""
        self._known[bucket.key] = bucket.bytecode_to_string()
