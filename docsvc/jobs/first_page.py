"""A picture of a document's first page: what a recipient reads while the document itself is on its way."""

import shutil
import subprocess
from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

LONG_SIDE: Final = 850
"""Pixels: an A4 page is 600 wide."""

GREYS: Final = 4
_SECONDS: Final = 15
_LARGEST: Final = 60_000


def first_page(pdf: bytes) -> bytes | None:
    """Return the first page as a small grey WebP, `LONG_SIDE` pixels long; None where it cannot be drawn.

    A page without its picture is only slower to read, so nothing is raised.
    """
    program = shutil.which("pdftoppm")
    if program is None:
        return None
    command = [program, "-gray", "-singlefile", "-f", "1", "-cropbox", "-scale-to", str(LONG_SIDE), "-"]
    try:
        drawn = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=_SECONDS).stdout
        return _packed(drawn)
    except (subprocess.SubprocessError, OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return None


def _packed(drawn: bytes) -> bytes | None:
    """Keep a few greys: letters stay sharp in a quarter of the bytes that a photograph of them takes."""
    with Image.open(BytesIO(drawn), formats=("PPM",)) as page:
        greys = page.quantize(GREYS).convert("L")
    file = BytesIO()
    greys.save(file, "WEBP", lossless=True, method=4)
    return file.getvalue() if file.tell() <= _LARGEST else None
