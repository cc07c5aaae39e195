"""An installation on each database, programs with keys, and a client for them."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from docsvc.actions.make_api_key import make_api_key
from docsvc.model.api_scopes import FOR_A_PERSON, ApiScope
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation

MakeKey = Callable[..., str]
Headers = dict[str, str]


@pytest.fixture
def app(installation: Installation) -> Flask:
    return create_app(installation.tools)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def make_key(installation: Installation) -> MakeKey:
    def make(*scopes: str, person: str | None = None, name: str = "amoCRM") -> str:
        email = f"{person}@polaris.example" if person else None
        administrator = installation.people["administrator"]
        with installation.tools.work() as work:
            return make_api_key(work, actor=administrator, name=name, scopes=scopes, user_email=email)

    return make


def bearer(key: str) -> Headers:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def machine(make_key: MakeKey) -> Headers:
    """A CRM that acts for nobody: it may do all that a machine may."""
    return bearer(make_key(*frozenset(ApiScope) - FOR_A_PERSON))


@pytest.fixture
def manager(make_key: MakeKey) -> Headers:
    """A program that acts for the manager, with every scope."""
    return bearer(make_key(*ApiScope, person="manager"))


@pytest.fixture
def deal() -> dict[str, Any]:
    return copy.deepcopy(DEAL)
