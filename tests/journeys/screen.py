"""One window of one person: what they do in it, and everything that must never happen there, noted down."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect

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


MOST_TABS = 80
RELOADED = "Execution context was destroyed"
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
    tabs: "list[Screen]" = field(default_factory=list)

    @property
    def phone(self) -> bool:
        """Tell whether this is a phone."""
        return self.size.touch

    def open(self, path: str) -> None:
        """Go to a page of ours by its address."""
        self.page.goto(path if path.startswith("http") else self.base_url + path)

    def heading(self) -> Locator:
        """Return the heading of the page."""
        return self.page.locator("h1").first

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

    def tab_to(self, words: str) -> None:
        """Press Tab until the thing that is called so has the focus, and that can be seen."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if words in str(self.page.evaluate(_FOCUSED_NAME)):
                assert self.page.evaluate(_FOCUS_IS_SEEN), f"«{words}» does not show that it has the focus"
                return
        raise AssertionError(f"«{words}» cannot be reached with Tab")

    def another_tab(self) -> "Screen":
        """Open a second tab of the same browser."""
        page = self.page.context.new_page()
        tab = Screen(page, self.base_url, self.size, self.pictures, Troubles(page, base_url=self.base_url))
        self.tabs.append(tab)
        return tab

    def expects(self, *statuses: int) -> None:
        """Say that the story will meet refusals with these statuses, which it has to."""
        self.troubles.expected |= set(statuses)

    def look(self, name: str, *, dark: bool = False) -> None:
        """Look at the page as it stands: does nothing stick out, can everybody use it?

        What is wrong is noted, and the story goes on: `finish` fails with all of it. A picture is kept where
        pictures are asked for; `dark` looks at the dark theme too.
        """
        try:
            self._inspect(name, dark=dark)
        except Error as error:
            if RELOADED not in error.message:
                raise
            self._inspect(name, dark=dark)  # an open page makes itself fresh when something has happened

    def sees_the_document(self) -> None:
        """Wait until the first page of the PDF is painted: the paper shows ink."""
        canvas = self.page.locator(".paper canvas").first
        canvas.scroll_into_view_if_needed()
        expect(canvas).to_be_visible()
        ink = canvas.evaluate(_INK)
        assert ink > 200, "the first page of the document is empty"

    def finish(self) -> None:
        """Fail for whatever was noted."""
        for tab in self.tabs:
            tab.finish()
        assert not self.troubles.noted, "\n".join(self.troubles.noted)
        assert self.troubles.expected == self.troubles.met, (
            "the story did not meet the refusals that it told of"
        )

    def _inspect(self, name: str, *, dark: bool) -> None:
        self._settle()
        if (overflow := self._overflow()) > 0:
            self.troubles.noted.append(f"{name}: can be scrolled sideways by {overflow} px")
        self._check(name)
        if dark:
            self.page.emulate_media(color_scheme="dark")
            self._check(f"{name}-dark")
            self.page.emulate_media(color_scheme="light")

    def _check(self, name: str) -> None:
        self.page.evaluate(_COLOURS_ARE_SET)
        if self.pictures is not None:
            self.page.screenshot(path=self.pictures / f"{self.size}-{name}.png", full_page=True)
        self.troubles.noted += [f"{name}: {found}" for found in violations(self.page)]

    def _settle(self) -> None:
        """Wait until the page has come and nothing in it says that it is still busy."""
        self.page.wait_for_load_state("load")
        self.page.evaluate("() => scrollTo(0, 0)")  # what a sticky header covers is not out of reach
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        self.page.evaluate("() => document.fonts.ready.then(() => true)")

    def _overflow(self) -> int:
        wide: int = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide


_INK = """async (canvas) => {
  const context = canvas.getContext("2d");
  const end = performance.now() + 20000;
  for (;;) {
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] > 0 && data[at] + data[at + 1] + data[at + 2] < 600) ink += 1;
    }
    if (ink > 200 || performance.now() > end) return ink;
    await new Promise(requestAnimationFrame);
  }
}"""

_FOCUSED_NAME = """() => {
  const focused = document.activeElement;
  const labels = [...(focused.labels ?? [])].map((each) => each.innerText);
  return [focused.ariaLabel ?? "", focused.innerText ?? "", ...labels].join(" ");
}"""

_FOCUS_IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return outlined || style.boxShadow !== "none";
}"""

_COLOURS_ARE_SET = """async () => {
  const changes = () => document.getAnimations().some((each) => each instanceof CSSTransition);
  for (let calm = 0; calm < 3; calm = changes() ? 0 : calm + 1) await new Promise(requestAnimationFrame);
}"""
