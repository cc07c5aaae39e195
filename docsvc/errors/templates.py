"""Refusals of templates, of their drafts and of files edited outside."""

from collections.abc import Sequence

from docsvc.errors.general import DocsvcError
from docsvc.errors.phrase import listed


class TemplateRefused(DocsvcError):
    """A file cannot be a template; `reason` says why, in words."""

    code = "template-refused"
    message = "Файл не принят, ничего не сохранено. %(reason)s"


class TemplateFaulty(DocsvcError):
    """A template has errors, so it cannot be published; `findings` lists each with its place, in words."""

    code = "template-faulty"
    message = "В шаблоне есть ошибки (%(count)s). Исправьте их в файле и загрузите его снова: %(summary)s"

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__(count=len(findings), summary=listed(findings, " "))
        self.findings = tuple(findings)


class NotTried(DocsvcError):
    """Exactly this draft has had no green trial on real deals, and no reason was given to do without."""

    code = "not-tried"
    message = (
        "Именно этот черновик ещё не прошёл пробу без замечаний. Попробуйте его на сделках "
        "или напишите, почему публикуете без пробы."
    )


class NotDraft(DocsvcError):
    """The version has been published: it is never edited."""

    code = "not-a-draft"
    message = "Версия %(version)s уже опубликована и не меняется. Загрузите следующую версию."


class DraftExists(DocsvcError):
    """A template has one draft at most."""

    code = "draft-exists"
    message = "У шаблона уже есть черновик %(version)s. Замените его файл, опубликуйте его или удалите."


class ShippedTemplate(DocsvcError):
    """A template of the shipped library is not edited: upgrades bring its next versions."""

    code = "shipped-template"
    message = "Это шаблон из поставки, он обновляется вместе с программой. Сделайте на его основе свой."


class NoteRequired(DocsvcError):
    """A version of a template says what changed and why."""

    code = "note-required"
    message = "Напишите, что изменилось и почему: это останется в истории шаблона."


class WrongVersion(DocsvcError):
    """A draft, or the version in use, cannot be brought back."""

    code = "wrong-version"
    message = "Версию %(version)s не вернуть: это черновик или она уже в работе. Обновите страницу."


class EditRefused(DocsvcError):
    """A Word file that was edited outside cannot be a version; `reasons` lists every one."""

    code = "edit-refused"
    message = "Файл не принят, ничего не сохранено. %(summary)s"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(summary=listed(reasons, " "))
        self.reasons = tuple(reasons)


class NotConfirmed(DocsvcError):
    """Facts were changed by hand in the text and not confirmed one by one; `labels` names them."""

    code = "not-confirmed"
    message = "Подтвердите каждое изменение: %(summary)s."

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__(summary=", ".join(labels))
        self.labels = tuple(labels)


class NoWordFile(DocsvcError):
    """The version was not made from a Word template, so there is no Word file of it."""

    code = "no-word-file"
    message = (
        "У этой версии нет файла Word: её шаблон сделан в HTML. Измените данные и сделайте новую версию."
    )


class NotComparable(DocsvcError):
    """Two versions cannot be compared; `reason` says why."""

    code = "not-comparable"
    message = "Версии не удалось сравнить. %(reason)s"
