"""What looks wrong in a deal but may be right: told to the caller, never a reason to refuse."""

import re
from collections.abc import Iterator, Mapping

from stdnum.ru import inn

from docsvc.errors.phrase import Phrase, phrase_of
from docsvc.model.deal_input import DealInput
from templates.vat import unusual_rate

Warnings = tuple[tuple[str, str], ...]

REQUISITES = {
    "inn": "ИНН",
    "kpp": "КПП",
    "ogrn": "ОГРН",
    "bik": "БИК",
    "account": "Расчётный счёт",
    "corr_account": "Корреспондентский счёт",
}
"""What has check digits or a fixed length, with its name."""

_BIK = re.compile(r"[0-2]\d{8}", re.ASCII)
_KPP = re.compile(r"(?:[0-9][1-9]|[1-9][0-9])\d{2}[0-9A-Z]{2}\d{3}", re.ASCII)
"""Source: приказ ФНС России от 29.06.2012 № ММВ-7-6/435@."""

_ACCOUNT = re.compile(r"\d{20}", re.ASCII)
_WEIGHTS = (7, 1, 3)
_ZEROS = Phrase("одни нули")
_DIGITS_WRONG = Phrase("контрольная цифра не сходится, проверьте, нет ли опечатки")
_COMPANY_DIGITS, _PERSON_DIGITS = 13, 15


def deal_warnings(deal: DealInput) -> Warnings:
    """Return (path, words) of requisites, VAT rates and dates worth a second look."""
    given = {field: getattr(deal.company, field) for field in REQUISITES}
    wrong = ((f"company.{field}", words) for field, words in doubtful_requisites(given))
    return (*wrong, *_rates(deal), *_dates(deal))


def doubtful_requisites(given: Mapping[str, str]) -> Iterator[tuple[str, Phrase]]:
    """Return (field, words) of requisites whose digits cannot be right, of a client or of ours."""
    for field, name in REQUISITES.items():
        text = given.get(field, "")
        if text and (reason := _ZEROS if not text.strip("0") else _wrong(field, text, given.get("bik", ""))):
            words = Phrase("%(name)s «%(text)s»: %(reason)s", name=Phrase(name), text=text, reason=reason)
            yield field, words


def account_key_matches(bik: str, account: str, *, correspondent: bool = False) -> bool:
    """Check the key of a 20-digit account against the bank's БИК.

    The weighted sum of the bank's three digits and the account is a multiple of 10. Source: Банк России,
    Порядок расчёта контрольного ключа в номере лицевого счёта, 08.09.1997 № 515.
    """
    prefix = f"0{bik[4:6]}" if correspondent else bik[-3:]
    digits = prefix + account
    total = sum(int(digit) * _WEIGHTS[n % 3] % 10 for n, digit in enumerate(digits))
    return total % 10 == 0


def _wrong(field: str, text: str, bik: str) -> Phrase | None:
    match field:
        case "inn":
            return _wrong_inn(text)
        case "kpp":
            return None if _KPP.fullmatch(text) else Phrase("ожидались девять знаков, как 770701001")
        case "ogrn":
            return _wrong_ogrn(text)
        case "bik":
            return None if _BIK.fullmatch(text) else Phrase("ожидались девять цифр, как 044525225")
        case _:
            return _wrong_account(text, bik, correspondent=field == "corr_account")


def _wrong_inn(text: str) -> Phrase | None:
    if not text.isascii() or not text.isdigit() or len(text) not in {10, 12}:
        return Phrase("ожидались 10 цифр у организации или 12 у предпринимателя")
    return None if inn.is_valid(text) else _DIGITS_WRONG


def _wrong_ogrn(text: str) -> Phrase | None:
    """Check the last digit: the rest of the number before it modulo 11 or 13, of that the last digit."""
    if not text.isascii() or not text.isdigit() or len(text) not in {_COMPANY_DIGITS, _PERSON_DIGITS}:
        return Phrase("ожидались 13 цифр у организации или 15 у предпринимателя")
    modulus = len(text) - 2
    return None if int(text[:-1]) % modulus % 10 == int(text[-1]) else _DIGITS_WRONG


def _wrong_account(text: str, bik: str, *, correspondent: bool = False) -> Phrase | None:
    if not _ACCOUNT.fullmatch(text):
        return Phrase("ожидались 20 цифр")
    if not _BIK.fullmatch(bik) or account_key_matches(bik, text, correspondent=correspondent):
        return None
    return Phrase("контрольный ключ не сходится с БИК %(bik)s, проверьте оба", bik=bik)


def _rates(deal: DealInput) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(deal.lines):
        if reason := unusual_rate(line.rate(deal.date), on=deal.date):
            words = Phrase("Строка %(number)s: %(why)s", number=number + 1, why=phrase_of(reason))
            yield f"lines[{number}].vat_rate", words


def _dates(deal: DealInput) -> Iterator[tuple[str, str]]:
    for field, name in (("deadline", "Срок исполнения"), ("valid_until", "Срок действия предложения")):
        day = getattr(deal, field)
        if day is not None and day < deal.date:
            words = "%(name)s %(day)s раньше даты сделки %(of)s"
            of = f"{deal.date:%d.%m.%Y}"
            yield field, Phrase(words, name=Phrase(name), day=f"{day:%d.%m.%Y}", of=of)
