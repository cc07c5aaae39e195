"""The look of one field while it is drawn: text, curves and pictures, in the end one form XObject."""

from typing import Any

from signing import drawing
from signing.embedded import embed_face
from signing.face import Face
from signing.lettering import Line
from signing.pdf_objects import dictionary, numbers, stream
from signing.pictures import Pixels, blending, embed_picture, placing
from signing.values import Strokes
from signing.view import turned

Room = tuple[float, float, float, float]


class Canvas:
    """A drawing of `width` × `height` points, origin bottom left."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._parts: list[str] = []
        self._texts: dict[str, tuple[Face, list[str]]] = {}
        self._pictures: list[Pixels] = []

    def draw(self, commands: str) -> None:
        """Add PDF commands as they are."""
        self._parts.append(commands)

    def write(self, line: Line, x: float, y: float) -> None:
        """Write a line from `x`, its baseline at `y`."""
        typeface, texts = self._texts.setdefault(line.face.name, (line.face, []))
        texts.append(line.text)
        name = f"F{list(self._texts).index(typeface.name)}"
        hexes = "".join(f"{glyph:04X}" for glyph in typeface.glyphs(line.text))
        self._parts.append(
            f"BT {line.colour} rg /{name} {line.size:.3f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{hexes}> Tj ET"
        )

    def curves(self, strokes: Strokes, room: Room, colour: str) -> None:
        """Draw what was drawn by hand."""
        self._parts.append(f"q {colour} RG\n{drawing.paths(strokes, room)}\nQ")

    def picture(self, picture: Pixels, room: Room, *, centred: bool) -> None:
        """Draw a picture into the room, its shape kept."""
        self._parts.append(placing(picture, room, name=f"P{len(self._pictures)}", centred=centred))
        self._pictures.append(picture)

    def finish(self, writer: Any, *, turn: int = 0) -> Any:
        """Add the look to the PDF that is being written, upright on a page turned by `turn` degrees."""
        fonts = {
            f"F{index}": embed_face(writer, typeface, "".join(texts))
            for index, (typeface, texts) in enumerate(self._texts.values())
        }
        pictures = {f"P{i}": embed_picture(writer, each) for i, each in enumerate(self._pictures)}
        resources: dict[str, Any] = {"Font": dictionary(**fonts)} if fonts else {}
        extra: dict[str, Any] = {"Matrix": numbers(*turned(turn))} if turn else {}
        if pictures:
            resources["XObject"] = dictionary(**pictures)
            extra["Group"] = blending()
        form = stream(
            "\n".join(self._parts).encode(),
            Type="/XObject",
            Subtype="/Form",
            BBox=numbers(0, 0, self.width, self.height),
            Resources=dictionary(**resources),
            **extra,
        )
        return writer.add_object(form)
