"""Pictures of signatures: pixels only, cut to the ink, and never a bomb."""

import io
import zlib
from struct import pack

import pytest
from PIL import Image, ImageDraw

from templates.incoming import ScanRefused, clean_scan
from templates.incoming.scan import LARGEST


def drawn(form: str = "PNG", *, mode: str = "RGB", size: tuple[int, int] = (800, 400)) -> bytes:
    clear = (255, 255, 255) if mode == "RGB" else (0, 0, 0, 0)
    picture = Image.new(mode, size, clear)
    ink = (20, 40, 120) if mode == "RGB" else (20, 40, 120, 255)
    ImageDraw.Draw(picture).line((200, 200, 400, 300), fill=ink, width=8)
    buffer = io.BytesIO()
    picture.save(buffer, form)
    return buffer.getvalue()


def bomb(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_white_paper_becomes_clear_and_is_cut_off(form: str) -> None:
    cleaned = Image.open(io.BytesIO(clean_scan(drawn(form))))
    assert cleaned.mode == "RGBA"
    assert 190 < cleaned.width < 230
    assert cleaned.getpixel((cleaned.width - 1, 0))[3] < 30
    assert cleaned.getpixel((cleaned.width // 2, cleaned.height // 2))[3] > 240


def test_a_clear_background_stays_clear() -> None:
    cleaned = Image.open(io.BytesIO(clean_scan(drawn(mode="RGBA"))))
    assert cleaned.getchannel("A").getextrema() == (0, 255)


def test_a_large_picture_becomes_a_small_one() -> None:
    picture = Image.new("RGB", (2000, 1900), (0, 0, 90))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    cleaned = Image.open(io.BytesIO(clean_scan(buffer.getvalue())))
    assert cleaned.width <= LARGEST[0]
    assert cleaned.height <= LARGEST[1]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "PNG или JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"GIF89a" + bytes(100), "PNG или JPEG"),
        (drawn()[:200], "PNG или JPEG"),
        (bomb(50_000), "точек"),
        (bomb(2_500), "точек"),
        (bytes(3 * 2**20), "МБ"),
    ],
)
def test_anything_else_is_refused_in_words(content: bytes, word: str) -> None:
    with pytest.raises(ScanRefused, match=word):
        clean_scan(content)


def test_an_empty_sheet_is_no_signature() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (100, 100), "white").save(buffer, "PNG")
    with pytest.raises(ScanRefused, match="ничего не видно"):
        clean_scan(buffer.getvalue())
