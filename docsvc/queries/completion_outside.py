"""What is known of a signature that a signer made outside, for the certificate of completion."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from docsvc.mail.catalogue import catalogue
from docsvc.model import Signature
from docsvc.model.detached_words import OPEN
from docsvc.queries.completion_words import say
from signing.qualified import Unchecked


def outside_lines(signature: Signature, language: str) -> list[list[str]]:
    """Return the signature's file, its certificate and what was not checked, as labels and values."""
    report = signature.detached_report or {}
    if not signature.detached_blob or not report:
        return []
    words: Callable[[str], str] = catalogue(language).gettext
    holder = report.get("holder") or {}
    valid = " – ".join(_day(report.get(name)) for name in ("valid_from", "valid_to") if report.get(name))
    lines = [
        ("detached", f"SHA-256 {signature.detached_blob.rpartition('/')[2]}"),
        ("algorithm", report.get("algorithm")),
        ("certificate_of", report.get("who")),
        ("organisation_inn", holder.get("organisation_inn")),
        ("issuer", report.get("issuer")),
        ("serial", report.get("serial")),
        ("valid", valid),
        ("confirmed", "; ".join(_doubt(each, words) for each in report.get("doubts") or ())),
        ("not_checked", "; ".join(words(text) for text in _open(report.get("not_checked") or ()))),
    ]
    return [[say(language, name), str(value)] for name, value in lines if value]


def person_inn(signature: Signature) -> str | None:
    """Return the ИНН of the person, where their certificate or their power of attorney tells it."""
    holder = (signature.detached_report or {}).get("holder") or {}
    terms = signature.authority_terms or {}
    return str(holder.get("inn") or terms.get("agent_inn") or "") or None


def _doubt(doubt: object, words: Callable[[str], str]) -> str:
    """Return a doubt that the signer has confirmed; what was kept before are words, not phrases."""
    if isinstance(doubt, dict):
        return str(words(str(doubt.get("words"))) % doubt.get("params", {}))
    return str(doubt)


def _open(codes: object) -> list[str]:
    found = []
    for code in codes if isinstance(codes, list | tuple) else ():
        with suppress(ValueError):
            found.append(OPEN[Unchecked(code)])
    return found


def _day(moment: object) -> str:
    try:
        return f"{datetime.fromisoformat(str(moment)):%d.%m.%Y}"
    except ValueError:
        return str(moment)
