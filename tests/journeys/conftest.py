"""One installation and one Chromium for all stories of a worker; for each story, windows of its people."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from docsvc.demo.people import Machine
from tests.journeys.installation import PEOPLE, Installation, prepare, serve
from tests.journeys.office import Office
from tests.journeys.screen import DESK, PHONE, Screen, Size
from tests.journeys.troubles import Troubles

CHROMIUM = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 30_000
"""Two cores do everything here: the server, the runner and the browser."""

Open = Callable[[str], Screen]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    data = tmp_path_factory.mktemp("journeys")
    passwords, key = prepare(data)
    with serve(data) as base_url:
        yield Installation(base_url, data, passwords, key)


@pytest.fixture(scope="session")
def office(house: Installation) -> Iterator[Office]:
    people = Office(house, Machine(house.base_url, house.api_key))
    yield people
    people.close()


@pytest.fixture(scope="session")
def chromium(chromium_path: Path) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """The folder that the screenshots go to, where DOCSVC_SCREENSHOTS names one."""
    name = os.environ.get("DOCSVC_SCREENSHOTS")
    if not name:
        return None
    folder = Path(name)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(params=[PHONE, DESK], ids=str)
def size(request: pytest.FixtureRequest) -> Size:
    chosen: Size = request.param
    return chosen


@pytest.fixture
def window(
    chromium: Browser, house: Installation, office: Office, size: Size, pictures: Path | None
) -> Iterator[Open]:
    """Open a browser for somebody: a part of `PEOPLE`, who is logged in, or anybody else, who is not."""
    screens: list[Screen] = []

    def start(who: str) -> Screen:
        context = chromium.new_context(
            viewport={"width": size.width, "height": size.height},
            is_mobile=size.touch,
            has_touch=size.touch,
            device_scale_factor=2 if size.touch else 1,
            reduced_motion="reduce",
            locale="ru-RU",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        if who in PEOPLE:
            cookies = office.colleague(who)._client.cookies.jar
            context.add_cookies(
                [{"name": each.name, "value": each.value or "", "url": house.base_url} for each in cookies]
            )
        page = context.new_page()
        screen = Screen(page, house.base_url, size, pictures, Troubles(page, base_url=house.base_url))
        screens.append(screen)
        return screen

    yield start
    for screen in screens:
        screen.page.context.close()
    for screen in screens:
        screen.finish()


@pytest.fixture
def administrator(window: Open) -> Screen:
    return window("administrator")


@pytest.fixture
def manager(window: Open) -> Screen:
    return window("manager")


@pytest.fixture
def lawyer(window: Open) -> Screen:
    return window("lawyer")


@pytest.fixture
def finance(window: Open) -> Screen:
    return window("finance")


@pytest.fixture
def director(window: Open) -> Screen:
    return window("director")


@pytest.fixture
def accountant(window: Open) -> Screen:
    return window("accountant")


@pytest.fixture
def client(window: Open) -> Screen:
    """Somebody outside with a browser and nothing else."""
    return window("client")
