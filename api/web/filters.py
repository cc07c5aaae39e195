"""How values look on a page: money, dates in the organisation's zone, figures."""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from flask import Flask
from flask_babel import gettext as _

from api.context import tools
from api.language import language, zone
from api.web.paths import path_words

NBSP = "\u00a0"
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
        "size": len,
        "path_words": path_words,
    }


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


def day(value: date | None) -> str:
    """Write a date shortly: «21 ноя», with the year when it is another one."""
    if value is None:
        return ""
    pattern = "d MMM" if value.year == _today().year else "d MMM y"
    return babel_date(value, pattern, locale=language()).rstrip(".").replace(" ", NBSP)


def moment(value: datetime | None) -> str:
    """Write a time shortly, where the organisation is: «14:05» today, «вчера, 14:05», else the date."""
    if value is None:
        return ""
    local = value.astimezone(zone())
    match (_today() - local.date()).days:
        case 0:
            return f"{local:%H:%M}"
        case 1:
            return str(_("вчера, %(time)s", time=f"{local:%H:%M}"))
        case -1:
            return str(_("завтра, %(time)s", time=f"{local:%H:%M}"))
        case _:
            return day(local.date())


def last_moment(value: datetime) -> str:
    """Write the last moment before an end: one at midnight means «through the day before»."""
    local = value.astimezone(zone())
    if local.time() == time.min:
        return day(local.date() - timedelta(days=1))
    return moment(value)


def long_day(value: date) -> str:
    """Write a date in words: «21 ноября 2026»."""
    return babel_date(value, "d MMMM y", locale=language()).replace(" ", NBSP)


def full_moment(value: date | datetime | None) -> str:
    """Write a date, or a time with its zone, in full: what is shown on hover."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return babel_date(value, "full", locale=language())
    return babel_datetime(value, "d MMMM y, HH:mm:ss ZZZZ", tzinfo=zone(), locale=language())


def _today() -> date:
    return tools().clock().astimezone(zone()).date()
