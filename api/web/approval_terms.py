"""The key terms for whoever decides by the link of a letter: the recipient's, and what colleagues weigh."""

from collections.abc import Iterator

from flask_babel import gettext as _

from api.web.filters import figure
from api.web.signing.terms import Term, key_terms
from docsvc.model import Origin
from docsvc.queries.approval_page import Sheet


def approval_terms(sheet: Sheet) -> tuple[Term, ...]:
    """Return what the recipient would read too, then what colleagues alone look at."""
    return (*key_terms(sheet), *_inner(sheet))


def _inner(sheet: Sheet) -> Iterator[Term]:
    terms = sheet.terms
    if terms.discount:
        yield Term(_("Скидка"), f"{figure(terms.discount)} %")
    if terms.other_terms:
        yield Term(_("Особые условия"), terms.other_terms)
    if text := _text(terms.origin):
        yield Term(_("Текст"), text)


def _text(origin: Origin) -> str:
    """Return how the text differs from its template; nothing where it does not."""
    match origin:
        case Origin.EDITED:
            return str(_("правлен в Word, не по шаблону"))
        case Origin.RECEIVED:
            return str(_("получен от контрагента, не по шаблону"))
        case Origin.UPLOADED:
            return str(_("загружен готовым, не по шаблону"))
        case _:
            return ""
