"""A picture of a signature or a stamp inside a PDF: pixels and transparency, nothing else of the file."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from PIL import Image, UnidentifiedImageError

from signing.errors import BadLook
from signing.pdf_objects import dictionary, packed

MOST_PIXELS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture unpacked: red, green and blue, and how opaque each pixel is, both deflated."""

    width: int
    height: int
    colours: bytes
    cover: bytes


@lru_cache(maxsize=16)
def pixels(png: bytes) -> Pixels:
    """Read a picture. Raises BadLook: not a PNG, or more than `MOST_PIXELS`."""
    try:
        with Image.open(BytesIO(png), formats=("PNG",)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadLook("the picture has too many pixels")
            whole = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadLook("the picture cannot be read") from error
    colours = zlib.compress(whole.convert("RGB").tobytes())
    return Pixels(*whole.size, colours, zlib.compress(whole.getchannel("A").tobytes()))


def embed_picture(writer: Any, picture: Pixels) -> Any:
    """Add the picture to the PDF that is being written; return its reference."""
    size = {"Width": picture.width, "Height": picture.height, "BitsPerComponent": 8}
    shape = {"Type": "/XObject", "Subtype": "/Image"} | size
    cover = packed(picture.cover, ColorSpace="/DeviceGray", **shape)
    colours = packed(picture.colours, ColorSpace="/DeviceRGB", SMask=writer.add_object(cover), **shape)
    return writer.add_object(colours)


def placing(picture: Pixels, room: tuple[float, float, float, float], *, name: str, centred: bool) -> str:
    """Write the PDF commands that draw the picture into the room, its shape kept."""
    width, height = room[2] - room[0], room[3] - room[1]
    scale = min(width / picture.width, height / picture.height)
    across, up = picture.width * scale, picture.height * scale
    x = room[0] + ((width - across) / 2 if centred else 0)
    y = room[1] + (height - up) / 2
    return f"q {across:.2f} 0 0 {up:.2f} {x:.2f} {y:.2f} cm /{name} Do Q"


def blending() -> Any:
    """Make the group that says in which colours transparency mixes: PDF/A wants it said."""
    return dictionary(Type="/Group", S="/Transparency", CS="/DeviceRGB")
