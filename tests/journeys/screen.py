"""One window of one person: what they do in it, and everything that must never happen there, noted down."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import CDPSession, Error, Locator, Page, expect

from tests.journeys.accessibility import COLOURS, TAGS, violations
from tests.journeys.in_page import DRAW_PAPERS, FOCUS_IS_SEEN, FOCUSED_NAME, INK, IS_CALM, KEEP_PAPERS
from tests.journeys.sizes import DESK, PHONE, Size, other, photograph, seen_at
from tests.journeys.troubles import Troubles

__all__ = ["DESK", "PHONE", "Screen", "Size"]

Theme = Literal["light", "dark"]

MOST_TABS = 80
FOCUS_MS = 60_000
MISSED_MS = 10_000
INTERRUPTED = "interrupted by another navigation"
RELOADED = "Execution context was destroyed"


@dataclass(slots=True)
class Screen:
    """A page of a browser; `look` is what a careful tester does at each stop."""

    page: Page
    base_url: str
    size: Size
    pictures: Path | None
    troubles: Troubles
    tabs: "list[Screen]" = field(default_factory=list)
    _tools: CDPSession | None = None
    _theme: Theme = "light"

    @property
    def phone(self) -> bool:
        """Tell whether this is a phone."""
        return self.size.touch

    def open(self, path: str) -> None:
        """Go to a page of ours by its address, also while the page of now makes itself fresh."""
        address = path if path.startswith("http") else self.base_url + path
        try:
            self.page.goto(address)
        except Error as error:
            if INTERRUPTED not in error.message:
                raise
            self.page.goto(address)

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

    def tick(self, label: str | re.Pattern[str]) -> None:
        """Tick the box that is called so; again, as people do, where the page has moved under the finger."""
        box = self.page.get_by_label(label)
        self.touch(box)
        try:
            expect(box).to_be_checked(timeout=MISSED_MS)
        except AssertionError:
            self.touch(box)
            expect(box).to_be_checked()

    def tab_to(self, words: str) -> None:
        """Press Tab until the thing that is called so has the focus, and that can be seen."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if words in str(self.page.evaluate(FOCUSED_NAME)):
                self._sees_the_focus(words)
                return
        raise AssertionError(f"«{words}» cannot be reached with Tab")

    def _sees_the_focus(self, words: str) -> None:
        """Fail unless what has the focus shows it, as soon as the browser has drawn it."""
        try:
            self.page.wait_for_function(FOCUS_IS_SEEN, timeout=FOCUS_MS)
        except Error as error:
            raise AssertionError(f"«{words}» does not show that it has the focus") from error

    def another_tab(self) -> "Screen":
        """Open a second tab of the same browser."""
        page = self.page.context.new_page()
        tab = Screen(page, self.base_url, self.size, self.pictures, Troubles(page, base_url=self.base_url))
        self.tabs.append(tab)
        return tab

    def expects(self, *statuses: int) -> None:
        """Say that the story will meet refusals with these statuses, which it has to."""
        self.troubles.expected |= set(statuses)

    def look(self, name: str, *, dark: bool = False, here: bool = False) -> None:
        """Look at the page as it stands, on a phone and at a desk: does nothing stick out, can all use it?

        What is wrong is noted, and the story goes on: `finish` fails with all of it. A picture is kept where
        pictures are asked for; `dark` looks at the dark theme too, `here` at this size alone, for what is
        there in no other.
        """
        try:
            self._inspect(name, dark=dark, here=here)
        except Error as error:
            if RELOADED not in error.message:
                raise
            # An open page makes itself fresh when something has happened.
            self._inspect(name, dark=dark, here=here)

    def sees_the_document(self) -> None:
        """Wait until the first page of the PDF is painted: the paper shows ink."""
        canvas = self.page.locator(".paper canvas").first
        canvas.scroll_into_view_if_needed()
        expect(canvas).to_be_visible()
        ink = canvas.evaluate(INK)
        assert ink > 200, "the first page of the document is empty"

    def rest(self) -> None:
        """Leave the page, and close the other tabs: the window is for another story."""
        for tab in self.tabs:
            tab.page.close()
        told = list(self.troubles.noted)
        self.page.goto("about:blank")
        self.troubles.noted[:] = told  # what is cut off by leaving is no trouble

    def finish(self) -> None:
        """Fail for whatever was noted, and forget it."""
        for tab in self.tabs:
            tab.finish()
        self.tabs = []
        noted, met, expected = self.troubles.take()
        assert not noted, "\n".join(noted)
        assert expected == met, "the story did not meet the refusals that it told of"

    def _inspect(self, name: str, *, dark: bool, here: bool) -> None:
        self._put_theme("light")
        self._settle()
        self._examine(self.size, name)
        if dark:
            self._examine_in_the_dark(self.size, name)
        if not here:
            elsewhere = other(self.size)
            with self._as_seen_at(elsewhere):
                if dark:
                    self._examine_in_the_dark(elsewhere, name)
                self._put_theme("light")
                self._examine(elsewhere, name)
        self._put_theme("light")

    def _examine(self, size: Size, name: str) -> None:
        if (overflow := self._overflow()) > 0:
            self.troubles.noted.append(f"{size}-{name}: can be scrolled sideways by {overflow} px")
        self._check(size, name, rules=TAGS, papers=size == self.size)

    def _examine_in_the_dark(self, size: Size, name: str) -> None:
        self._put_theme("dark")
        self._check(size, f"{name}-dark", rules=COLOURS, papers=False)

    def _put_theme(self, theme: Theme) -> None:
        if theme != self._theme:
            self.page.emulate_media(color_scheme=theme)
            self.page.evaluate(IS_CALM)
            self._theme = theme

    @contextmanager
    def _as_seen_at(self, size: Size) -> Iterator[None]:
        """Be in another device's window for a while; papers are drawn anew there only for a picture."""
        if self.pictures is None:
            self.page.evaluate(KEEP_PAPERS)
        with seen_at(self._browser(), size, usual=self.size):
            self.page.evaluate(IS_CALM)
            yield
            self.page.evaluate(DRAW_PAPERS)

    def _browser(self) -> CDPSession:
        if self._tools is None:
            self._tools = self.page.context.new_cdp_session(self.page)
        return self._tools

    def _check(self, size: Size, name: str, *, rules: tuple[str, ...], papers: bool) -> None:
        name = f"{size}-{name}"
        if self.pictures is not None:
            photograph(self._browser(), size, self.pictures / f"{name}.png")
        self.troubles.noted += [
            f"{name}: {found}" for found in violations(self.page, rules=rules, papers=papers)
        ]

    def _settle(self) -> None:
        """Wait until the page has come and nothing in it says that it is still busy."""
        self.page.wait_for_load_state("load")
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        self.page.evaluate("() => document.fonts.ready.then(() => true)")
        self.page.evaluate(IS_CALM)

    def _overflow(self) -> int:
        wide: int = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide
