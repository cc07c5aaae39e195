"""What a template uses, each with its line in the program."""

from dataclasses import dataclass, field
from enum import StrEnum

Guards = tuple[tuple[int, bool], ...]
"""The lines of the conditions that something stands under, each with whether it must be false."""


class How(StrEnum):
    """What a field is used for."""

    PRINTED = "printed"
    TESTED = "tested"
    LOOPED = "looped"


@dataclass(frozen=True, slots=True)
class Use:
    """A field used on a line; `word` in a word tag, `spared` where its absence is provided for."""

    path: str
    line: int
    how: How
    word: bool = False
    spared: bool = False
    guards: Guards = ()
    loops: int = 0
    filters: tuple[str, ...] = ()


@dataclass(slots=True)
class Found:
    """All that a walk has found, each with its line."""

    uses: list[Use] = field(default_factory=list)
    filters: list[tuple[str, int]] = field(default_factory=list)
    tests: list[tuple[str, int]] = field(default_factory=list)
    functions: list[tuple[str, int]] = field(default_factory=list)
    parties: list[tuple[str, int, Guards]] = field(default_factory=list)
    forbidden: list[tuple[str, int]] = field(default_factory=list)
    sums: list[tuple[frozenset[str], int]] = field(default_factory=list)
