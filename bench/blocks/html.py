"""A filled-in page as PDF: ours warm, WeasyPrint as its manual begins, and a browser that is running."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import weasyprint

from bench.inputs import Paper, invoice, paper
from bench.installation import Place
from bench.measure import Act, take_turns
from bench.report import Goal, Row
from templates import render, warm
from templates.html import lay_out

Printer = Callable[[str], bytes]

FLAGS = ("--no-sandbox", "--disable-dev-shm-usage")  # pages of our own; a container gives little /dev/shm
NAIVE, BROWSER = "WeasyPrint as it comes", "Chromium warm"
NAIVE_GOAL = Goal(1 / 0.9, beside=True)  # a proven contract in at most 0.9 of the naive layout's time
PAGE_GOAL = Goal(200 / 3)  # the design's contract has three pages; the shipped one has grown


def rows(here: Place) -> Iterator[Row]:
    """Time the whole of `render` (fill, lay out as PDF/A, prove), then the layout alone."""
    warm()
    with browser() as printer:
        yield from _rows(here, "contract", paper("contract"), Goal(200), printer)
        yield from _rows(here, "invoice", invoice(), Goal(75), printer)


def _rows(here: Place, kind: str, sheet: Paper, goal: Goal, printer: Printer | None) -> Iterator[Row]:
    pages = render(sheet.source, sheet.facts).pages
    contenders: dict[str, Act] = {
        "render": lambda: render(sheet.source, sheet.facts),
        "layout": lambda: lay_out(sheet.source, sheet.text),
        NAIVE: lambda: naive(sheet),
    }
    if printer is not None:
        contenders[BROWSER] = lambda: printer(sheet.page)
    taken = take_turns(contenders, rounds=here.size.rounds)
    block, ours = f"{kind}, {pages} p., proven PDF/A", taken["render"]
    yield Row(block, ours.ms(), goal=goal)
    yield Row(block, ours.ms(), NAIVE, taken[NAIVE].ms(), NAIVE_GOAL)
    if printer is not None:
        yield Row(block, ours.ms(), BROWSER, taken[BROWSER].ms())
    yield Row(f"{kind}, its layout alone", taken["layout"].ms(), NAIVE, taken[NAIVE].ms())
    if pages > 1:
        yield Row(f"{kind}, a page of it", ours.ms(per=pages), NAIVE, taken[NAIVE].ms(per=pages), PAGE_GOAL)


def naive(sheet: Paper) -> bytes:
    """Print a page as WeasyPrint's manual begins: fonts, style and pictures anew each time, no PDF/A."""
    pdf: bytes = weasyprint.HTML(string=sheet.page).write_pdf()
    return pdf


@contextmanager
def browser() -> Iterator[Printer | None]:
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
