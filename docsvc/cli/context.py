"""What commands act with: the settings, the open installation, and who types."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def operator() -> "Actor":
    """Return who types, by their login: whoever reaches the data folder may do everything."""
    import getpass

    from docsvc.work import Actor, ActorKind

    return Actor(kind=ActorKind.SYSTEM, id="cli", name=getpass.getuser())
