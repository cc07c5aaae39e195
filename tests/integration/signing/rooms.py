"""An installation for the pages of recipients, its clock, and the browser of its client."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from docsvc.tools import Tools
from tests.integration.core.installation import Clock, make_installation
from tests.integration.signing.browser import Browser

__all__ = ["app", "client", "clock", "tools"]


@pytest.fixture
def tools(tmp_path: Path, database_url: str) -> Iterator[Tools]:
    made = make_installation(tmp_path / "data", database_url=database_url)
    yield made.tools
    made.tools.database.dispose()


@pytest.fixture
def clock(tools: Tools) -> Clock:
    """The time that everything goes by; move it with `clock.ahead`."""
    assert isinstance(tools.clock, Clock)
    return tools.clock


@pytest.fixture
def app(tools: Tools) -> Flask:
    from api.app import create_app

    return create_app(tools)


@pytest.fixture
def client(app: Flask) -> Browser:
    """The client's browser."""
    return Browser(app)
