"""What one filling-in of a template has done so far: steps against the limit, values printed, places made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from templates.errors import RenderFailed
from templates.phrase import Phrase

MAX_STEPS = 1_000_000
MAX_OUTPUT = 20_000_000
CALL = 20  # a call costs as much time as so many turns of a loop
COPIED = 100  # so many items or characters are copied in one turn's time


class Unseen(str):
    """Text that a template prints where no reader looks (an attribute, a colour): proof does not seek it."""

    __slots__ = ()


@dataclass(slots=True)
class Run:
    """The record of one rendering; `language` is the template's.

    `declared` are the paths that its schema answers for, `lacking` the other empty fields that were printed.
    """

    language: str = "ru"
    steps: int = 0
    size: int = 0
    printed: dict[str, None] = field(default_factory=dict)
    parties: list[str] = field(default_factory=list)
    declared: frozenset[str] = frozenset()
    lacking: dict[str, None] = field(default_factory=dict)

    @contextmanager
    def apart(self) -> Iterator[dict[str, None]]:
        """Give what is printed from here on, though it has been printed before."""
        before, self.printed = self.printed, {}
        try:
            yield self.printed
        finally:
            self.printed = before | self.printed

    def spend(self, steps: int) -> None:
        """Count steps of loops and calls. Raises RenderFailed over the limit."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise RenderFailed("template.html", Phrase("шаблон делает больше %(most)s шагов", most=MAX_STEPS))

    def grow(self, size: int) -> None:
        """Count characters that are printed, into a variable too. Raises RenderFailed over the limit."""
        self.size += size
        if self.size > MAX_OUTPUT:
            raise RenderFailed("template.html", "шаблон печатает слишком много")


current: ContextVar[Run] = ContextVar("current")
