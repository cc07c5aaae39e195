"""One signer on the certificate of completion: who, by what authority and means, when, from where."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.mail.address import masked
from docsvc.mail.catalogue import catalogue
from docsvc.model import AgreementAcceptance, Channel, Consent, Recipient, Signature, User
from docsvc.model.devices import device_words
from docsvc.model.places import label_of, name_of
from docsvc.queries.completion_outside import outside_lines, person_inn
from docsvc.queries.completion_words import ACTIONS, LEVELS, MEANINGS, MEANS, MOMENTS, say
from docsvc.queries.consents import TITLES
from docsvc.queries.history import HistoryRow
from docsvc.queries.journal import in_utc, in_zone
from docsvc.queries.mchd_checks import authority_told
from docsvc.queries.whereabouts import place_of
from docsvc.sms.phone import masked_phone

Tree = dict[str, Any]
Look = Callable[[Signature], str]


@dataclass(frozen=True, slots=True)
class Frame:
    """What every line of the certificate is written with; `look` draws a signature as a data URI."""

    session: Session
    zone: ZoneInfo
    serials: Mapping[str, str]
    language: str = "ru"
    geoip: Path | None = None
    look: Look = lambda _signature: ""


def signer(frame: Frame, signature: Signature, rows: Sequence[HistoryRow]) -> Tree:
    """Return what the certificate tells of one act."""
    who, language = signature.recipient, frame.language
    return {
        "name": who.name,
        "email": who.email,
        "phone": masked_phone(who.phone) if who.phone else None,
        "position": who.position or None,
        "organisation": who.organisation or None,
        "inn": person_inn(signature),
        "individual": who.individual,
        "authority": who.authority or None,
        "authority_lines": authority_told(
            frame.session, signature.authority_terms or {}, zone=frame.zone, language=language
        ),
        "instead_of": _instead_of(frame, who),
        "host": _host(frame, signature, rows),
        "action": ACTIONS[signature.act],
        "level": signature.level,
        "level_name": LEVELS[language][signature.level],
        "meaning": MEANINGS[language][signature.level],
        "means": _means(signature, language),
        "typed": signature.typed or None,
        "look": frame.look(signature) or None,
        "filled": _filled(signature, language),
        "shown_sha256": signature.shown_sha256,
        "at_utc": in_utc(signature.at),
        "at_local": in_zone(signature.at, frame.zone),
        "address": signature.address or None,
        "place": place_of(signature.address, frame.geoip, language=language) if signature.address else None,
        "device": device_words(signature.device) or None,
        "consent": signature.consent or None,
        "consents": _consents(frame, who),
        "agreement": _agreement(frame, who.email, signature.at),
        "certificate_serial": frame.serials.get(signature.field or who.party),
        "code_channel": _code_channel(signature),
        "detached": outside_lines(signature, language),
        "moments": _moments(frame, signature, rows),
    }


def _means(signature: Signature, language: str) -> str:
    words = MEANS[language]
    if signature.act == "accept":
        return words["accept"]
    if signature.detached_blob:
        return words["outside"]
    proof = words.get(signature.channel or Channel.EMAIL.value, words["email"])
    return proof if signature.level == "simple" else f"{proof} {words['certificate']}"


def _code_channel(signature: Signature) -> str | None:
    if not signature.code_id:
        return None
    if signature.channel == Channel.SMS:
        return f"SMS {masked_phone(signature.recipient.phone)}"
    return f"e-mail {masked(signature.recipient.email)}"


def _instead_of(frame: Frame, who: Recipient) -> str | None:
    earlier = frame.session.get(Recipient, who.instead_of_id) if who.instead_of_id else None
    return say(frame.language, "instead_of", name=earlier.name) if earlier else None


def _host(frame: Frame, signature: Signature, rows: Sequence[HistoryRow]) -> str | None:
    """Name whose device it was signed on, where that was not the signer's own."""
    acts = (row.details for row in rows if row.details.get("signature") == signature.id)
    host_id = next((act["host"] for act in acts if act.get("host")), None)
    host = frame.session.get(User, host_id) if host_id else None
    return say(frame.language, "host", name=host.name) if host else None


def _filled(signature: Signature, language: str) -> list[list[str]]:
    words: Callable[[str], str] = catalogue(language).gettext
    labels = {name_of(place): label_of(place) for place in _places(signature)}
    return [
        [
            words(labels.get(name) or name.rpartition(".")[2]),
            say(language, "ticked") if value == "yes" else str(value),
        ]
        for name, value in (signature.values or {}).items()
        if value and isinstance(value, str) and len(value) < 500  # noqa: PLR2004 - a picture is no text
    ]


def _places(signature: Signature) -> Sequence[Mapping[str, Any]]:
    entry = next(
        (each for each in signature.recipient.dispatch.documents if each.version_id == signature.version_id),
        None,
    )
    return entry.version.places if entry else ()


def _consents(frame: Frame, who: Recipient) -> list[Tree]:
    words: Callable[[str], str] = catalogue(frame.language).gettext
    found = frame.session.scalars(select(Consent).where(Consent.recipient_id == who.id).order_by(Consent.at))
    return [
        {
            "name": words(TITLES.get(each.kind, each.kind)),
            "at": in_zone(each.at, frame.zone),
            "sha256": each.sha256,
        }
        for each in found
    ]


def _agreement(frame: Frame, email: str, before: datetime) -> Tree | None:
    found = frame.session.scalars(
        select(AgreementAcceptance)
        .where(AgreementAcceptance.email == email.casefold(), AgreementAcceptance.at <= before)
        .order_by(AgreementAcceptance.at.desc())
        .limit(1),
    ).one_or_none()
    if found is None:
        return None
    return {"version": found.version, "sha256": found.sha256, "at": in_zone(found.at, frame.zone)}


def _moments(frame: Frame, signature: Signature, rows: Sequence[HistoryRow]) -> list[Tree]:
    """List the steps of this signer, each when it happened first, but the code: the one that was used."""
    words = MOMENTS[frame.language]
    mine = [row for row in rows if row.details.get("recipient") == signature.recipient_id]
    times: dict[str, datetime] = {}
    for row in mine:
        if (
            row.kind in words
            and row.at <= signature.at
            and (row.kind not in times or row.kind == "code.sent")
        ):
            times[row.kind] = row.at
    if signature.code_id:
        times["code.checked"] = signature.at
    if signature.consent:
        times["consent"] = signature.at
    times["document.signed" if signature.act == "sign" else "document.accepted"] = signature.at
    if signature.applied_at:
        times["signature.applied"] = signature.applied_at
    return [
        {"name": words[kind], "at_utc": in_utc(times[kind]), "at_local": in_zone(times[kind], frame.zone)}
        for kind in sorted(times, key=lambda kind: (times[kind], list(words).index(kind)))
    ]
