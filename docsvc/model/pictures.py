"""Pictures of the brand: whatever a person uploads, a small PNG goes on into documents and pages."""

import base64
import io

from PIL import Image, UnidentifiedImageError

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase

MAX_BYTES = 5 * 2**20
MAX_PIXELS = 30_000_000
FORMATS = ("PNG", "JPEG")
LOGO, STAMP = (900, 300), (500, 500)
"""The largest width and height kept, in pixels: 300 dots an inch where templates print them."""

STAMP_OFF = "stamp_off"
"""The key of our company's details under which a stamp waits while it is not printed."""


def picture_uri(raw: bytes, *, name: str, most: tuple[int, int]) -> str:
    """Return a PNG or JPEG as a data: URI of a PNG that fits into `most`.

    Nothing of the file but its pixels is kept. Raises `BadInput` under `name`.
    """
    if len(raw) > MAX_BYTES:
        heavy = Phrase("файл больше %(most)s МБ: уменьшите картинку", most=MAX_BYTES // 2**20)
        raise BadInput([(name, heavy)])
    buffer = io.BytesIO()
    try:
        _fitted(raw, name=name, most=most).save(buffer, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        text = "картинка не читается: сохраните её как PNG или JPEG и загрузите снова"
        raise BadInput([(name, text)]) from error
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def picture_bytes(uri: str) -> tuple[str, bytes]:
    """Return the media type and the bytes of a data: URI in base64."""
    head, _, body = uri.partition(",")
    return head.removeprefix("data:").partition(";")[0], base64.b64decode(body)


def _fitted(raw: bytes, *, name: str, most: tuple[int, int]) -> Image.Image:
    # WeasyPrint tells Pillow to take half a picture for a whole one; `verify` does not.
    Image.open(io.BytesIO(raw), formats=FORMATS).verify()
    with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
        # Known from the head alone: a bomb is refused before its pixels are unpacked.
        if picture.width * picture.height > MAX_PIXELS:
            size = f"{picture.width} × {picture.height}"
            raise BadInput([(name, Phrase("%(size)s точек — слишком много", size=size))])
        drawn = picture.convert("RGBA")
    drawn.thumbnail(most)
    return drawn
