"""A filled-in page as PDF: ours warm, WeasyPrint as its manual begins, and a browser that is running."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import weasyprint

from bench.inputs import Paper, paper
from bench.installation import Place
from bench.measure import Act, take_turns
from bench.report import Goal, Row
from templates import render, warm
from templates.html import lay_out

GOALS = {"contract": Goal(200), "invoice": Goal(75)}
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage")  # pages of our own; a container gives little /dev/shm


def rows(here: Place) -> Iterator[Row]:
    """Time the whole of `render` (fill, lay out as PDF/A, prove), then the layout alone."""
    warm()
    with browser() as printer:
        for kind, goal in GOALS.items():
            yield from _rows(here, kind, goal, printer)


def _rows(here: Place, kind: str, goal: Goal, printer: Callable[[str], bytes] | None) -> Iterator[Row]:
    sheet = paper(kind)
    contenders: dict[str, Act] = {
        "render": lambda: render(sheet.source, sheet.facts),
        "layout": lambda: lay_out(sheet.source, sheet.text),
        "WeasyPrint cold caches": lambda: naive(sheet),
    }
    if printer is not None:
        contenders["Chromium warm"] = lambda: printer(sheet.page)
    taken = take_turns(contenders, rounds=here.size.rounds)
    ours = taken["render"].ms()
    for peer in list(contenders)[2:]:
        beside = goal if peer.startswith("WeasyPrint") else None
        yield Row(f"{kind}: HTML → proven PDF/A", ours, peer, taken[peer].ms(), beside)
    plain = taken["WeasyPrint cold caches"].ms()
    yield Row(f"{kind}: layout alone", taken["layout"].ms(), "WeasyPrint cold caches", plain)


def naive(sheet: Paper) -> bytes:
    """Print a page as WeasyPrint's manual begins: fonts, style and pictures anew each time, no PDF/A."""
    pdf: bytes = weasyprint.HTML(string=sheet.page).write_pdf()
    return pdf


@contextmanager
def browser() -> Iterator[Callable[[str], bytes] | None]:
    """Start Chromium once; give what prints a page in it, or None where Chromium or Playwright is absent."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        yield None
        return
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        tab = chromium.new_page()

        def print_page(page: str) -> bytes:
            tab.set_content(page)
            return tab.pdf(prefer_css_page_size=True, print_background=True)

        yield print_page
        chromium.close()
