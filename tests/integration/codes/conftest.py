"""Documents out for signing, a gateway for texts, and browsers; SQLite will do where a test names nothing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from docsvc.config import Sms
from docsvc.tools import Tools
from tests.integration.databases import address
from tests.integration.signing.browser import Browser
from tests.integration.signing.rooms import app, client, clock, tools
from tests.services.sms import SmsGateway, sms_gateway

__all__ = ["app", "client", "clock", "database_url", "gateway", "manager", "tools"]


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    return address(request)


@pytest.fixture
def gateway(tools: Tools) -> Iterator[SmsGateway]:
    """A gateway that this installation sends its texts to."""
    with sms_gateway() as running:
        tools.settings = replace(tools.settings, sms=Sms(url=running.url))
        yield running


@pytest.fixture
def manager(app: Flask) -> Browser:
    """The manager's tablet."""
    return Browser(app)
