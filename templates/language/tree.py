"""An expression of the word user's language, parsed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written, with a point."""

    digits: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text that stood in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Truth:
    """TRUE or FALSE."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A field by its dotted name, part by part as written."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers and a sign between them."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Minus:
    """A number with the opposite sign."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values compared: `=`, `!=`, `>`, `<`, `>=`, `<=`."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` of two conditions."""

    word: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """A condition denied."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class Filtered:
    """A value through a filter with its arguments."""

    inner: "Node"
    name: str
    arguments: tuple["Node", ...]


Node = Number | Text | Truth | Name | Arithmetic | Minus | Comparison | Logic | Not | Filtered
