"""What people call the standard fields, for lists of what is missing and forms that ask for it."""

import re
from collections.abc import Mapping

from templates.errors import Missing
from templates.language.names import ALIASES

_PARTY = {
    "name": "Название {}",
    "full_name": "Полное название {}",
    "inn": "ИНН {}",
    "kpp": "КПП {}",
    "ogrn": "ОГРН {}",
    "address": "Адрес {}",
    "bank_name": "Банк {}",
    "bik": "БИК банка {}",
    "account": "Расчётный счёт {}",
    "corr_account": "Корреспондентский счёт {}",
    "email": "Почта {}",
    "phone": "Телефон {}",
}
_PERSON = {
    "name": "{}",
    "position": "{}: должность",
    "email": "{}: почта",
    "phone": "{}: телефон",
    "authority": "{}: основание полномочий",
    "name_genitive": "{} в родительном падеже",
    "position_genitive": "{}: должность в родительном падеже",
}


def _all(section: str, who: str, labels: Mapping[str, str]) -> dict[str, str]:
    return {f"{section}.{name}": label.format(who) for name, label in labels.items()}


LABELS: Mapping[str, str] = {
    **_all("company", "клиента", _PARTY),
    "company.name": "Название компании клиента",
    "company.director_name": "Руководитель клиента",
    "company.director_position": "Должность руководителя клиента",
    "company.director_name_genitive": "Руководитель клиента в родительном падеже",
    "company.director_position_genitive": "Должность руководителя клиента в родительном падеже",
    **_all("contact", "Контактное лицо", _PERSON),
    **_all("user", "Менеджер", _PERSON),
    **_all("seller", "нашей организации", _PARTY),
    "seller.signatory_name": "Наш подписант",
    "seller.signatory_position": "Должность нашего подписанта",
    "seller.signatory_name_genitive": "Наш подписант в родительном падеже",
    "seller.signatory_position_genitive": "Должность нашего подписанта в родительном падеже",
    "seller.authority": "Основание полномочий нашего подписанта",
    "seller.accountant_name": "Наш бухгалтер",
    "seller.brand_color": "Фирменный цвет",
    "seller.logo": "Логотип",
    "seller.city": "Наш город",
    "deal.id": "Номер сделки в CRM",
    "deal.number": "Номер сделки",
    "deal.title": "Название сделки",
    "deal.currency": "Валюта",
    "deal.prices": "Цены с НДС или без",
    "deal.payment_terms": "Условия оплаты",
    "deal.additional_conditions": "Дополнительные условия",
    "deal.amount": "Сумма сделки",
    "deal.date": "Дата сделки",
    "deal.deadline": "Срок выполнения",
    "deal.valid_until": "Срок действия предложения",
    "deal.discount": "Скидка, %",
    "deal.total_amount": "Сумма без НДС",
    "deal.vat": "Сумма НДС",
    "deal.amount_with_vat": "Сумма с НДС",
    "deal.vat_rate": "Ставка НДС",
    "deal.products": "Список товаров и услуг",
    "deal.products[].number": "Номер строки",
    "deal.products[].name": "Наименование",
    "deal.products[].sku": "Артикул",
    "deal.products[].description": "Описание",
    "deal.products[].unit": "Единица измерения",
    "deal.products[].quantity": "Количество",
    "deal.products[].price": "Цена",
    "deal.products[].discount": "Скидка строки, %",
    "deal.products[].vat_rate": "Ставка НДС строки",
    "deal.products[].total": "Сумма строки",
    "deal.products[].vat": "НДС строки",
    "document.kind": "Вид документа",
    "document.number": "Номер документа",
    "document.version": "Версия документа",
    "document.title": "Название документа",
    "document.date": "Дата документа",
    "document.amount": "Сумма документа",
    "document.valid_until": "Срок действия документа",
    **{
        f"{alias}.{name}": label
        for alias in ("contract", "basis")
        for name, label in {
            "kind": "Вид документа-основания",
            "title": "Название документа-основания",
            "number": "Номер договора (документа-основания)",
            "date": "Дата договора (документа-основания)",
        }.items()
    },
    "current.date": "Сегодняшняя дата",
    "current.time": "Время",
}
_NUMBER = re.compile(r"\[(\d+)\]")


def label_of(path: str) -> str:
    """Name a field for people by its path; a field of the deal's own by its name in the path."""
    plain = _NUMBER.sub("[]", path)
    plain = ALIASES.get(plain, plain).replace("[0]", "[]")
    name = LABELS.get(plain) or plain.rpartition(".")[2].replace("_", " ")
    return name[:1].upper() + name[1:]


def named(path: str) -> Missing:
    """Tell of an empty field by its path, which may name a line: «Цена в строке 3»."""
    lines = [str(int(number) + 1) for number in _NUMBER.findall(path)]
    return Missing(path, label_of(path) + (f" в строке {'.'.join(lines)}" if lines else ""))
