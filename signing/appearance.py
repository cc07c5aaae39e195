"""What a signature looks like in its box.

The signature as if by hand (typed, drawn or a picture), and below it who, in what role, when, and by which
certificate. All words are real text in embedded faces: sharp at any size and readable by a screen reader.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from signing.canvas import Canvas, Room
from signing.face import BOLD, TEXT, face
from signing.lettering import Line, by_hand, fitting_face
from signing.pictures import pixels
from signing.values import Look
from signing.view import Box

INK: Final = "0.09 0.18 0.48"

_DRAWN_FOR: Final = (212.6, 70.9)  # 75 × 25 mm: the sizes below are for this box and scale with it
_BLACK, _GREY, _BAR = "0.13 0.15 0.19", "0.40 0.43 0.48", "0.16 0.36 0.78"
_MARGIN: Final = 9.0  # left of the text, behind the bar
_ROLE_SIZE: Final = 6.6


@dataclass(frozen=True, slots=True)
class Stamp:
    """The words of a signature's appearance, top to bottom; an empty one takes no room.

    `typed` is what the signer typed as a signature; `look` how it looks where it was drawn, a picture or in
    another face; `basis` is what the signer acts on; `when` is the local date and time with its zone;
    `certificate` names the certificate.
    """

    typed: str
    name: str
    position: str = ""
    organisation: str = ""
    basis: str = ""
    when: str = ""
    certificate: str = ""
    look: Look = field(default_factory=Look)


def draw(writer: Any, box: Box, stamp: Stamp, *, turn: int = 0) -> Any:
    """Add the appearance to the PDF that is being written; return the reference of its form XObject.

    `turn` is how far the page is turned when it is seen. Raises FontMissing, BadLook.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    canvas = Canvas(*((height, width) if turn % 180 else (width, height)))
    scale = min(canvas.width / _DRAWN_FOR[0], canvas.height / _DRAWN_FOR[1])
    left, right = _MARGIN * scale, canvas.width - scale
    canvas.draw(f"q {_BAR} rg 0 {1.5 * scale:.2f} {1.6 * scale:.2f} {canvas.height - 3 * scale:.2f} re f Q")
    rule = _write_words(canvas, [line.fitted(right - left) for line in _lines(stamp, scale, right - left)])
    canvas.draw(f"q {_GREY} RG {0.35 * scale:.2f} w {left:.2f} {rule:.2f} m {right:.2f} {rule:.2f} l S Q")
    put_hand(canvas, stamp.look, stamp.typed, (left + 1.5 * scale, rule, right, canvas.height), scale)
    return canvas.finish(writer, turn=turn)


def put_hand(canvas: Canvas, look: Look, typed: str, room: Room, scale: float) -> None:
    """Draw the signature itself into the room: the picture, the strokes, or the text as if by hand."""
    margin = min(1.6 * scale, (room[3] - room[1]) / 8)
    inner = (room[0], room[1] + margin, room[2], room[3] - margin)
    if look.picture:
        canvas.picture(pixels(look.picture), inner, centred=False)
    elif look.strokes is not None:
        canvas.curves(look.strokes, inner, INK)
    else:
        line = by_hand(typed, name=look.face, scale=scale, colour=INK).fitted(room[2] - room[0])
        lift = (room[3] - room[1] - line.face.cap_height / line.face.units * line.size) / 2
        canvas.write(line, room[0], room[1] + max(lift, 3.4 * scale))


def _lines(stamp: Stamp, scale: float, room: float) -> list[Line]:
    role = ", ".join(part for part in (stamp.position, stamp.organisation) if part)
    roles = (
        [role]
        if face(TEXT).width(role) * _ROLE_SIZE * scale <= room
        else [stamp.position, stamp.organisation]
    )
    proof = " · ".join(part for part in (stamp.when, stamp.certificate) if part)
    wanted = [
        (stamp.name, BOLD, 7.6, _BLACK),
        *((text, TEXT, _ROLE_SIZE, _BLACK) for text in roles),
        (stamp.basis, TEXT, 6.2, _GREY),
        (proof, TEXT, 6.2, _GREY),
    ]
    return [
        Line(text, fitting_face(text, path), size * scale, colour)
        for text, path, size, colour in wanted
        if text
    ]


def _write_words(canvas: Canvas, lines: list[Line]) -> float:
    """Place the lines from the bottom up; return where the room for the signature itself begins."""
    scale = min(canvas.width / _DRAWN_FOR[0], canvas.height / _DRAWN_FOR[1])
    baseline = 4.6 * scale
    for line in reversed(lines):
        canvas.write(line, _MARGIN * scale, baseline)
        baseline += line.size + 1.7 * scale
    return baseline + 0.4 * scale
