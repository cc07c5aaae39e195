"""What the golden tests share: a sample's facts, the text of a document, its pages as small pictures."""

import io
import json
import os
import re
import subprocess
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from pypdf import PdfReader

from templates import Engine, Source, complete, library, merge_docx, render
from templates.word import located

HERE = Path(__file__).parent
UPDATE = os.environ.get("GOLDEN_UPDATE") == "1"
DOTS_AN_INCH, NARROW = 40, 56  # drawn so large, then made so many pixels wide
LEVELS = 16  # shades of grey that are kept
_PGM = re.compile(rb"P5\s(\d+)\s(\d+)\s255\s")


def sources(engine: Engine) -> list[Source]:
    return [source for source in library() if source.engine is engine]


def source_of(code: str) -> Source:
    return next(source for source in library() if source.code == code)


def sample(source: Source) -> Any:
    return json.loads(source.text("sample.json"))


def facts(source: Source, tree: Any) -> Any:
    return tree if source.kind == "certificate" else complete(tree)


def with_lines(source: Source, count: int) -> Any:
    """Give a sample's tree with so many lines, none of them optional."""
    tree = sample(source)
    lines = [line for line in tree["deal"]["products"] if not line.get("optional")]
    tree["deal"]["products"] = [deepcopy(lines[n % len(lines)]) for n in range(count)]
    return tree


made: Path | None = None
"""The folder in which all workers of a run find what one of them has made."""


@lru_cache(maxsize=64)
def sample_pdf(source: Source) -> bytes:
    known = made / f"{source.code}-{source.digest}.pdf" if made else None
    if known and known.exists():
        return known.read_bytes()
    pdf = render(source, facts(source, sample(source))).pdf
    if known:
        fresh = known.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(pdf)
        fresh.replace(known)
    return pdf


@lru_cache(maxsize=64)
def pages(pdf: bytes) -> tuple[str, ...]:
    texts = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return tuple("\n".join(line.rstrip() for line in text.splitlines() if line.strip()) for text in texts)


def text_of(source: Source, tree: Any) -> str:
    """Give the whole text that a template makes of a tree: of its pages, or of the Word document."""
    if source.engine is Engine.HTML:
        kept = tree == sample(source)
        pdf = sample_pdf(source) if kept else render(source, facts(source, tree)).pdf
        return "\n\f\n".join(pages(pdf)) + "\n"
    made = merge_docx(source, facts(source, tree))
    return "\n".join(each.text for each in located(made) if each.text.strip()) + "\n"


def draw(pdf: bytes) -> list[Image.Image]:
    """Draw each page small and grey."""
    command = ["pdftoppm", "-r", str(DOTS_AN_INCH), "-gray", "-"]
    shown = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    drawn, start = [], 0
    while head := _PGM.match(shown, start):
        width, height = int(head[1]), int(head[2])
        start = head.end() + width * height
        page = Image.frombytes("L", (width, height), shown[head.end() : start])
        drawn.append(page.resize((NARROW, round(NARROW * height / width)), Image.Resampling.BOX))
    return drawn


def strip_of(drawn: list[Image.Image]) -> Image.Image:
    """Put pages side by side, in as many shades as are kept."""
    strip = Image.new("L", (NARROW * len(drawn), max(page.height for page in drawn)), 255)
    for number, page in enumerate(drawn):
        strip.paste(page, (NARROW * number, 0))
    return strip.point([round(shade * (LEVELS - 1) / 255) * 255 // (LEVELS - 1) for shade in range(256)])


def difference(one: Image.Image, other: Image.Image) -> float:
    """Tell how far two strips are apart: 0 for the same, 255 for black and white; 255 where sizes differ."""
    if one.size != other.size:
        return 255.0
    histogram = ImageChops.difference(one, other).histogram()
    return sum(shade * count for shade, count in enumerate(histogram)) / (one.width * one.height)
