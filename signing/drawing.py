"""A signature drawn by hand: taken from the browser with distrust, put into a PDF as smooth curves."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot
from typing import Any, Final

from signing.errors import BadLook
from signing.values import Strokes

MOST_STROKES: Final = 300
MOST_POINTS: Final = 6000
_LARGEST_PAD: Final = 10_000
_FAR: Final = 1e9  # beyond it a number is none: whole ones may be longer than any float
_FINEST: Final = 1 / 400  # of the drawing's longer side: what is closer than this adds nothing
_PEN: Final = 0.022  # of the height of the room, at full pressure
_LIGHTEST: Final = 0.55
_FIRM: Final = 0.75  # the pressure of a pen that does not tell
_WITH_PRESSURE: Final = 3

Point = tuple[float, float, float]
Room = tuple[float, float, float, float]


def read_strokes(given: object) -> Strokes:
    """Read `{"width", "height", "strokes": [[[x, y, pressure?], …], …]}`.

    Raises BadLook for anything else, for too much of it, and for a drawing without ink.
    """
    if not isinstance(given, Mapping) or not isinstance(given.get("strokes"), list):
        raise BadLook("a drawing is an object with strokes")
    width, height = (_number(given.get(side)) for side in ("width", "height"))
    if not (1 <= width <= _LARGEST_PAD and 1 <= height <= _LARGEST_PAD):
        raise BadLook("a drawing tells the size of its pad")
    strokes = given["strokes"]
    if len(strokes) > MOST_STROKES or sum(len(each) for each in map(_points, strokes)) > MOST_POINTS:
        raise BadLook("too many strokes")
    lines = tuple(
        tuple(_point(each, width, height) for each in stroke) for stroke in map(_points, strokes) if stroke
    )
    if not lines:
        raise BadLook("nothing is drawn")
    return Strokes(width, height, lines)


def as_plain(strokes: Strokes) -> dict[str, Any]:
    """Give the drawing as `read_strokes` takes it, for keeping."""
    lines = [[[round(part, 3) for part in point] for point in line] for line in strokes.lines]
    return {"width": strokes.width, "height": strokes.height, "strokes": lines}


def paths(strokes: Strokes, room: Room) -> str:
    """Write the drawing as PDF curves that fill the room, its shape kept, from the left."""
    lines = [_thinned(line) for line in _fitted(strokes, room)]
    pen = max(_PEN * (room[3] - room[1]), 0.5)
    return "\n".join(["q 1 J 1 j", *(_curve(line, pen) for line in lines), "Q"])


def _points(stroke: object) -> Sequence[Any]:
    if not isinstance(stroke, list):
        raise BadLook("a stroke is a list of points")
    return stroke


def _point(given: object, width: float, height: float) -> Point:
    if not isinstance(given, list) or len(given) not in {_WITH_PRESSURE - 1, _WITH_PRESSURE}:
        raise BadLook("a point is [x, y] or [x, y, pressure]")
    x, y = _number(given[0]), _number(given[1])
    pressure = _number(given[2]) if len(given) == _WITH_PRESSURE else _FIRM
    return min(max(x, 0.0), width), min(max(y, 0.0), height), min(max(pressure, 0.0), 1.0)


def _number(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not -_FAR < given < _FAR:
        raise BadLook("a drawing is made of numbers")
    return float(given)


def _fitted(strokes: Strokes, room: Room) -> list[list[Point]]:
    """Cut the drawing to its ink and put it into the room, y upwards."""
    xs = [x for line in strokes.lines for x, _y, _p in line]
    ys = [y for line in strokes.lines for _x, y, _p in line]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    width, height = room[2] - room[0], room[3] - room[1]
    least = max(strokes.width, strokes.height) / 20  # a dot is not blown up to fill the room
    scale = min(width / max(right - left, least), height / max(bottom - top, least))
    up = room[1] + (height - (bottom - top) * scale) / 2
    return [
        [(room[0] + (x - left) * scale, up + (bottom - y) * scale, pressure) for x, y, pressure in line]
        for line in strokes.lines
    ]


def _thinned(line: list[Point]) -> list[Point]:
    span = max(hypot(line[-1][0] - x, line[-1][1] - y) for x, y, _p in line) or 1.0
    kept = [line[0]]
    for point in line[1:-1]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) > span * _FINEST:
            kept.append(point)
    return kept if len(line) == 1 else [*kept, line[-1]]


def _curve(line: list[Point], pen: float) -> str:
    """Draw through all points (Catmull–Rom); where the pressure changes, so does the width."""
    if len(line) == 1:
        x, y, pressure = line[0]
        return f"{_wide(pressure, pen):.2f} w {x:.2f} {y:.2f} m {x:.2f} {y:.2f} l S"
    steps: list[str] = []
    wide = -1.0
    for (x0, y0, pressure), bend in zip(line, _bends(line), strict=False):
        now = _wide(pressure, pen)
        if abs(now - wide) > pen / 12:
            steps.append(f"{'S ' if steps else ''}{now:.2f} w {x0:.2f} {y0:.2f} m")
            wide = now
        steps.append(" ".join(f"{part:.2f}" for part in bend) + " c")
    return "\n".join([*steps, "S"])


def _bends(line: list[Point]) -> Iterator[tuple[float, ...]]:
    around = [line[0], *line, line[-1]]
    for number, (start, end) in enumerate(pairwise(line)):
        before, after = around[number], around[number + 3]
        yield (
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
            end[0],
            end[1],
        )


def _wide(pressure: float, pen: float) -> float:
    return pen * (_LIGHTEST + (1 - _LIGHTEST) * pressure)
