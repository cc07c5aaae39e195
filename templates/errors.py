"""What can go wrong with a template or its data: one class for each reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong in the data: where (a dotted path) and what, for people."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A required field without a value, by its path and by its name for people."""

    path: str
    label: str


class TemplateError(Exception):
    """Anything this package refuses; the message is for people, in Russian."""


class BadTemplate(TemplateError):
    """A template's files do not make a template: a folder, a ZIP or `fields.yaml` is broken."""


class BadFacts(TemplateError):
    """The data cannot become Facts; `errors` lists every problem at once."""

    def __init__(self, errors: Sequence[Problem]) -> None:
        self.errors = list(errors)
        super().__init__("Данные не приняты: " + "; ".join(f"{path}: {text}" for path, text in self.errors))


class TooManyLines(BadFacts):
    """A deal has more lines than a document may have."""

    def __init__(self, *, count: int, limit: int) -> None:
        self.count, self.limit = count, limit
        message = f"строк {count}, а в документе может быть не больше {limit}"
        super().__init__([Problem("deal.products", message)])


class MissingFields(TemplateError):
    """Required fields are empty; `fields` lists every one."""

    def __init__(self, fields: Sequence[Missing]) -> None:
        self.fields = tuple(fields)
        super().__init__("Заполните перед созданием документа: " + "; ".join(field.label for field in fields))


class RenderFailed(TemplateError):
    """A template could not be filled in or laid out: which part, and why."""

    def __init__(self, part: str, reason: str) -> None:
        self.part, self.reason = part, reason
        super().__init__(f"Документ не собран ({part}): {reason}")


class ProofFailed(TemplateError):
    """Values that the template printed are not in the text of the PDF."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = tuple(values)
        lost = "; ".join(f"«{value}»" for value in self.values)
        super().__init__(f"В готовом PDF не нашлись значения: {lost}")
