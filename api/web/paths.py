"""Paths of the Facts in words: «company.inn» is «Клиент: ИНН»."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from api.web.words import REQUISITES

SECTIONS = {
    "company": lazy_gettext("Клиент"),
    "contact": lazy_gettext("Контакт"),
    "seller": lazy_gettext("Мы"),
    "user": lazy_gettext("Менеджер"),
    "deal": lazy_gettext("Сделка"),
    "document": lazy_gettext("Документ"),
    "basis": lazy_gettext("Основание"),
}
FIELDS = {
    "id": lazy_gettext("Номер в CRM"),
    "title": lazy_gettext("Название"),
    "number": lazy_gettext("Номер"),
    "date": lazy_gettext("Дата"),
    "valid_until": lazy_gettext("Действует до"),
    "deadline": lazy_gettext("Срок"),
    "amount": lazy_gettext("Сумма"),
    "currency": lazy_gettext("Валюта"),
    "payment_terms": lazy_gettext("Условия оплаты"),
    "total_amount": lazy_gettext("Итого без НДС"),
    "vat": lazy_gettext("НДС"),
    "amount_with_vat": lazy_gettext("Итого с НДС"),
    "quantity": lazy_gettext("Количество"),
    "unit": lazy_gettext("Единица"),
    "price": lazy_gettext("Цена"),
    "discount": lazy_gettext("Скидка"),
    "vat_rate": lazy_gettext("Ставка НДС"),
    "total": lazy_gettext("Сумма"),
    "optional": lazy_gettext("По желанию"),
}
LINE = "deal.products."


def path_words(path: str) -> str:
    """Return a path of the Facts as a person would name it."""
    if path.startswith(LINE):
        position, _dot, name = path.removeprefix(LINE).partition(".")
        return str(_("Позиция %(position)s: %(field)s", position=position, field=_field(name)))
    section, _dot, name = path.partition(".")
    if section == "blocks":
        return str(_("Текст «%(name)s»", name=name.removesuffix(".text")))
    return f"{SECTIONS.get(section, section)}: {_field(name)}"


def _field(name: str) -> str:
    return str(FIELDS.get(name) or REQUISITES.get(name) or name)
