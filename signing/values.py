"""The words of signing: a place to sign, who signs, and what level a signature reached."""

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


@dataclass(frozen=True, slots=True)
class Field:
    """A place reserved for one signer.

    `page` counts from 0; `box` is (x0, y0, x1, y1) in PDF points, origin bottom left; `label` is what a
    screen reader says, for instance the party's name. Raises BadField.
    """

    name: str
    page: int
    box: tuple[float, float, float, float]
    label: str = ""

    def __post_init__(self) -> None:
        x0, y0, x1, y1 = self.box
        if not self.name or not self.name.isidentifier():
            raise BadField(f"A signature field is named by letters and digits, not {self.name!r}")
        if self.page < 0 or x1 - x0 <= 0 or y1 - y0 <= 0:
            raise BadField(f"The field {self.name} has no area on a page: {self.page}, {self.box}")


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
