"""What a signature looks like in its box.

The typed name as if by hand, and below it who, in what role, when, and by which certificate.

All of it is real text in embedded faces: sharp at any size and readable by a screen reader.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from signing.embedded import embed_face
from signing.face import BOLD, HANDWRITING, TEXT, WIDE, Face, face
from signing.pdf_objects import dictionary, numbers, stream

Box = tuple[float, float, float, float]

_DRAWN_FOR: Final = (212.6, 70.9)  # 75 × 25 mm: the sizes below are for this box and scale with it
_INK, _BLACK, _GREY, _BAR = "0.09 0.18 0.48", "0.13 0.15 0.19", "0.40 0.43 0.48", "0.16 0.36 0.78"
_MARGIN: Final = 9.0  # left of the text, behind the bar
_HAND_SIZE: Final = 27.0
_ROLE_SIZE: Final = 6.6
_SMALLEST: Final = 0.75  # of its size; a line that needs less is shortened
_SMALLEST_HAND: Final = 0.25
_PLAIN_SIZE: Final = 18.0  # of a signature that has to be set in a plain face
_ROUNDING: Final = 1.0001


@dataclass(frozen=True, slots=True)
class Stamp:
    """The words of a signature's appearance, top to bottom; an empty one takes no room.

    `typed` is what the signer typed as a signature; `basis` is what the signer acts on; `when` is the local
    date and time with its zone; `certificate` names the certificate.
    """

    typed: str
    name: str
    position: str = ""
    organisation: str = ""
    basis: str = ""
    when: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    face: Face
    size: float
    colour: str


def draw(writer: Any, box: Box, stamp: Stamp) -> Any:
    """Add the appearance to the PDF that is being written; return the reference of its form XObject.

    Raises FontMissing.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    scale = min(width / _DRAWN_FOR[0], height / _DRAWN_FOR[1])
    room = width - (_MARGIN + 1) * scale
    lines = [_fitted(line, room) for line in _lines(stamp, scale, room)]
    faces = {line.face.name: line.face for line in lines}
    names = {name: f"F{index}" for index, name in enumerate(faces)}
    fonts = {names[name]: embed_face(writer, face, _text_in(face, lines)) for name, face in faces.items()}
    form = stream(
        _content(lines, names, scale, (width, height)),
        Type="/XObject",
        Subtype="/Form",
        BBox=numbers(0, 0, width, height),
        Resources=dictionary(Font=dictionary(**fonts)),
    )
    return writer.add_object(form)


def _text_in(typeface: Face, lines: list[_Line]) -> str:
    return "".join(line.text for line in lines if line.face is typeface)


def _lines(stamp: Stamp, scale: float, room: float) -> list[_Line]:
    role = ", ".join(part for part in (stamp.position, stamp.organisation) if part)
    roles = (
        [role]
        if face(TEXT).width(role) * _ROLE_SIZE * scale <= room
        else [stamp.position, stamp.organisation]
    )
    proof = " · ".join(part for part in (stamp.when, stamp.certificate) if part)
    wanted = [
        (stamp.typed, HANDWRITING, _typed_size(stamp.typed), _INK),
        (stamp.name, BOLD, 7.6, _BLACK),
        *((text, TEXT, _ROLE_SIZE, _BLACK) for text in roles),
        (stamp.basis, TEXT, 6.2, _GREY),
        (proof, TEXT, 6.2, _GREY),
    ]
    return [
        _Line(text, _chosen(text, path), size * scale, colour) for text, path, size, colour in wanted if text
    ]


def _typed_size(text: str) -> float:
    return _HAND_SIZE if face(HANDWRITING).covers(text) else _PLAIN_SIZE


def _chosen(text: str, path: Path) -> Face:
    """Take the wanted face, or one that has all the letters: never show boxes for a name."""
    wanted = face(path)
    for candidate in (path, TEXT, WIDE):
        if candidate.is_file() and face(candidate).covers(text):
            return face(candidate)
    return face(TEXT) if path == HANDWRITING else wanted


def _fitted(line: _Line, room: float) -> _Line:
    """Draw a line smaller, and shorten it only where smaller would be too small to read."""

    def width(text: str) -> float:
        return line.face.width(text) * line.size

    if width(line.text) <= room:
        return line
    smallest = _SMALLEST_HAND if line.colour == _INK else _SMALLEST
    line = replace(line, size=line.size * max(room / width(line.text), smallest))
    text = line.text
    if width(text) <= room * _ROUNDING:
        return line
    while len(text) > 1 and width(text + "…") > room:
        text = text[:-1].rstrip()
    return replace(line, text=text + "…")


def _content(lines: list[_Line], names: dict[str, str], scale: float, size: tuple[float, float]) -> bytes:
    """Place the lines from the bottom up; the first, the name by hand, stands in the room that is left."""
    width, height = size
    parts = [f"q {_BAR} rg 0 {1.5 * scale:.2f} {1.6 * scale:.2f} {height - 3 * scale:.2f} re f Q"]
    baseline = 4.6 * scale
    left = _MARGIN * scale
    for line in reversed(lines[1:]):
        parts.append(_text(line, names, left, baseline))
        baseline += line.size + 1.7 * scale
    hand = lines[0]
    rule = baseline + 0.4 * scale
    parts.append(
        f"q {_GREY} RG {0.35 * scale:.2f} w {left:.2f} {rule:.2f} m {width - scale:.2f} {rule:.2f} l S Q"
    )
    free = height - rule
    lift = max((free - hand.face.cap_height / hand.face.units * hand.size) / 2, 3.4 * scale)
    parts.append(_text(hand, names, left + 1.5 * scale, rule + lift))
    return "\n".join(parts).encode()


def _text(line: _Line, names: dict[str, str], x: float, y: float) -> str:
    hexes = "".join(f"{glyph:04X}" for glyph in line.face.glyphs(line.text))
    font = names[line.face.name]
    return f"BT {line.colour} rg /{font} {line.size:.3f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{hexes}> Tj ET"
