"""What the recipient's pages say: by kind of document, by standing, and the consents that are recorded."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from flask_babel import get_locale, gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from api.context import tools
from docsvc.mail.address import masked
from docsvc.model import Act, Kind
from docsvc.verification.words import zone_name
from templates.money import format_money

NOUN: dict[Kind, LazyString] = {
    Kind.QUOTE: lazy_gettext("коммерческое предложение"),
    Kind.CONTRACT: lazy_gettext("договор"),
    Kind.SPECIFICATION: lazy_gettext("приложение к договору"),
    Kind.SUPPLEMENT: lazy_gettext("дополнительное соглашение"),
    Kind.NDA: lazy_gettext("соглашение о неразглашении"),
    Kind.INVOICE: lazy_gettext("счёт на оплату"),
    Kind.ACT: lazy_gettext("акт"),
    Kind.UPD: lazy_gettext("УПД"),
}
"""Each the same in the nominative and the accusative."""

TITLE: dict[Kind, LazyString] = {
    Kind.QUOTE: lazy_gettext("Коммерческое предложение"),
    Kind.CONTRACT: lazy_gettext("Договор"),
    Kind.SPECIFICATION: lazy_gettext("Спецификация"),
    Kind.SUPPLEMENT: lazy_gettext("Дополнительное соглашение"),
    Kind.NDA: lazy_gettext("Соглашение о неразглашении"),
    Kind.INVOICE: lazy_gettext("Счёт на оплату"),
    Kind.ACT: lazy_gettext("Акт"),
    Kind.UPD: lazy_gettext("Универсальный передаточный документ"),
}

COMPLETED: dict[Kind, LazyString] = {
    Kind.QUOTE: lazy_gettext("Предложение принято"),
    Kind.CONTRACT: lazy_gettext("Договор подписан всеми сторонами"),
    Kind.SPECIFICATION: lazy_gettext("Спецификация подписана всеми сторонами"),
    Kind.SUPPLEMENT: lazy_gettext("Дополнительное соглашение подписано всеми сторонами"),
    Kind.NDA: lazy_gettext("Соглашение подписано всеми сторонами"),
    Kind.INVOICE: lazy_gettext("Счёт готов к оплате"),
    Kind.ACT: lazy_gettext("Акт подписан всеми сторонами"),
    Kind.UPD: lazy_gettext("УПД подписан всеми сторонами"),
}

CONSENT: dict[Act, LazyString] = {
    Act.SIGN: lazy_gettext("С документом ознакомлен(а) и подписываю его электронной подписью"),
    Act.ACCEPT: lazy_gettext("С документом ознакомлен(а) и принимаю предложение на его условиях"),
}
"""The words that are ticked, shown and recorded."""

CONSENT_TO_ALL: dict[Act, LazyString] = {
    Act.SIGN: lazy_gettext("С документами ознакомлен(а) и подписываю каждый из них электронной подписью"),
    Act.ACCEPT: lazy_gettext("С документами ознакомлен(а) и принимаю каждое предложение на его условиях"),
}
"""The same where one answer covers several documents."""

UNSPECIFIED = "—"

__all__ = [
    "COMPLETED",
    "CONSENT",
    "NOUN",
    "TITLE",
    "consent",
    "day",
    "iso",
    "masked",
    "moment",
    "money",
]


def consent(act: Act, *, several: bool = False) -> str:
    """Return the words of the consent in the reader's language."""
    return str((CONSENT_TO_ALL if several else CONSENT)[act])


def money(amount: str | None, currency: str) -> str:
    """Write a decimal string as money, «1 234 567,89 ₽»."""
    return format_money(Decimal(amount), currency) if amount else UNSPECIFIED


def day(value: str | date | None) -> str:
    """Write a date, given as such or as an ISO string: «5 ноября 2026 г.»."""
    if not value:
        return UNSPECIFIED
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(when, "long", locale=get_locale())


def moment(at: datetime) -> str:
    """Write a time in the organisation's zone, which is named: «5 ноября 2026 г., 15:04 (UTC+3)»."""
    local = at.astimezone(tools().settings.timezone)
    written = format_datetime(local, "d MMMM y, HH:mm", locale=get_locale())
    return str(gettext("%(time)s (%(zone)s)", time=written, zone=zone_name(local)))


def iso(at: datetime) -> str:
    """Write a time for a machine."""
    return at.isoformat(timespec="seconds")
