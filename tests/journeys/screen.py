"""One window of one person: what they do in it, and everything that must never happen there, noted down."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, Request, expect

from tests.journeys.accessibility import violations
from tests.journeys.troubles import Troubles

@dataclass(frozen=True, slots=True)
class Size:
    """A window in CSS pixels; `touch` is a phone."""

    width: int
    height: int
    touch: bool

    def __str__(self) -> str:
        return str(self.width)


PHONE = Size(390, 844, touch=True)
DESK = Size(1280, 800, touch=False)


@dataclass(slots=True)
class Screen:
    """A page of a browser; `look` is what a careful tester does at each stop."""

    page: Page
    base_url: str
    size: Size
    pictures: Path | None
    troubles: Troubles

    @property
    def phone(self) -> bool:
        """Tell whether this is a phone."""
        return self.size.touch

    def open(self, path: str) -> None:
        """Go to a page of ours by its address."""
        self.page.goto(path if path.startswith("http") else self.base_url + path)

    def heading(self) -> Locator:
        """Return the heading of the page."""
        return self.page.locator("h1")

    def text(self, words: str) -> Locator:
        """Return the first place where these words stand."""
        return self.page.get_by_text(words).first

    def press(self, words: str, *, within: Locator | None = None) -> None:
        """Press the button, or follow the link, that is called so; a finger on a phone, else the mouse."""
        place: Page | Locator = within if within is not None else self.page
        named = place.get_by_role("button", name=words).or_(place.get_by_role("link", name=words))
        self.touch(named.filter(visible=True).first)

    def touch(self, target: Locator) -> None:
        """Tap or click."""
        if self.phone:
            target.tap()
        else:
            target.click()

    def expects(self, *statuses: int) -> None:
        """Say that the story will meet refusals with these statuses, which it has to."""
        self.troubles.expected |= set(statuses)

    def look(self, name: str, *, dark: bool = False) -> None:
        """Look at the page as it stands: nothing went wrong, nothing sticks out, everybody can use it.

        A picture of it is kept where pictures are asked for; `dark` looks at the dark theme too.
        """
        self._settle()
        assert self.troubles.noted == []
        assert self._overflow() <= 0, f"{name}: the page can be scrolled sideways"
        self._check(name)
        if dark:
            self.page.emulate_media(color_scheme="dark")
            self._check(f"{name}-dark")
            self.page.emulate_media(color_scheme="light")

    def sees_the_document(self) -> None:
        """Wait until the first page of the PDF is painted: the paper shows ink."""
        canvas = self.page.locator(".paper canvas").first
        canvas.scroll_into_view_if_needed()
        expect(canvas).to_be_visible()
        ink = canvas.evaluate(_INK)
        assert ink > 200, "the first page of the document is empty"

    def finish(self) -> None:
        """Fail for whatever went wrong after the last look."""
        assert self.troubles.noted == []
        assert self.troubles.expected == self.troubles.met, "the story did not meet the refusals that it told of"

    def _check(self, name: str) -> None:
        if self.pictures is not None:
            self.page.screenshot(path=self.pictures / f"{self.size}-{name}.png", full_page=True)
        found = violations(self.page)
        assert not found, f"{name}:\n" + "\n".join(found)

    def _settle(self) -> None:
        """Wait until the page has come and nothing in it says that it is still busy."""
        self.page.wait_for_load_state("load")
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        self.page.evaluate("() => document.fonts.ready.then(() => true)")

    def _overflow(self) -> int:
        wide: int = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide


def first_load_bytes(page: Page, path: str, *, apart: Sequence[str] = ()) -> int:
    """Open a page with an empty cache; return the bytes of all bodies as they travelled, but those `apart`."""
    requests: list[Request] = []
    page.on("requestfinished", requests.append)
    page.goto(path, wait_until="networkidle")
    counted = (each for each in requests if not any(part in each.url for part in apart))
    return sum(each.sizes()["responseBodySize"] for each in counted)


_INK = """async (canvas) => {
  const context = canvas.getContext("2d");
  for (;;) {
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] > 0 && data[at] + data[at + 1] + data[at + 2] < 600) ink += 1;
    }
    if (ink > 200) return ink;
    await new Promise(requestAnimationFrame);
  }
}"""
