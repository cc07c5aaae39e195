"""Refusals of PDFs that were made elsewhere, and of fields on pages."""

from docsvc.errors.general import DocsvcError


class PdfRefused(DocsvcError):
    """A PDF from outside cannot go into a document; `reason` says why and what to do."""

    code = "pdf-refused"
    message = "Файл не принят, ничего не сохранено. %(reason)s"


class MadeFromTemplate(DocsvcError):
    """A PDF cannot replace what was made from a template: data and text would part."""

    code = "made-from-template"
    message = "Этот документ сделан по шаблону: чтобы его изменить, сделайте новую версию из сделки."


class MadeElsewhere(DocsvcError):
    """A document of an uploaded PDF cannot be made anew from its deal."""

    code = "made-elsewhere"
    message = "Этот документ загружен готовым: чтобы его изменить, загрузите новый PDF."


class PlacesSettled(DocsvcError):
    """The fields of a document that is on its way cannot be moved."""

    code = "places-settled"
    message = (
        "Поля меняют в черновике или после согласования, до отправки. Сейчас документ в другом состоянии."
    )
