"""Whether a certificate is of the person who was asked to sign: certain, doubtful, or certainly not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docsvc.errors.phrase import Phrase
from signing.holder import Holder

ORGANISATION = "в сертификате ИНН организации %(found)s, а подписывать должна организация с ИНН %(asked)s"
PERSON = "в сертификате ИНН %(found)s, а подписывать должен человек с ИНН %(asked)s"
AGENT_INN = "в сертификате ИНН %(found)s, а доверенность выдана на ИНН %(asked)s"
AGENT_SNILS = "в сертификате СНИЛС %(found)s, а доверенность выдана на СНИЛС %(asked)s"
NAME = "сертификат выдан на имя «%(found)s», а подписать просили «%(asked)s»"
MAIL = "в сертификате почта %(found)s, а приглашение ушло на %(asked)s"

_COMPANY = 10


@dataclass(frozen=True, slots=True)
class Expected:
    """Who was asked; `inn` is of whom they sign for, empty where it is not known.

    `terms` is their authority: an МЧД tells the ИНН and the СНИЛС of the representative.
    """

    name: str
    email: str
    inn: str = ""
    individual: bool = False
    terms: Mapping[str, Any] = field(default_factory=dict)


def strangers(expected: Expected, holder: Holder) -> tuple[Phrase, ...]:
    """Return what shows that somebody else signed: numbers that differ."""
    return tuple(_differing(expected, holder))


def doubts(expected: Expected, holder: Holder) -> tuple[Phrase, ...]:
    """Return what may be as it should and has to be confirmed: names and addresses that differ."""
    return tuple(_doubtful(expected, holder))


def _differing(expected: Expected, holder: Holder) -> Iterator[Phrase]:
    company = len(expected.inn) == _COMPANY
    if company and not expected.individual and holder.organisation_inn not in {"", expected.inn}:
        yield _told(ORGANISATION, holder.organisation_inn, expected.inn)
    if expected.inn and not company and holder.inn not in {"", expected.inn}:
        yield _told(PERSON, holder.inn, expected.inn)
    for words, own, told in (
        (AGENT_INN, holder.inn, "agent_inn"),
        (AGENT_SNILS, holder.snils, "agent_snils"),
    ):
        named = _digits(str(expected.terms.get(told) or ""))
        if named and own and _digits(own) != named:
            yield _told(words, own, named)


def _doubtful(expected: Expected, holder: Holder) -> Iterator[Phrase]:
    if _words(holder.name) != _words(expected.name):
        yield _told(NAME, holder.name or holder.organisation, expected.name)
    elif holder.email and holder.email.casefold() != expected.email.casefold():
        yield _told(MAIL, holder.email, expected.email)


def _told(words: str, found: str, asked: str) -> Phrase:
    return Phrase(words, found=found, asked=asked)


def _words(name: str) -> list[str]:
    return sorted(re.findall(r"\w+", name.casefold().replace("ё", "е")))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
