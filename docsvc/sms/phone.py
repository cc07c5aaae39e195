"""Telephone numbers: one spelling for each, and one that gives nothing away."""

import re
from typing import Final

_SPACING: Final = re.compile(r"[\s()./‐‑–—-]+")
_INTERNATIONAL: Final = re.compile(r"\+[1-9]\d{9,14}")
"""Source: ITU-T E.164, 6.2.1: at most 15 digits; nobody is texted at fewer than ten."""
_RUSSIAN: Final = re.compile(r"(?:\+7|8|7)?(\d{10})")
_MOBILE: Final = ("9", "7")
"""First digits of mobile numbers under +7: in Russia 9, in Kazakhstan 7."""
_KEPT_HEAD: Final = 4
_KEPT_TAIL: Final = 2


def read_phone(text: str) -> str:
    """Return the one spelling of a number: `+79161234567`.

    A number of ten digits, or one that begins with 8, is Russian. Raises ValueError, in words for people,
    for what is none, and for a number under +7 that is not a mobile one: nobody reads a text there.
    """
    given = _SPACING.sub("", text)
    given = f"+{given[2:]}" if given.startswith("00") else given
    if russian := _RUSSIAN.fullmatch(given):
        if not russian[1].startswith(_MOBILE):
            raise ValueError("нужен мобильный номер, например +7 916 123-45-67")
        return f"+7{russian[1]}"
    if not given.isascii() or not _INTERNATIONAL.fullmatch(given) or given.startswith("+7"):
        raise ValueError("нужен номер телефона, например +7 916 123-45-67")
    return given


def is_phone(text: str) -> bool:
    """Tell whether a text message can be sent to what is written there."""
    try:
        read_phone(text)
    except ValueError:
        return False
    return True


def masked_phone(text: str) -> str:
    """Return a number that its owner recognises and nobody else learns: `+791•••••67`."""
    hidden = len(text) - _KEPT_HEAD - _KEPT_TAIL
    if hidden <= 0:
        return "•" * len(text)
    return text[:_KEPT_HEAD] + "•" * hidden + text[-_KEPT_TAIL:]
