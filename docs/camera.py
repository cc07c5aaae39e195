"""Taking pictures: pages in a real browser, pages of a PDF, and PNG files no larger than they need be."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, Response, ViewportSize, sync_playwright
from pypdf import PdfReader

WIDE = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=780)
PHONE_BROWSER = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/150.0.0.0 Mobile Safari/537.36"
)
COLOURS = 128
DOTS_PER_INCH = 96
MARGIN = 24
HEADLESS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What Chromium is told wherever it has no screen."""
RUSSIAN = """() => {
  const KEPT = ["width", "height", "padding", "border", "borderRadius", "font", "background"];
  for (const field of document.querySelectorAll("input[type=date], input[type=file]")) {
    if (field.value) continue;
    const words = field.type === "date" ? "дд.мм.гггг" : "Выберите файл   Файл не выбран";
    const look = Object.fromEntries(KEPT.map((name) => [name, getComputedStyle(field)[name]]));
    Object.assign(field, { type: "text", placeholder: words });
    Object.assign(field.style, look);
  }
}"""
"""Empty fields say what they say in a Russian browser: Debian's Chromium speaks English alone."""
STILL = "() => document.fonts.ready.then(() => !document.querySelector('[aria-busy=true], .spinner-border'))"


class Camera:
    """Takes pictures into `folder`; `pages` gives a new browser of a person's own."""

    def __init__(self, browser: Browser, *, base_url: str, folder: Path) -> None:
        self._browser = browser
        self._base_url = base_url
        self._folder = folder

    def visitor(self, size: ViewportSize) -> Page:
        """Return the page of a new browser that nobody is logged in to."""
        context = self._browser.new_context(
            base_url=self._base_url,
            viewport=size,
            device_scale_factor=2 if size is PHONE else 1,
            has_touch=size is PHONE,
            is_mobile=size is PHONE,
            user_agent=PHONE_BROWSER if size is PHONE else None,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.on("response", _refuse_errors)
        return page

    def colleague(self, size: ViewportSize, *, email: str, password: str) -> Page:
        """Return the page of somebody who has logged in."""
        page = self.visitor(size)
        page.goto("/login")
        page.fill("[name=email]", email)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: not url.endswith("/login"))
        return page

    def shoot(self, page: Page, name: str, *, at: str = "", block: str = "start") -> None:
        """Take what the screen shows once it stands still, scrolled to the element `at` if there is one.

        `block` is where on the screen that comes to stand, as `scrollIntoView` calls it.
        """
        page.wait_for_load_state("networkidle")
        if page.locator(".viewer").count():
            page.wait_for_selector(".viewer .paper canvas")
        page.wait_for_function(STILL)
        page.evaluate(RUSSIAN)
        if at:
            page.locator(at).first.evaluate("(element, block) => element.scrollIntoView({ block })", block)
            page.wait_for_load_state("networkidle")
        self._save(_trimmed(page.screenshot(animations="disabled", caret="hide")), name)

    def shoot_pdf(self, pdf: bytes, name: str, *, page: int = 1, top: float = 0, bottom: float = 1) -> None:
        """Take a page of a PDF, or the part of it between two shares of its height."""
        picture = Image.open(io.BytesIO(_page_of(pdf, page)))
        width, height = picture.size
        part = picture.crop((0, round(height * top), width, round(height * bottom)))
        self._save(_png(part), name)

    def _save(self, png: bytes, name: str) -> None:
        picture = Image.open(io.BytesIO(png)).convert("RGB")
        few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(self._folder / f"{name}.png", optimize=True)


@contextmanager
def camera(*, base_url: str, folder: Path) -> Iterator[Camera]:
    """Start a browser for the pictures of the installation at `base_url`."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("chromium is not installed: make setup")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*HEADLESS, "--lang=ru"])
        try:
            yield Camera(browser, base_url=base_url, folder=folder)
        finally:
            browser.close()


def _refuse_errors(response: Response) -> None:
    """Stop at a page that does not exist: its picture would be of no use."""
    if response.status >= HTTPStatus.BAD_REQUEST and response.request.is_navigation_request():
        raise SystemExit(f"{response.url}: {response.status}")


def _trimmed(png: bytes) -> bytes:
    """Cut off what is empty at the foot of a screen."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    width, height = picture.size
    paper = Image.new("RGB", picture.size, picture.getpixel((0, height - 1)))
    drawn = ImageChops.difference(picture, paper).getbbox()
    bottom = min(height, drawn[3] + MARGIN) if drawn else height
    return _png(picture.crop((0, 0, width, bottom)))


def signed_page(pdf: bytes) -> int:
    """Return the number of the first page with a signature that can be seen."""
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, start=1):
        for mark in page.annotations or ():
            left, bottom, right, top = mark.get_object()["/Rect"]
            if mark.get_object().get("/FT") == "/Sig" and right > left and top > bottom:
                return number
    raise SystemExit("no page of the contract shows a signature")


def _page_of(pdf: bytes, page: int) -> bytes:
    command = ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page), "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
