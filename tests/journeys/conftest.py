"""One installation and one Chromium for all stories of a worker; for each story, windows of its people."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from docsvc.demo.people import Colleague
from tests.journeys.behind import Behind, Crm
from tests.journeys.chromium import FLAGS, PATIENCE_MS, browser_of
from tests.journeys.installation import PEOPLE, Installation, installed
from tests.journeys.office import Office
from tests.journeys.screen import DESK, Screen, Size
from tests.journeys.troubles import Troubles
from tests.services.layouts import EMBEDDED, LAYOUTS, Layout
from tests.services.postgres import Postgres
from tests.services.redis import RedisServer

HERE = Path(__file__).parent
Open = Callable[..., Screen]


class Passing(Screen):
    """A window in which pages are waited for and not examined: both layouts show the same ones."""

    def look(self, name: str, *, dark: bool = False, here: bool = False) -> None:
        """Wait until the page has come."""
        self._settle()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the stories be played in either layout: `--layout redis`."""
    parser.addoption("--layout", choices=LAYOUTS, default=EMBEDDED, help="where journeys are played")


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of the stories that are played in both layouts each time."""
    config.addinivalue_line("markers", "everywhere: a story that make test plays in both layouts")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, where it is not the usual layout, what plays on no installation of ours."""
    if _layout_of(config) == EMBEDDED:
        return
    here = [item for item in items if not _is_story(item) or "house" in _fixtures(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in here])
    items[:] = here


def _layout_of(config: pytest.Config) -> str:
    return str(config.getoption("--layout", EMBEDDED))


def _is_story(item: pytest.Item) -> bool:
    return item.path.is_relative_to(HERE)


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else ()


@pytest.fixture(scope="session")
def layout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The layout that was asked for, on a database and a Redis of this process's own."""
    data = tmp_path_factory.mktemp("journeys")
    if _layout_of(request.config) == EMBEDDED:
        return Layout(data)
    postgres: Postgres = request.getfixturevalue("postgres")
    redis: RedisServer = request.getfixturevalue("redis_session")
    return Layout(data, postgres.url(postgres.create()), redis.url)


@pytest.fixture(scope="session")
def house(layout: Layout) -> Iterator[Installation]:
    with installed(layout) as house:
        yield house


@pytest.fixture(scope="session")
def office(house: Installation) -> Iterator[Office]:
    crm = Crm(house.base_url, house.api_key, house.tools)
    people = Office(house, crm, Behind(house.tools, dict(PEOPLE)))
    yield people
    people.close()


@pytest.fixture(scope="session")
def chromium(chromium_path: Path) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
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


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Size:
    """The window of a story: a desk's, unless it is marked `ON_A_PHONE` or `ON_BOTH`."""
    chosen: Size = getattr(request, "param", DESK)
    return chosen


@pytest.fixture(scope="session")
def rested() -> dict[tuple[str, Size], Screen]:
    """The windows of people who work here, by part and size: they stay open from story to story."""
    return {}


@pytest.fixture
def window(
    chromium: Browser,
    house: Installation,
    office: Office,
    size: Size,
    pictures: Path | None,
    rested: dict[tuple[str, Size], Screen],
) -> Iterator[Open]:
    """Open a window for somebody: a part of `PEOPLE`, who is logged in, or anybody else, who is not.

    `at` is another size than the story's. Whoever is not logged in comes with a new browser, which runs
    no scripts without `scripts`; so does, with `afresh`, who will change more in it than a page.
    """
    staying: list[tuple[str, Screen]] = []
    going: list[Screen] = []

    def start(who: str, *, at: Size = size, scripts: bool = True, afresh: bool = False) -> Screen:
        stays = who in PEOPLE and scripts and not afresh
        screen = rested.pop((who, at), None) if stays else None
        if screen is None:
            context = browser_of(chromium, at, scripts=scripts)
            if who in PEOPLE:
                _log_in(context, office.colleague(who), house.base_url)
            page = context.new_page()
            kind = Screen if house.layout.name == EMBEDDED else Passing
            screen = kind(page, house.base_url, at, pictures, Troubles(page, base_url=house.base_url))
        if stays:
            staying.append((who, screen))
        else:
            going.append(screen)
        return screen

    yield start
    for _who, screen in staying:
        screen.rest()
    for screen in going:
        screen.page.context.close()
    for screen in going:
        screen.finish()
    for who, screen in staying:
        screen.finish()
        rested[who, screen.size] = screen


def _log_in(context: BrowserContext, colleague: Colleague, base_url: str) -> None:
    """Let a browser have what another one of the same person was given when they logged in."""
    cookies = colleague._client.cookies.jar
    context.add_cookies([{"name": each.name, "value": each.value or "", "url": base_url} for each in cookies])


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
