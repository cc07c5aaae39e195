"""What the fields beside a signature look like: nothing yet, a tick, a text, initials, a company's stamp."""

from typing import Any, Final

from signing.appearance import INK, put_hand
from signing.canvas import Canvas
from signing.face import BOLD, TEXT
from signing.lettering import Line, fitting_face, folded
from signing.pictures import pixels
from signing.values import FieldKind, Filled, Look, clean
from signing.view import Box, view_of

_LARGEST, _SMALLEST, _STEP = 11.0, 2.5, 0.5  # points: small print can be magnified, lost words cannot
_LEADING: Final = 1.18
_PADDING: Final = 1.5
_COLOUR: Final = "0.07 0.12 0.32"


def blank(writer: Any, rect: Box) -> Any:
    """Add the look of a field that nobody has filled in: PDF/A wants one. Source: ISO 19005-3 §6.3.3."""
    return Canvas(rect[2] - rect[0], rect[3] - rect[1]).finish(writer)


def ticked(writer: Any, rect: Box, *, turn: int) -> Any:
    """Add the look of a ticked box."""
    canvas = _canvas(rect, turn)
    side = min(canvas.width, canvas.height)
    x, y = (canvas.width - side) / 2, (canvas.height - side) / 2
    points = [(x + side * across, y + side * up) for across, up in ((0.18, 0.5), (0.42, 0.24), (0.84, 0.8))]
    (ax, ay), (bx, by), (cx, cy) = points
    canvas.draw(
        f"q {INK} RG 1 J 1 j {side * 0.12:.2f} w "
        f"{ax:.2f} {ay:.2f} m {bx:.2f} {by:.2f} l {cx:.2f} {cy:.2f} l S Q"
    )
    return canvas.finish(writer, turn=turn)


def of_value(writer: Any, widget: Any, filled: Filled) -> Any:
    """Add the look of what was filled in. Raises BadLook, FontMissing."""
    left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
    turn = view_of(widget["/P"]).turn
    canvas = _canvas((left, bottom, right, top), turn)
    look, text = filled.look, clean(filled.text)
    if look is not None and look.picture:
        canvas.picture(pixels(look.picture), (0, 0, canvas.width, canvas.height), centred=True)
    elif look is not None or filled.kind is FieldKind.INITIALS:
        hand = look or Look()
        put_hand(
            canvas, hand, hand.typed or text, (1, 0, canvas.width - 1, canvas.height), canvas.height / 38
        )
    elif filled.kind is FieldKind.STAMP:
        _frame(canvas, text)
    else:
        _write(canvas, text)
    return canvas.finish(writer, turn=turn)


def _canvas(rect: Box, turn: int) -> Canvas:
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    return Canvas(*((height, width) if turn % 180 else (width, height)))


def _frame(canvas: Canvas, text: str) -> None:
    """Set the words of a stamp in the middle of a double frame."""
    for inset, wide in ((0.7, 1.2), (3.2, 0.5)):
        across, up = canvas.width - 2 * inset, canvas.height - 2 * inset
        canvas.draw(f"q {INK} RG 1 j {wide} w {inset} {inset} {across:.2f} {up:.2f} re S Q")
    typeface, room, size = fitting_face(text, BOLD), canvas.width - 12, _LARGEST
    while size > _SMALLEST and len(folded(text, typeface, size, room)) * size * _LEADING > canvas.height - 10:
        size -= _STEP
    lines = folded(text, typeface, size, room)
    baseline = (canvas.height + len(lines) * size * _LEADING) / 2 - size * 0.93
    for words in lines:
        line = Line(words, typeface, size, INK, smallest=0.5).fitted(room)
        canvas.write(line, (canvas.width - line.width) / 2, baseline)
        baseline -= size * _LEADING


def _write(canvas: Canvas, text: str) -> None:
    """Set the text as large as it fits, in lines; what does not fit at the smallest size is shortened."""
    typeface, room = fitting_face(text, TEXT), canvas.width - 2 * _PADDING
    size = _LARGEST
    while size > _SMALLEST and not _fits(folded(text, typeface, size, room), size, canvas):
        size -= _STEP
    size = min(size, max(canvas.height * 0.8, 2.0))
    lines = folded(text, typeface, size, room)
    most = max(int((canvas.height + size * (_LEADING - 1)) // (size * _LEADING)), 1)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    baseline = _first_baseline(canvas, len(lines), size)
    for line in lines:
        canvas.write(Line(line, typeface, size, _COLOUR, smallest=1.0).fitted(room), _PADDING, baseline)
        baseline -= size * _LEADING


def _fits(lines: list[str], size: float, canvas: Canvas) -> bool:
    return len(lines) * size * _LEADING - size * (_LEADING - 1) <= canvas.height


def _first_baseline(canvas: Canvas, count: int, size: float) -> float:
    """Centre one line in the height of the box; several begin at its top."""
    if count == 1:
        return (canvas.height - size * 0.7) / 2
    return canvas.height - size * 0.95
