"""Whom a certificate was issued to, in the words of Russian certificates.

Source of the identifiers: Order of the FSB of Russia No. 795 of 27.12.2011, with ИНН ЮЛ since 2021.
"""

from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import x509

from signing.values import clean

_INN: Final = "1.2.643.3.131.1.1"
_ORGANISATION_INN: Final = "1.2.643.100.4"
_SNILS: Final = "1.2.643.100.3"
_OGRN: Final = "1.2.643.100.1"
_SIGN_TOOLS: Final = frozenset({"1.2.643.100.111", "1.2.643.100.112"})
_INN_OF_COMPANY: Final = 10
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Holder:
    """The subject of a certificate; what it does not tell is empty.

    `inn` is the person's own (12 digits), `organisation_inn` the company's (10).
    """

    name: str = ""
    organisation: str = ""
    title: str = ""
    inn: str = ""
    organisation_inn: str = ""
    ogrn: str = ""
    snils: str = ""
    email: str = ""


def holder_of(certificate: x509.Certificate) -> Holder:
    """Read the subject: surname and given names where they are told, else the common name."""
    told = _told(certificate.subject)
    person = f"{told.get('surname', '')} {told.get('given_name', '')}".strip()
    inn, company = told.get(_INN, ""), told.get(_ORGANISATION_INN, "")
    if not company and inn.startswith("00") and len(inn) > _INN_OF_COMPANY:  # how it was written till 2021
        inn, company = "", inn.removeprefix("00")
    return Holder(
        name=person or told.get("common_name", ""),
        organisation=told.get("organization_name", ""),
        title=told.get("title", ""),
        inn=inn,
        organisation_inn=company,
        ogrn=told.get(_OGRN, ""),
        snils=told.get(_SNILS, ""),
        email=told.get("email_address", "") or _mailbox(certificate),
    )


def name_of(name: x509.Name) -> str:
    """Return how an authority calls itself."""
    told = _told(name)
    return told.get("common_name") or told.get("organization_name") or clean(name.human_friendly)[:_LONGEST]


def looks_qualified(certificate: x509.Certificate) -> bool:
    """Tell whether it names the tools of signing, as every qualified certificate of Russia must.

    Source: 63-ФЗ ст. 17 ч. 2 п. 5. Anybody could write them: it is no proof of qualification.
    """
    found = {each["extn_id"].native for each in certificate["tbs_certificate"]["extensions"]}
    return found >= _SIGN_TOOLS


def _told(name: x509.Name) -> dict[str, str]:
    """Return the parts of a name as text, the first of each kind."""
    told: dict[str, str] = {}
    for group in name.chosen:
        for part in group:
            kind, value = part["type"].native, _text(part["value"])
            told.setdefault(kind, clean(value)[:_LONGEST])
    return told


def _text(value: Any) -> str:
    """Read a value whose identifier asn1crypto does not know, whatever string it is."""
    native = value.native
    return native if isinstance(native, str) else str(native)


def _mailbox(certificate: x509.Certificate) -> str:
    names = certificate.subject_alt_name_value or ()
    return next((clean(str(each.native)) for each in names if each.name == "rfc822_name"), "")
