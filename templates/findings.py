"""What a look at a template finds, and where: for the page, the command line and a refusal alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from templates.errors import TemplateError
from templates.phrase import Phrase, joined, phrase_of

DECLARE = "Проверьте имя или добавьте поле в список полей шаблона."
"""What to do about a field that a template may declare."""


class Severity(StrEnum):
    """Whether a template can be used as it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a template; every number counts from 1.

    `part` is a word part's role for people («верхний колонтитул»), empty for the body or an HTML file; `line`
    is for text files; `table` and `row` count tables of the part in reading order and the rows of that table.
    """

    part: str = ""
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    line: int | None = None

    def words(self) -> Phrase:
        """Name the place for people: «таблица 2, строка 3», «верхний колонтитул, абзац 1», «строка 14»."""
        row, paragraph = self.row or self.line, None if self.table else self.paragraph
        named = (
            *_part(self.part),
            *([Phrase("таблица %(number)s", number=self.table)] if self.table is not None else ()),
            *([Phrase("строка %(number)s", number=row)] if row is not None else ()),
            *([Phrase("абзац %(number)s", number=paragraph)] if paragraph is not None else ()),
        )
        return joined(", ", named)


def _part(part: str) -> Iterator[Phrase]:
    """Name a part: a block as it is called, a note by its number («сноска 2, надпись»)."""
    if isinstance(part, Phrase):
        yield part
        return
    for each in filter(None, part.split(", ")):
        name, _space, number = each.rpartition(" ")
        known = number.isdigit()
        yield Phrase("%(note)s %(number)s", note=Phrase(name), number=number) if known else Phrase(each)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a template's author should know.

    `code` is stable and English (`unknown-field`); `text` is the text around it as people see it;
    `suggestion` is what to write instead, or empty.
    """

    severity: Severity
    code: str
    spot: Spot
    text: str
    message: str
    suggestion: str = ""

    @property
    def undeclared(self) -> bool:
        """Tell of a field that nobody knows, and that the template may declare as its own."""
        return self.suggestion == DECLARE

    def words(self) -> Phrase:
        """Tell place, reason and remedy in one line."""
        place, fault = self.spot.words(), phrase_of(self.message)
        if self.text:
            fault = Phrase("%(fault)s — «%(text)s»", fault=fault, text=self.text)
        if place:
            fault = Phrase("%(place)s: %(fault)s", place=place, fault=fault)
        if not self.suggestion:
            return Phrase("%(fault)s.", fault=fault)
        return Phrase("%(fault)s. %(hint)s", fault=fault, hint=phrase_of(self.suggestion))


class TemplateFaults(TemplateError):
    """A template cannot be used: `findings` lists every reason with its place."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        told = joined(" ", (finding.words() for finding in self.findings))
        super().__init__(Phrase("Шаблон с ошибками: %(faults)s", faults=told))
