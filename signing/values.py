"""The words of signing: places to fill in, who signs and by what look, what level a signature reached."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from signing.errors import BadField, BadIdentity

SEAL_FIELD: Final = "seal"
CERTIFICATION_FIELD: Final = "certification"


class Level(StrEnum):
    """Levels of a PAdES baseline signature. Source: ETSI EN 319 142-1 §6."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


class FieldKind(StrEnum):
    """What a field takes: a signature, or something that is filled in together with one."""

    SIGNATURE = "signature"
    INITIALS = "initials"
    DATE = "date"
    TEXT = "text"
    CHECKBOX = "checkbox"
    NAME = "name"
    COMPANY = "company"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class Field:
    """A place reserved for one signer.

    `page` counts from 0; `box` is (x0, y0, x1, y1) in points of the page as it is seen, cropped and turned,
    origin bottom left; `label` is what a screen reader says, for instance the party's name. A field to sign
    is named by its party (`client`), any other one by its owner and a name of its own (`client.date`).
    Raises BadField.
    """

    name: str
    page: int
    box: tuple[float, float, float, float]
    label: str = ""
    kind: FieldKind = FieldKind.SIGNATURE

    def __post_init__(self) -> None:
        x0, y0, x1, y1 = self.box
        parts = self.name.split(".")
        if len(parts) != 1 + (self.kind is not FieldKind.SIGNATURE) or not all(map(str.isidentifier, parts)):
            raise BadField(f"A field is named by letters and digits, not {self.name!r}")
        if self.page < 0 or x1 - x0 <= 0 or y1 - y0 <= 0:
            raise BadField(f"The field {self.name} has no area on a page: {self.page}, {self.box}")

    @property
    def owner(self) -> str:
        """Return the party whose signature fills the field."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Strokes:
    """A signature drawn by hand: lines of (x, y, pressure) on a pad, y downwards, pressure from 0 to 1."""

    width: float
    height: float
    lines: tuple[tuple[tuple[float, float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a signature looks: drawn, a picture (PNG), or typed in a face by its name in `signing.face`."""

    typed: str = ""
    face: str = ""
    strokes: Strokes | None = None
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a signer puts into a field: a text, a tick, or a look (initials, a stamp).

    By its `kind` initials are written as if by hand, and the words of a stamp get a frame.
    """

    text: str = ""
    checked: bool = False
    look: Look | None = None
    kind: FieldKind = FieldKind.TEXT


@dataclass(frozen=True, slots=True)
class Signer:
    """The person who signs, as the one-time certificate and the appearance name them.

    `authority` is what the signer acts on («на основании Устава»). Everything but the name may be empty.
    """

    name: str
    email: str = ""
    position: str = ""
    organisation: str = ""
    authority: str = ""


def clean(text: str) -> str:
    """Fold white space and drop what cannot be printed (controls, bidi overrides, lone surrogates)."""
    visible = (c if c.isprintable() else " " * c.isspace() for c in text)
    return " ".join("".join(visible).split())


def to_seconds(at: datetime) -> datetime:
    """Convert to UTC, whole seconds: what certificates and PDF dates can hold.

    Raises BadIdentity if naive.
    """
    if at.tzinfo is None:
        raise BadIdentity("The time of signing needs its zone")
    return at.astimezone(UTC).replace(microsecond=0)
