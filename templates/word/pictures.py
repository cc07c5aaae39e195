"""Pictures for a Word document: read from data, measured, SVG drawn as PNG."""

import base64
import io
import re
import shutil
import subprocess
import zlib
from dataclasses import dataclass
from functools import lru_cache
from struct import pack

from PIL import Image, UnidentifiedImageError

_MAX_PIXELS = 40_000_000
_SUFFIXES = {"PNG": "png", "JPEG": "jpeg"}
_SCREEN_DPI, _MM = 96, 25.4
_SVG_DPI = 300
_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in millimetres."""

    width: float
    height: float

    def within(self, bounds: "Size") -> "Size":
        """Shrink to the bounds, keeping the shape; what is smaller stays as it is."""
        scale = min(1.0, bounds.width / self.width, bounds.height / self.height)
        return Size(self.width * scale, self.height * scale)


@lru_cache(maxsize=64)
def read_picture(data: bytes) -> tuple[bytes, str, Size]:
    """Give a picture as Word can show it, its suffix and natural size. Raises ValueError."""
    if b"<svg" in data[:2000]:
        data = _draw_svg(data)
    try:
        with Image.open(io.BytesIO(data), formats=list(_SUFFIXES)) as image:
            (width, height), suffix = image.size, _SUFFIXES[image.format or ""]
            across, down = image.info.get("dpi", (_SCREEN_DPI, _SCREEN_DPI))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, ValueError, SyntaxError) as error:
        raise ValueError("картинка не читается: нужен PNG, JPEG или SVG") from error
    if width * height > _MAX_PIXELS:
        raise ValueError("картинка больше 40 миллионов точек")
    return data, suffix, Size(width / _dots(across) * _MM, height / _dots(down) * _MM)


def _dots(given: float) -> float:
    """Believe a picture's resolution where it can be true."""
    return float(given) if 30 <= given <= 1200 else _SCREEN_DPI  # noqa: PLR2004 - from a screen to a press


def _draw_svg(data: bytes) -> bytes:
    """Draw an SVG as PNG: Word shows SVG in its newest versions only. Raises ValueError."""
    return draw_pdf(print_svg(data))


def draw_pdf(page: bytes) -> bytes:
    """Draw a page as PNG. Raises ValueError."""
    program = shutil.which("pdftoppm")
    if program is None:
        raise ValueError("для картинки SVG в Word нужна программа pdftoppm (poppler-utils); загрузите PNG")
    command = [program, "-png", "-r", str(_SVG_DPI), "-singlefile", "-"]
    try:
        return subprocess.run(command, input=page, check=True, capture_output=True, timeout=_SECONDS).stdout
    except (subprocess.SubprocessError, OSError) as error:
        raise ValueError("картинка SVG не нарисовалась: загрузите PNG") from error


def print_svg(data: bytes) -> bytes:
    """Print a drawing as a page of its own size. Raises ValueError."""
    from templates.fetch import OwnFiles
    from templates.typesetter import HTML, URLFetchingError

    width, height = _svg_size(data)
    address = base64.b64encode(data).decode()
    page = (
        f"<style>@page{{size:{width}mm {height}mm;margin:0}}"
        f"img{{display:block;width:{width}mm;height:{height}mm}}"
        f'</style><img src="data:image/svg+xml;base64,{address}">'
    )
    try:
        pdf: bytes = HTML(string=page, base_url=None, url_fetcher=OwnFiles({})).write_pdf()
    except (URLFetchingError, ValueError, LookupError, TypeError, ArithmeticError, RecursionError) as error:
        raise ValueError("картинка SVG не нарисовалась: загрузите PNG") from error
    return pdf


def _svg_size(data: bytes) -> tuple[float, float]:
    """Give a size of at most 60 mm in the drawing's own proportions."""
    head = data[:4000].decode("utf-8", "replace")
    box = re.search(r'viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"', head)
    sides = [re.search(rf'<svg[^>]*\s{side}="([\d.]+)', head) for side in ("width", "height")]
    if box:
        width, height = float(box[1]), float(box[2])
    elif all(sides):
        width, height = (float(side[1]) for side in sides if side)
    else:
        width, height = 3.0, 1.0
    scale = 60 / max(width, height, 0.001)
    return round(max(width * scale, 1), 2), round(max(height * scale, 1), 2)


@lru_cache(maxsize=1)
def clear_picture() -> bytes:
    """Make a PNG of one clear pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))

    head = pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0\0\0\0"))
        + chunk(b"IEND", b"")
    )
