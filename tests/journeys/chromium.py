"""Chromium as journeys use it: without a screen, and without what only its own windows show."""

from collections.abc import Sequence

from playwright.sync_api import Browser, BrowserContext

from docs.camera import HEADLESS
from tests.journeys.sizes import Size

NOT_USED = (
    # A page of its own beside every window, made of as much script as ours: a third of all the time.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # What Playwright leaves out, too: Chromium goes by the last list that it is given.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
FLAGS: Sequence[str] = (*HEADLESS, f"--disable-features={','.join(NOT_USED)}")
PATIENCE_MS = 120_000
"""Two cores do everything here: the server, the runner and the browser."""


def browser_of(chromium: Browser, size: Size, *, scripts: bool) -> BrowserContext:
    """Return a browser that has never been here, in a window of this size."""
    context = chromium.new_context(
        viewport={"width": size.width, "height": size.height},
        is_mobile=size.touch,
        has_touch=size.touch,
        device_scale_factor=size.density,
        reduced_motion="reduce",
        locale="ru-RU",
        java_script_enabled=scripts,
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context
