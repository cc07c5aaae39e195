"""A condition of a route in words: «deal.discount > 15» is «скидка > 15 %»."""

import re
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from api.web.filters import SYMBOLS, figure
from api.web.paths import path_words
from api.web.words import KINDS, ROLES
from docsvc.model import Kind, Role

NBSP = "\u00a0"
TIE = "\u2060"
"""After a sign: what follows stays on its line."""

_TOKEN = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')|(?P<figure>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w.]*)|(?P<sign>[<>=!]=|[<>])"""
)
_SIGNS = {"==": "=", "!=": "≠", ">=": "≥", "<=": "≤"}

PATHS = {
    "deal.amount": lazy_gettext("сумма сделки"),
    "deal.discount": lazy_gettext("скидка"),
    "deal.currency": lazy_gettext("валюта сделки"),
    "document.amount": lazy_gettext("сумма документа"),
    "document.currency": lazy_gettext("валюта документа"),
    "document.kind": lazy_gettext("вид документа"),
    "template.standard": lazy_gettext("типовой текст"),
    "template.name": lazy_gettext("шаблон"),
    "initiator.department": lazy_gettext("отдел автора"),
    "initiator.email": lazy_gettext("почта автора"),
    "initiator.name": lazy_gettext("автор"),
    "company.name": lazy_gettext("клиент"),
}
"""What conditions are usually about, as it is said in the middle of a sentence."""

WORDS = {
    "and": lazy_gettext("и"),
    "or": lazy_gettext("или"),
    "not": lazy_gettext("не"),
    "in": lazy_gettext("среди"),
    "true": lazy_gettext("да"),
    "false": lazy_gettext("нет"),
}
MONEY = ("amount", "total", "sum", "vat")
SHARES = ("discount", "percent", "margin")


def condition_words(expression: str, currency: str = "RUB") -> str:
    """Return the condition as a person would say it; what is not known stays as it is written."""
    subject, compared = "", False
    pieces, end = [], 0
    for found in _TOKEN.finditer(expression):
        pieces += [expression[end : found.start()], _said(found, subject if compared else "", currency)]
        subject = found["name"] if found["name"] and "." in found["name"] else subject
        compared, end = found.lastgroup == "sign", found.end()
    return "".join([*pieces, expression[end:]]).replace(f"{TIE} ", NBSP).replace(TIE, "")


def _said(found: re.Match[str], subject: str, currency: str) -> str:
    match found.lastgroup:
        case "text":
            return _text(found[0][1:-1])
        case "figure":
            return figure(Decimal(found[0])) + _unit(subject, currency)
        case "name":
            return _name(found[0])
        case _:
            return _SIGNS.get(found[0], found[0]) + TIE


def _text(text: str) -> str:
    if text in set(Kind):
        return str(_("«%(word)s»", word=KINDS[Kind(text)].word))
    if text in set(Role):
        return str(_("«%(word)s»", word=ROLES[Role(text)]))
    return str(_("«%(word)s»", word=text))


def _name(name: str) -> str:
    lowered = name.lower()
    if "." not in name:
        return str(WORDS.get(lowered, name))
    return str(PATHS[lowered]) if lowered in PATHS else path_words(lowered)


def _unit(subject: str, currency: str) -> str:
    """Return what a figure is counted in, from the field that it is compared with."""
    last = subject.lower().rpartition(".")[2]
    if last.startswith(SHARES):
        return f"{NBSP}%"
    return f"{NBSP}{SYMBOLS.get(currency, currency)}" if last.startswith(MONEY) else ""
