"""Dates as Russian documents write them."""

from datetime import date

from babel.dates import format_date

from templates.text import NBSP


def date_short(value: date) -> str:
    """Write «05.11.2026»."""
    return f"{value:%d.%m.%Y}"


def date_long(value: date) -> str:
    """Write «5 ноября 2026 г.», held together by non-breaking spaces."""
    return format_date(value, "d MMMM y 'г'.", locale="ru").replace(" ", NBSP)


def date_by_pattern(value: date, pattern: str, *, locale: str = "ru") -> str:
    """Write a date by a CLDR pattern such as `dd.MM.yyyy`. Source: UTS 35, Date Format Patterns."""
    return format_date(value, pattern, locale=locale)
