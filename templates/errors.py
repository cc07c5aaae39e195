"""What can go wrong with a template or its data: one class for each reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from templates.phrase import Phrase, joined, phrase_of

_SHOWN = 80  # characters of a value that a message shows
_LOST = Phrase(
    "Проверьте эти поля и их место в шаблоне: не видно знаков, которых нет в шрифтах, слова длиннее "
    "страницы, скрытого текста и того, что не поместилось в рамку, в высоту строки или на ширину листа."
)
_MOST = 10  # values and signs that a message names


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


class BadCondition(BadTemplate):
    """A condition asks for a field that nobody knows: `message` says so, `hint` what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(Phrase("%(fault)s. %(hint)s", fault=phrase_of(message), hint=phrase_of(hint)))


class Undecided(TemplateError):
    """The facts do not answer a condition: what it asks for is missing, or cannot be compared."""


class BadFacts(TemplateError):
    """The data cannot become Facts; `errors` lists every problem at once."""

    def __init__(self, errors: Sequence[Problem]) -> None:
        self.errors = list(errors)
        told = (Phrase("%(path)s: %(text)s", path=path, text=phrase_of(text)) for path, text in self.errors)
        super().__init__(Phrase("Данные не приняты: %(problems)s", problems=joined("; ", told)))


class TooManyLines(BadFacts):
    """A deal has more lines than a document may have."""

    def __init__(self, *, count: int, limit: int) -> None:
        self.count, self.limit = count, limit
        message = Phrase(
            "строк %(count)s, а в документе может быть не больше %(limit)s", count=count, limit=limit
        )
        super().__init__([Problem("deal.products", message)])


class MissingFields(TemplateError):
    """Required fields are empty; `fields` lists every one."""

    def __init__(self, fields: Sequence[Missing]) -> None:
        self.fields = tuple(fields)
        labels = "; ".join(field.label for field in fields)
        super().__init__(Phrase("Заполните перед созданием документа: %(labels)s", labels=labels))


class RenderFailed(TemplateError):
    """A template could not be filled in or laid out: which part, and why."""

    def __init__(self, part: str, reason: str) -> None:
        self.part, self.reason = part, reason
        super().__init__(
            Phrase(
                "Документ не собран (%(part)s): %(reason)s", part=phrase_of(part), reason=phrase_of(reason)
            )
        )


class ProofFailed(TemplateError):
    """Values that the template printed are not in the text of the PDF; `unseen` are signs found nowhere."""

    def __init__(self, values: Sequence[str], unseen: Sequence[str] = ()) -> None:
        self.values, self.unseen = tuple(values), tuple(unseen)
        lost = "; ".join(f"«{_short(value)}»" for value in self.values[:_MOST])
        more = len(self.values) - _MOST
        shown = Phrase("%(lost)s и ещё %(count)s", lost=lost, count=more) if more > 0 else lost
        signs = " ".join(self.unseen[:_MOST])
        absent = Phrase("Этих знаков нет в шрифтах документа, замените их в данных: %(signs)s.", signs=signs)
        super().__init__(
            Phrase(
                "В готовом PDF не нашлись значения: %(lost)s. %(advice)s",
                lost=shown,
                advice=absent if signs else _LOST,
            )
        )


def _short(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


class TooHeavy(TemplateError):
    """Work on a template took more time or memory than it may: a bomb, or far too large a document."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            Phrase(
                "Шаблон слишком тяжёлый: %(reason)s. Уберите лишние циклы, вложенность и крупные картинки.",
                reason=phrase_of(reason),
            )
        )


class OfficeMissing(TemplateError):
    """Word documents become PDF by LibreOffice, and this machine has none, or not all of it."""

    def __init__(self, absent: str) -> None:
        self.absent = absent
        self.advice = Phrase(
            "установите: apt-get install --no-install-recommends libreoffice-writer-nogui python3-uno "
            "fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation"
        )
        super().__init__(
            Phrase(
                "Из Word-документа не сделать PDF, потому что нет %(absent)s; %(advice)s",
                absent=phrase_of(absent),
                advice=self.advice,
            )
        )


class ConversionFailed(TemplateError):
    """LibreOffice made no PDF of a Word document: `reason` says why, in Russian."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(Phrase("PDF из Word-документа не получился: %(reason)s", reason=phrase_of(reason)))


class OfficeNotStarted(ConversionFailed):
    """LibreOffice did not start: the machine's fault and no document's, so it may work in a minute."""

    def __init__(self) -> None:
        super().__init__("LibreOffice не запускается; что не так, покажет docsvc doctor")
