"""An installation with deals to try templates on."""

import json

import pytest

from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model.deal_input import read_deal
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Templates live the same life on both databases; the races of `test_races` run on each."""
    return sqlite_url


@pytest.fixture
def deal_id(installation: Installation) -> str:
    return push(installation, "12345")


def push(installation: Installation, number: str, **changes: object) -> str:
    """Let the CRM push a deal that differs from the usual one; `company` is merged, not replaced."""
    company = DEAL["company"] | changes.pop("company", {})  # type: ignore[operator]  # both are mappings
    about = DEAL | {"external_id": number, "number": number, "company": company} | changes
    with installation.tools.work() as work:
        deal = read_deal(json.dumps(about, ensure_ascii=False).encode())
        return upsert_deal(work, deal, actor=installation.people["manager"]).id
