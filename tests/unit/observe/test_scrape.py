"""Who may have the figures of a node."""

from dataclasses import replace
from typing import Any

import pytest

from docsvc.config import Settings, read_settings
from docsvc.errors import BadConfiguration
from docsvc.health.answers import Asker, may_scrape
from docsvc.observe.form import Form

LOCAL, OTHER = "127.0.0.1", "203.0.113.9"
TOKEN = {"metrics_token": "the-token"}


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings({})


@pytest.mark.parametrize(
    ("changes", "address", "headers", "may"),
    [
        ({}, LOCAL, {}, True),
        ({}, "::1", {}, True),
        ({}, OTHER, {}, False),
        ({}, "", {}, False),
        ({}, LOCAL, {"x-forwarded-for": OTHER}, False),
        ({"base_url": "https://docs.example.com"}, LOCAL, {}, False),
        ({"trusted_proxies": 1}, LOCAL, {}, False),
        (TOKEN, OTHER, {"authorization": "Bearer the-token"}, True),
        (TOKEN, LOCAL, {}, False),
        (TOKEN, LOCAL, {"authorization": "Bearer the-tokem"}, False),
        (TOKEN, LOCAL, {"authorization": "the-token"}, False),
        (TOKEN, LOCAL, {"authorization": "Bearer ключ"}, False),
    ],
)
def test_the_figures_are_for_the_token_or_for_this_machine_alone(
    settings: Settings,
    changes: dict[str, Any],
    address: str,
    headers: dict[str, str],
    may: bool,  # noqa: FBT001
) -> None:
    assert may_scrape(Asker(address, headers), replace(settings, **changes)) is may


def test_the_token_is_not_shown_and_the_form_of_the_log_is_checked() -> None:
    chosen = read_settings({"DOCSVC_METRICS_TOKEN": "the-token", "DOCSVC_LOG": "json"})
    assert (chosen.metrics_token, chosen.log) == ("the-token", Form.JSON)
    assert "the-token" not in repr(chosen)
    with pytest.raises(BadConfiguration, match="DOCSVC_LOG"):
        read_settings({"DOCSVC_LOG": "xml"})
