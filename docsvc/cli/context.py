"""What commands act with: the settings, the open installation, and who types."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

    from docsvc.config import Settings
    from docsvc.tools import Tools
    from docsvc.work import Actor


def settings() -> "Settings":
    """Read the settings of this environment; raise `BadConfiguration`."""
    import os

    from docsvc.config import read_settings

    return read_settings(os.environ)


@contextmanager
def installation() -> "Iterator[Tools]":
    """Open the installation for one command; raise `NotInitialised`."""
    from docsvc.wiring import open_tools

    tools = open_tools(settings())
    try:
        yield tools
    finally:
        tools.database.dispose()


def require_database(connection: "Connection", chosen: "Settings") -> None:
    """Raise `DatabaseLost` where the database holds nothing of the installation: another, or a new file."""
    from docsvc.errors import DatabaseLost
    from docsvc.migrations.upgrade import Schema, standing

    if standing(connection) is Schema.EMPTY:
        raise DatabaseLost(path=chosen.data, database=shown_url(connection.engine.url))


def can_read_secret(chosen: "Settings") -> bool:
    """Tell whether the installation can be opened by whoever asks; why not has a line of its own."""
    import os

    from docsvc.work import secret_file

    return os.access(secret_file(chosen.data), os.R_OK)


def shown_url(url: "URL") -> str:
    """Return where a database is, for people: without its password, a file as its path."""
    is_file = url.get_backend_name() == "sqlite" and url.database
    return url.database or "" if is_file else url.render_as_string(hide_password=True)


def operator() -> "Actor":
    """Return who types, by their login: whoever reaches the data folder may do everything."""
    import getpass
    import os

    from docsvc.work import Actor, ActorKind

    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may be run by a number that no login belongs to
        name = str(os.getuid())
    return Actor(kind=ActorKind.SYSTEM, id="cli", name=name)


def given(file: Path) -> bytes:
    """Read a file, or for «-» what comes by standard input, as into a container."""
    return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()


def given_text(file: Path) -> str:
    """Read a file that people write, as `given`; raise `BadInput` for another encoding than UTF-8."""
    from docsvc.errors import BadInput
    from docsvc.errors.phrase import Phrase

    try:
        return given(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = Phrase(
            "это не UTF-8: байт %(at)s не читается; сохраните файл в кодировке UTF-8",
            at=error.start + 1,
        )
        raise BadInput([(str(file), reason)]) from error
