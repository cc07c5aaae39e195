"""What one filling-in of a template has done so far: steps against the limit, values printed, places made."""

from contextvars import ContextVar
from dataclasses import dataclass, field

from templates.errors import RenderFailed

MAX_STEPS = 1_000_000
MAX_OUTPUT = 20_000_000
CALL = 20  # a call costs as much time as so many turns of a loop


class Unseen(str):
    """Text that a template prints where no reader looks (an attribute, a colour): proof does not seek it."""

    __slots__ = ()


@dataclass(slots=True)
class Run:
    """The record of one rendering."""

    steps: int = 0
    printed: dict[str, None] = field(default_factory=dict)
    parties: list[str] = field(default_factory=list)

    def spend(self, steps: int) -> None:
        """Count steps of loops and calls. Raises RenderFailed over the limit."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise RenderFailed("template.html", f"шаблон делает больше {MAX_STEPS} шагов")


current: ContextVar[Run] = ContextVar("current")
