"""How values look on a page: money, dates in the organisation's zone, figures."""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from flask import Flask
from flask_babel import gettext as _

from api.context import tools
from api.language import current_day, language, zone
from api.told import told, told_label, told_note, told_reason
from api.web.paths import path_words
from api.web.spot_words import part_words, spot_words
from docsvc.mail.answer_words import meaning
from docsvc.model.devices import device_words
from docsvc.queries.whereabouts import place_of
from docsvc.sms.phone import masked_phone

NBSP = "\u00a0"
_HOUR, _DAY = 60, 24 * 60
"""In minutes."""
_MEGABYTE = 1_000_000
SYMBOLS = {"RUB": "₽", "USD": "$", "EUR": "€", "CNY": "¥", "KZT": "₸", "GBP": "£", "BYN": "Br"}


def init_filters(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters |= {
        "money": money,
        "rough": rough,
        "figure": figure,
        "day": day,
        "moment": moment,
        "full": full_moment,
        "last_moment": last_moment,
        "long_day": long_day,
        "full_day": full_day,
        "due": due,
        "is_past": is_past,
        "bytes": file_size,
        "size": len,
        "masked_phone": masked_phone,
        "path_words": path_words,
        "device": device_words,
        "place": place,
        "in_sentence": in_sentence,
        "reason": told_reason,
        "told": told,
        "note": told_note,
        "template_title": told_reason,
        "field_label": told_label,
        "spot_words": spot_words,
        "part_words": part_words,
        "mail_meaning": mail_meaning,
    }


def place(address: str) -> str:
    """Say where an address is, as far as the administrator's file knows."""
    return place_of(address, tools().settings.geoip, language=language())


def mail_meaning(answer: str) -> str:
    """Say what a mail server's refusal means and what to do; an empty string where nothing is known."""
    found = meaning(answer)
    return told(found) if found else ""


def in_sentence(word: object) -> str:
    """Write a label within a sentence: «Полное название» as «полное название», «ОГРН» as it is."""
    text = str(word)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def money(minor: int, currency: str) -> str:
    """Write minor units as «1 234 567,89 ₽»."""
    return f"{figure(Decimal(minor) / 100, least=2)}{NBSP}{SYMBOLS.get(currency, currency)}"


def rough(minor: int, currency: str) -> str:
    """Write money without kopecks: for totals that are read at a glance."""
    whole = (Decimal(minor) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{figure(whole)}{NBSP}{SYMBOLS.get(currency, currency)}"


def figure(value: Decimal | int, *, least: int = 0) -> str:
    """Write a number the Russian way: «1 234 567,5», at least `least` digits after the comma."""
    whole, _dot, fraction = f"{Decimal(value):,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    text = whole.replace(",", NBSP).replace("-", "\u2212")
    return f"{text},{fraction}" if fraction else text


def day(value: date | None, where: str = "") -> str:
    """Write a date shortly: «21 нояб», with the year when it is another one.

    Of a moment, its day in the time zone `where`, else where the organisation is.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(zone(where)).date()
    pattern = "d MMM" if value.year == current_day().year else "d MMM y"
    return _day(value, pattern, language())


@lru_cache(maxsize=4096)
def _day(value: date, pattern: str, tongue: str) -> str:
    """Keep what was written: the rows of a list share their days, and lists are looked at again."""
    return babel_date(value, pattern, locale=tongue).replace(".", "").replace(" ", NBSP)


def moment(value: datetime | None) -> str:
    """Write a time shortly, where the organisation is: «14:05» today, «вчера, 14:05», else the date."""
    if value is None:
        return ""
    local = value.astimezone(zone())
    match (current_day() - local.date()).days:
        case 0:
            return f"{local:%H:%M}"
        case 1:
            return str(_("вчера, %(time)s", time=f"{local:%H:%M}"))
        case -1:
            return str(_("завтра, %(time)s", time=f"{local:%H:%M}"))
        case _:
            return day(local.date())


def last_moment(value: datetime, where: str = "") -> str:
    """Write the last moment before an end: one at midnight (`where`) means «through the day before»."""
    local = value.astimezone(zone(where))
    if local.time() == time.min:
        return day(local.date() - timedelta(days=1))
    return moment(value)


def due(value: datetime) -> str:
    """Write a deadline as people say it: «до 15:00 завтра», or how long ago it was."""
    late = tools().clock() - value
    if late > timedelta():
        return str(_("срок прошёл %(span)s назад", span=span(late)))
    local = value.astimezone(zone())
    days = (local.date() - current_day()).days
    if days > 1:
        return str(_("до %(time)s %(day)s", time=f"{local:%H:%M}", day=day(local.date())))
    return str((_("до %(time)s сегодня"), _("до %(time)s завтра"))[days]) % {"time": f"{local:%H:%M}"}


def is_past(value: datetime | None) -> bool:
    """Tell whether a deadline has passed."""
    return value is not None and value < tools().clock()


def span(length: timedelta) -> str:
    """Write a length of time in its largest unit: «25 мин», «3 ч», «2 дн.»."""
    minutes = int(length.total_seconds() // 60)
    if minutes < _HOUR:
        return str(_("%(num)s мин", num=max(1, minutes)))
    if minutes < 2 * _DAY:
        return str(_("%(num)s ч", num=minutes // _HOUR))
    return str(_("%(num)s дн.", num=minutes // _DAY))


def file_size(count: int) -> str:
    """Write the size of a file: «840 кБ», «1,4 МБ»."""
    if count < _MEGABYTE:
        return f"{max(1, round(count / 1000))}{NBSP}{_('кБ')}"
    return f"{figure(round(Decimal(count) / _MEGABYTE, 1))}{NBSP}{_('МБ')}"


def long_day(value: date) -> str:
    """Write a date in words: «21 ноября 2026»."""
    return babel_date(value, "d MMMM y", locale=language()).replace(" ", NBSP)


def full_day(value: datetime) -> str:
    """Write a time with its day of the week: «пн, 30 ноя, 12:00»."""
    local = value.astimezone(zone())
    return f"{babel_date(local.date(), 'EEE, d MMM', locale=language()).rstrip('.')}, {local:%H:%M}"


def full_moment(value: date | datetime | None) -> str:
    """Write a date, or a time with its zone, in full: what is shown on hover."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return babel_date(value, "full", locale=language())
    return _full_moment(value, zone(), language())


@lru_cache(maxsize=4096)
def _full_moment(value: datetime, where: ZoneInfo, tongue: str) -> str:
    return babel_datetime(value, "d MMMM y, HH:mm:ss ZZZZ", tzinfo=where, locale=tongue)
