"""An installation whose document has just been sent, on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from docsvc.tools import Tools
from tests.integration.core.installation import Clock, make_installation
from tests.integration.signing.browser import Browser
from tests.integration.signing.sending import Sent, put_sent
from tests.integration.signing.visits import FACTS


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


@pytest.fixture
def other(app: Flask) -> Browser:
    """Somebody else's browser."""
    return Browser(app)


@pytest.fixture
def sent(tools: Tools) -> Sent:
    """A contract that waits for the client's signature."""
    return put_sent(tools, facts=FACTS)
