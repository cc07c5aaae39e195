"""A picture of a signature or a stamp: only its pixels go on, cut to the ink, white paper made clear."""

import io
from typing import Final

from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from templates.incoming.reasons import ScanRefused
from templates.phrase import Phrase

MOST_BYTES: Final = 2 * 2**20
MOST_PIXELS: Final = 4_000_000
LARGEST: Final = (1200, 600)
"""Width and height that are kept: sharper than any printer in a box of 75 × 25 mm."""

_FORMATS: Final = ("PNG", "JPEG")
_PAPER, _INK = 232, 176  # lightness from which a pixel is paper, and up to which it is ink
_FAINTEST: Final = 24  # of 255: what is less opaque shows nothing


def clean_scan(content: bytes) -> bytes:
    """Give the picture as a PNG of ours. Raises ScanRefused, with the reason in words."""
    if len(content) > MOST_BYTES:
        raise ScanRefused(
            Phrase(
                "Картинка больше %(most)s МБ: уменьшите её и загрузите снова.",
                most=MOST_BYTES // 2**20,
            )
        )
    try:
        picture = _opened(content)
    except Image.DecompressionBombError as error:
        raise ScanRefused("На картинке слишком много точек, а нужно не больше 4 миллионов.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ScanRefused("Нужна картинка PNG или JPEG; SVG и другие не подходят.") from error
    shown = _cut(_without_paper(picture))
    shown.thumbnail(LARGEST)
    buffer = io.BytesIO()
    shown.save(buffer, "PNG")
    return buffer.getvalue()


def _opened(content: bytes) -> Image.Image:
    # WeasyPrint tells Pillow to take half a picture for a whole one; `verify` does not.
    Image.open(io.BytesIO(content), formats=_FORMATS).verify()
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        # Known from the head alone: a bomb is refused before its pixels are unpacked.
        if picture.width * picture.height > MOST_PIXELS:
            size = f"{picture.width} × {picture.height}"
            raise ScanRefused(
                Phrase("На картинке %(size)s точек, а нужно не больше 4 миллионов: уменьшите её.", size=size)
            )
        return ImageOps.exif_transpose(picture).convert("RGBA")


def _without_paper(picture: Image.Image) -> Image.Image:
    """Make white paper clear, as far as nothing is clear yet, so that what is printed below stays seen."""
    cover = picture.getchannel("A")
    if cover.getextrema()[0] < _INK:  # type: ignore[operator]  # one band gives two numbers
        return picture
    step = 255 / (_PAPER - _INK)
    ink = picture.convert("L").point([_opaque(light, step) for light in range(256)])
    picture.putalpha(ImageChops.darker(cover, ink))
    return picture


def _opaque(light: int, step: float) -> int:
    return round(min(max((_PAPER - light) * step, 0), 255))


def _cut(picture: Image.Image) -> Image.Image:
    inked = picture.getchannel("A").point([255 * (cover > _FAINTEST) for cover in range(256)])
    box = inked.getbbox()
    if box is None:
        raise ScanRefused("На картинке ничего не видно: нужна подпись тёмным по светлому.")
    return picture.crop(box)
