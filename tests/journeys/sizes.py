"""The windows that stories are played in, and how a page is looked at in the other one."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession


@dataclass(frozen=True, slots=True)
class Size:
    """A window in CSS pixels; `touch` is a phone."""

    width: int
    height: int
    touch: bool

    def __str__(self) -> str:
        return str(self.width)

    @property
    def density(self) -> int:
        """Return how many pixels of the screen are one of CSS along an edge."""
        return 2 if self.touch else 1


PHONE = Size(390, 844, touch=True)
DESK = Size(1280, 800, touch=False)

ON_A_PHONE = pytest.mark.parametrize("size", [PHONE], ids=str, indirect=True)
"""A story that a finger plays. Others are played at a desk; every page is looked at in both sizes."""
ON_BOTH = pytest.mark.parametrize("size", [DESK, PHONE], ids=str, indirect=True)
"""A story that goes another way on a phone."""


def other(size: Size) -> Size:
    """Return the size that a story is not played in."""
    return DESK if size.touch else PHONE


@contextmanager
def seen_at(browser: CDPSession, size: Size, *, usual: Size) -> Iterator[None]:
    """Make the window another device's, as a browser's own tools do, and what it `usual`ly is again."""
    _become(browser, size)
    try:
        yield
    finally:
        _become(browser, usual)


def photograph(browser: CDPSession, size: Size, path: Path) -> None:
    """Keep a picture of the whole page in this window; Playwright would put back its own first."""
    _become(browser, size)
    whole = browser.send("Page.getLayoutMetrics")["cssContentSize"]
    asked = {"format": "png", "captureBeyondViewport": True, "clip": {**whole, "scale": 1}}
    path.write_bytes(b64decode(browser.send("Page.captureScreenshot", asked)["data"]))


def _become(browser: CDPSession, size: Size) -> None:
    metrics = {"width": size.width, "height": size.height, "deviceScaleFactor": size.density}
    browser.send("Emulation.setDeviceMetricsOverride", metrics | {"mobile": size.touch})
    browser.send("Emulation.setTouchEmulationEnabled", {"enabled": size.touch})
