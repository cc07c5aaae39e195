"""When the database does not answer for a moment: told as one refusal that a person can act on."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from docsvc.errors import DatabaseUnavailable, NoRoomLeft
from docsvc.observe import logs
from docsvc.observe.lines import told

log = logs.logger(__name__)

PASSING: Final = ("08", "25006", "25P03", "25P04", "40001", "40P01", "53", "55P03", "57014", "57P")
"""States that are not the transaction's fault, by their beginnings: no connection, a standby that may not be
written yet, a time limit, a conflict, no room, a restart. Source: PostgreSQL, appendix A."""

SQLITE_PASSING: Final = (
    "SQLITE_BUSY",
    "SQLITE_CANTOPEN",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_LOCKED",
    "SQLITE_READONLY",
)
"""The same of SQLite: a writer before us, or a disk that somebody has to look after: nobody dies of it."""

REMINDED_S: Final = 10.0
"""Seconds between two lines about the same trouble."""

_told_at: Final[dict[str, float]] = {}


@contextmanager
def told_as_outage() -> Iterator[None]:
    """Raise `DatabaseUnavailable` for what is not the transaction's fault; the reason goes to the log."""
    try:
        yield
    except (DBAPIError, PoolExhausted) as error:
        if not passes(error):
            raise
        _tell(error)
        raise (NoRoomLeft if _is_full(error) else DatabaseUnavailable) from error


def _is_full(error: DBAPIError | PoolExhausted) -> bool:
    orig = getattr(error, "orig", None)
    state = getattr(orig, "sqlite_errorname", None) or getattr(orig, "sqlstate", None)
    return state in {"SQLITE_FULL", "53100"}


def _tell(error: DBAPIError | PoolExhausted) -> None:
    """Write why, unless this process has just done so: everybody who waits tries again every moment."""
    kind, now = type(error.__cause__ or error).__name__, monotonic()
    if now - _told_at.get(kind, -REMINDED_S) >= REMINDED_S:
        _told_at[kind] = now
        log.warning("database_unavailable", **told(error, trace=False))


def passes(error: DBAPIError | PoolExhausted) -> bool:
    """Tell whether the same transaction may well succeed later."""
    if isinstance(error, PoolExhausted):
        return True
    if name := getattr(error.orig, "sqlite_errorname", ""):
        return str(name).startswith(SQLITE_PASSING)
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # it broke before the server could tell anything
        return error.connection_invalidated or isinstance(error, OperationalError)
    return str(state).startswith(PASSING)
