#!/usr/bin/env python3
"""Draw the first page of every shipped template on its sample, small, for the page that offers them.

Usage: python -m tools.shelf [CODE…]. Writes api/web/static/shelf/<code>.webp; asks pdftoppm and, for Word
templates, LibreOffice. Run it when the library changes.
"""

import io
import json
import subprocess
import sys
from pathlib import Path

from PIL import Image

from templates import Source, complete, library, render
from templates.office import stop

SHELF = Path(__file__).parents[1] / "api" / "web" / "static" / "shelf"
WIDTH = 320
QUALITY = 45
HIDDEN = frozenset({"agreement", "certificate"})
"""Kinds that nobody makes by hand."""


def main(codes: list[str]) -> None:
    """Draw the templates of these codes, or all of them."""
    SHELF.mkdir(exist_ok=True)
    for source in library():
        if source.kind not in HIDDEN and (not codes or source.code in codes):
            picture = draw(source)
            (SHELF / f"{source.code}.webp").write_bytes(picture)
            print(f"{source.code}: {len(picture) // 1024} KiB")  # noqa: T201 -- a tool says what it did
    stop()


def draw(source: Source) -> bytes:
    """Return the first page of a template over its sample as a WebP picture."""
    pdf = render(source, complete(json.loads(source.files["sample.json"]))).pdf
    command = ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-singlefile", "-png", "-"]
    page = Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))
    height = round(page.height * WIDTH / page.width)
    small = page.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    small.save(made, "WEBP", quality=QUALITY, method=6)
    return made.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
