"""The programs from outside that tests use: where they are, and what their absence means."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "mutool": ("mutool",),
    "openssl": ("openssl",),
    "pdfsig": ("pdfsig",),
    "pdftoppm": ("pdftoppm",),
    "pdftotext": ("pdftotext",),
    "qpdf": ("qpdf",),
    "redis": ("redis-server",),
    "softhsm": ("softhsm2-util",),
    "soffice": ("soffice", "libreoffice"),
}


def require(service: str) -> Path:
    """Return the program of a service, or end the test: skipped, or failed where services are required."""
    return locate(service) or absent(service)


def locate(service: str) -> Path | None:
    """Return where the program of a service is; for postgresql, the `postgres` of the newest version."""
    if service == "postgresql":
        servers = Path("/usr/lib/postgresql").glob("*/bin/postgres")
        return max(servers, key=lambda path: int(path.parts[-3]), default=None)
    found = (shutil.which(command) for command in COMMANDS[service])
    return next((Path(path) for path in found if path), None)


def absent(service: str) -> NoReturn:
    """Skip the test, or fail it where DOCSVC_REQUIRE_SERVICES=1 says that nothing may be missing."""
    reason = f"{service} is not installed: make setup"
    if os.environ.get("DOCSVC_REQUIRE_SERVICES") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip or fail a test marked `needs("chromium")` on a machine that has none."""
    for marker in item.iter_markers("needs"):
        for service in marker.args:
            require(service)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    return require("chromium")


@pytest.fixture(scope="session")
def pdfsig_path() -> Path:
    return require("pdfsig")
