"""The fields that a template may print, by section, as its author writes them."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from api.web.paths import path_words
from templates.shape import BASIS, LINE, SECTIONS, Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """A field in words, and the tag to put into the template."""

    words: str
    tag: str


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one section."""

    name: LazyString | str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A tag that does more than print a field: what for, and how it is written."""

    words: LazyString
    tag: str


ORDER = (
    ("deal", _("Сделка")),
    ("company", _("Клиент")),
    ("contact", _("Контакт клиента")),
    ("document", _("Документ")),
    ("seller", _("Наша компания")),
    ("user", _("Менеджер")),
)
HIDDEN = frozenset({"seller.logo", "seller.brand_color", "deal.prices", "document.kind", "document.version"})
"""Fields that are no text to print."""

RECIPES = (
    Recipe(_("Дата документа словами чисел: 22.11.2026"), '{DOCUMENT.DATE | format: "dd.MM.yyyy"}'),
    Recipe(_("Сумма с разрядами и знаком валюты"), "{DEAL.AMOUNT | money}"),
    Recipe(_("Сумма прописью с рублями и копейками"), "{DEAL.AMOUNT | money_words}"),
    Recipe(_("Число прописью"), "{PRODUCT.QUANTITY | number_to_words}"),
    Recipe(_("Родительный падеж: в лице кого"), '{CONTACT.NAME | case: "родительный"}'),
    Recipe(_("Сколько дней осталось до срока"), "{DEAL.DEADLINE | date_diff: CURRENT.DATE}"),
    Recipe(_("Расчёт: скидка 15 %"), "{DEAL.AMOUNT * 0.85}"),
    Recipe(_("Текст по условию"), "{IF DEAL.AMOUNT > 100000}…{ELSE}…{ENDIF}"),
    Recipe(_("Строка таблицы на каждый товар"), "{FOREACH DEAL.PRODUCTS}…{ENDFOREACH}"),
    Recipe(_("Номер строки в таблице"), "{INDEX}"),
    Recipe(_("Сегодняшняя дата"), "{CURRENT.DATE}"),
    Recipe(_("Место подписи клиента"), "{SIGNATURE:client}"),
    Recipe(_("Место нашей подписи"), "{SIGNATURE:seller}"),
    Recipe(_("Печать"), "{STAMP}"),
    Recipe(_("Логотип"), "{IMAGE:logo}"),
    Recipe(_("QR-код для оплаты"), "{QR}"),
    Recipe(_("Блок из библиотеки текстов"), "{BLOCK:имя}"),
)


def palette(own: Collection[str]) -> tuple[Group, ...]:
    """Return the sections with their fields; `own` are paths of the fields that the CRM sends beside them."""
    groups = [Group(name, _section(section, own)) for section, name in ORDER]
    lines = tuple(_entry(f"product.{name}", f"deal.products.1.{name}") for name in LINE)
    basis = tuple(_entry(f"contract.{name}", f"basis.{name}") for name in BASIS if name != "kind")
    groups.insert(1, Group(_("Товары и услуги (в строке таблицы)"), lines))
    groups.insert(5, Group(_("Договор-основание"), basis))
    return tuple(groups)


def _section(section: str, own: Collection[str]) -> tuple[Entry, ...]:
    standard = [f"{section}.{name}" for name, kind in SECTIONS[section].items() if kind is not Kind.LIST]
    more = sorted(path for path in own if path.startswith(f"{section}.") and path not in standard)
    return tuple(_entry(path, path) for path in (*standard, *more) if path not in HIDDEN)


def _entry(path: str, known_as: str) -> Entry:
    words = path_words(known_as).partition(": ")[2]
    return Entry(words, "{" + path.upper() + "}")
