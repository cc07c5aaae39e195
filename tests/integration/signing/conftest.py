"""An installation whose document has just been sent, on each database."""

import pytest
from flask import Flask

from docsvc.tools import Tools
from tests.integration.signing.browser import Browser
from tests.integration.signing.rooms import app, client, clock, tools
from tests.integration.signing.sending import Sent, put_sent
from tests.integration.signing.visits import FACTS

__all__ = ["app", "client", "clock", "other", "sent", "tools"]


@pytest.fixture
def other(app: Flask) -> Browser:
    """Somebody else's browser."""
    return Browser(app)


@pytest.fixture
def sent(tools: Tools) -> Sent:
    """A contract that waits for the client's signature."""
    return put_sent(tools, facts=FACTS)
