"""A page as it is seen: where a box on the cropped, turned page lies in the page's own coordinates."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.errors import BadField, PdfUnreadable

Box = tuple[float, float, float, float]

_TURNS: Final = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0),
    270: (0, -1, 1, 0, 0, 0),
}


@dataclass(frozen=True, slots=True)
class View:
    """What is seen of a page: the part `crop` of it, turned clockwise by `turn` degrees."""

    crop: Box
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height as they are seen."""
        width, height = self.crop[2] - self.crop[0], self.crop[3] - self.crop[1]
        return (height, width) if self.turn % 180 else (width, height)

    def onto_page(self, box: Box) -> Box:
        """Convert a box as it is seen, origin bottom left, to the page's coordinates.

        Raises BadField for one that nobody would see.
        """
        width, height = self.size
        if box[2] <= 0 or box[3] <= 0 or box[0] >= width or box[1] >= height:
            raise BadField(f"The box {box} is not on a page of {width:g} × {height:g} points")
        (ax, ay), (bx, by) = self._point(box[0], box[1]), self._point(box[2], box[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.crop
        match self.turn:
            case 90:
                return right - y, bottom + x
            case 180:
                return right - x, top - y
            case 270:
                return left + y, top - x
            case _:
                return left + x, bottom + y


def view_of(page: Any) -> View:
    """Read how a page is seen: /Rotate, and /CropBox within /MediaBox, which pages may inherit.

    Source: ISO 32000-1 §7.7.3.3, §14.11.2. Raises BadField for a page without a size.
    """
    media = _box(_inherited(page, "/MediaBox"))
    crop = _box(_inherited(page, "/CropBox")) or media
    if media is None or crop is None:
        raise BadField("The page has no size")
    seen = (
        max(crop[0], media[0]),
        max(crop[1], media[1]),
        min(crop[2], media[2]),
        min(crop[3], media[3]),
    )
    if seen[0] >= seen[2] or seen[1] >= seen[3]:
        seen = media
    return View(seen, int(_inherited(page, "/Rotate") or 0) % 360 // 90 * 90)


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height of every page as it is seen, in points. Raises PdfUnreadable."""
    try:
        reader: Any = PdfFileReader(BytesIO(pdf), strict=True)
        tree = reader.root["/Pages"]
        pages = [reader.find_page_for_modification(number)[0] for number in range(int(tree["/Count"]))]
        return tuple(view_of(page.get_object()).size for page in pages)
    except (PdfError, ValueError, LookupError, TypeError, BadField, RecursionError) as error:
        raise PdfUnreadable(f"The PDF cannot be read: {error}") from error


def turned(turn: int) -> tuple[int, ...]:
    """Return the matrix of a look that stands upright on a page turned by so many degrees."""
    return _TURNS[turn]


def _inherited(page: Any, key: str) -> Any:
    node = page
    for _level in range(64):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _box(given: Any) -> Box | None:
    if given is None:
        return None
    ax, ay, bx, by = (float(edge) for edge in given)
    box = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
    return box if box[2] > box[0] and box[3] > box[1] else None
