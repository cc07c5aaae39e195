"""Pages of a PDF as pictures."""

import subprocess
from pathlib import Path

from PIL import Image


def picture_of(pdf: bytes, page: int, folder: Path) -> Image.Image:
    """Draw one page, counted from 0, at 100 dots an inch."""
    number = str(page + 1)
    command = [
        "pdftoppm",
        "-png",
        "-r",
        "100",
        "-f",
        number,
        "-l",
        number,
        "-singlefile",
        "-",
        str(folder / "page"),
    ]
    subprocess.run(command, input=pdf, check=True, timeout=60)
    with Image.open(folder / "page.png") as image:
        return image.convert("RGB")
