"""Places to sign: named destinations of a PDF read back as boxes."""

import io
import re
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import Destination

PREFIX = "sig"
WIDTH_MM, HEIGHT_MM = 75, 25  # one size for all: a destination tells the upper left corner only
_POINTS = 72 / 25.4
# Every id of a page comes out as a destination; LibreOffice writes a leading slash. Only ours count.
_NAME = re.compile(rf"/?{PREFIX}([a-z]{{1,20}})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a party signs: `page` counts from 0; `box` is (x0, y0, x1, y1) in points from the bottom left."""

    party: str
    page: int
    box: tuple[float, float, float, float]


def find_places(pdf: bytes | PdfReader) -> tuple[Place, ...]:
    """Read the places to sign, by page and from the top down."""
    reader = pdf if isinstance(pdf, PdfReader) else PdfReader(io.BytesIO(pdf))
    places = [
        _place(reader, match[1], destination)
        for name, destination in reader.named_destinations.items()
        if (match := _NAME.fullmatch(name))
    ]
    return tuple(sorted(places, key=lambda place: (place.page, -place.box[3], place.box[0])))


def _place(reader: PdfReader, party: str, destination: Destination) -> Place:
    page = reader.get_destination_page_number(destination)
    left, top = float(destination.left or 0), float(destination.top or 0)
    width, height = WIDTH_MM * _POINTS, HEIGHT_MM * _POINTS
    x0, y0, x1, y1 = (round(value, 2) for value in (left, top - height, left + width, top))
    return Place(party, page or 0, (x0, y0, x1, y1))
