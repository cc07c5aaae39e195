"""What looks wrong in a deal but may be right: told to the caller, never a reason to refuse."""

import re
from collections.abc import Callable, Iterable, Iterator

from stdnum.ru import inn

from docsvc.model.deal_input import CompanyInput, DealInput
from templates.vat import unusual_rate

Warnings = tuple[tuple[str, str], ...]

_BIK = re.compile(r"[0-2]\d{8}", re.ASCII)
_KPP = re.compile(r"(?:[0-9][1-9]|[1-9][0-9])\d{2}[0-9A-Z]{2}\d{3}", re.ASCII)
"""Source: приказ ФНС России от 29.06.2012 № ММВ-7-6/435@."""

_ACCOUNT = re.compile(r"\d{20}", re.ASCII)
_WEIGHTS = (7, 1, 3)
_DIGITS_WRONG = "контрольная цифра не сходится, проверьте, нет ли опечатки"
_COMPANY_DIGITS, _PERSON_DIGITS = 13, 15


def deal_warnings(deal: DealInput) -> Warnings:
    """Return (path, words) of requisites, VAT rates and dates worth a second look."""
    return (*_requisites(deal.company), *_rates(deal), *_dates(deal))


def account_key_matches(bik: str, account: str, *, correspondent: bool = False) -> bool:
    """Check the key of a 20-digit account against the bank's БИК.

    The weighted sum of the bank's three digits and the account is a multiple of 10. Source: Банк России,
    Порядок расчёта контрольного ключа в номере лицевого счёта, 08.09.1997 № 515.
    """
    prefix = f"0{bik[4:6]}" if correspondent else bik[-3:]
    digits = prefix + account
    total = sum(int(digit) * _WEIGHTS[n % 3] % 10 for n, digit in enumerate(digits))
    return total % 10 == 0


def _requisites(company: CompanyInput) -> Iterator[tuple[str, str]]:
    checks: Iterable[tuple[str, str, Callable[[str], str | None]]] = (
        ("inn", "ИНН", _wrong_inn),
        (
            "kpp",
            "КПП",
            lambda text: None if _KPP.fullmatch(text) else "ожидались девять знаков, как 770701001",
        ),
        ("ogrn", "ОГРН", _wrong_ogrn),
        ("bik", "БИК", lambda text: None if _BIK.fullmatch(text) else "ожидались девять цифр, как 044525225"),
        ("account", "Расчётный счёт", lambda text: _wrong_account(text, company.bik)),
        (
            "corr_account",
            "Корреспондентский счёт",
            lambda text: _wrong_account(text, company.bik, correspondent=True),
        ),
    )
    for field, name, wrong in checks:
        text = getattr(company, field)
        if text and (reason := "одни нули" if not text.strip("0") else wrong(text)):
            yield f"company.{field}", f"{name} «{text}»: {reason}"


def _wrong_inn(text: str) -> str | None:
    if not text.isascii() or not text.isdigit() or len(text) not in {10, 12}:
        return "ожидались 10 цифр у организации или 12 у предпринимателя"
    return None if inn.is_valid(text) else _DIGITS_WRONG


def _wrong_ogrn(text: str) -> str | None:
    """Check the last digit: the rest of the number before it modulo 11 or 13, of that the last digit."""
    if not text.isascii() or not text.isdigit() or len(text) not in {_COMPANY_DIGITS, _PERSON_DIGITS}:
        return "ожидались 13 цифр у организации или 15 у предпринимателя"
    modulus = len(text) - 2
    return None if int(text[:-1]) % modulus % 10 == int(text[-1]) else _DIGITS_WRONG


def _wrong_account(text: str, bik: str, *, correspondent: bool = False) -> str | None:
    if not _ACCOUNT.fullmatch(text):
        return "ожидались 20 цифр"
    if not _BIK.fullmatch(bik) or account_key_matches(bik, text, correspondent=correspondent):
        return None
    return f"контрольный ключ не сходится с БИК {bik}, проверьте оба"


def _rates(deal: DealInput) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(deal.lines):
        if reason := unusual_rate(line.rate(deal.date), on=deal.date):
            yield f"lines[{number}].vat_rate", f"Строка {number + 1}: {reason}"


def _dates(deal: DealInput) -> Iterator[tuple[str, str]]:
    for field, name in (("deadline", "Срок исполнения"), ("valid_until", "Срок действия предложения")):
        day = getattr(deal, field)
        if day is not None and day < deal.date:
            yield field, f"{name} {day:%d.%m.%Y} раньше даты сделки {deal.date:%d.%m.%Y}"
