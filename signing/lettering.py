"""Lines of text in a look: set in a face that has all the letters, made to fit."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from signing.face import HANDS, HANDWRITING, TEXT, WIDE, Face, face

_ROUNDING: Final = 1.0001
_HAND_SIZES: Final = {"marck-script": 27.0, "caveat": 31.0, "bad-script": 22.0}
_PLAIN_SIZE: Final = 18.0  # of a signature that has to be set in a plain face


@dataclass(frozen=True, slots=True)
class Line:
    """A text in one face; `smallest` is how much of its size it keeps at least before it is shortened."""

    text: str
    face: Face
    size: float
    colour: str
    smallest: float = 0.75

    @property
    def width(self) -> float:
        """Measure the line in points."""
        return self.face.width(self.text) * self.size

    def fitted(self, room: float) -> "Line":
        """Make it smaller, and shorten it only where smaller would be too small to read."""
        if self.width <= room:
            return self
        line = replace(self, size=self.size * max(room / self.width, self.smallest))
        if line.width <= room * _ROUNDING:
            return line
        text = line.text
        while len(text) > 1 and line.face.width(text + "…") * line.size > room:
            text = text[:-1].rstrip()
        return replace(line, text=text + "…")


def by_hand(text: str, *, name: str, scale: float, colour: str) -> Line:
    """Set a text as if by hand, in the face of this name where that has the letters."""
    chosen = name if HANDS.get(name, HANDWRITING).is_file() and name in HANDS else "marck-script"
    path = HANDS[chosen]
    size = _HAND_SIZES[chosen] if face(path).covers(text) else _PLAIN_SIZE
    return Line(text, fitting_face(text, path), size * scale, colour, smallest=0.25)


def fitting_face(text: str, path: Path) -> Face:
    """Take the wanted face, or one that has all the letters: never show boxes for a name."""
    wanted = face(path)
    for candidate in (path, TEXT, WIDE):
        if candidate.is_file() and face(candidate).covers(text):
            return face(candidate)
    return face(TEXT) if path in HANDS.values() else wanted


def folded(text: str, typeface: Face, size: float, room: float) -> list[str]:
    """Break a text between words into lines that fit; a word wider than the room is broken anywhere."""
    lines: list[str] = []
    for word in text.split():
        tried = f"{lines[-1]} {word}" if lines else word
        if lines and typeface.width(tried) * size <= room:
            lines[-1] = tried
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and typeface.width(lines[-1] + letter) * size > room:
                lines.append("")
            lines[-1] += letter
    return lines
