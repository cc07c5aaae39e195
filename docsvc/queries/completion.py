"""What the certificate of completion tells: who did what when, by which means, and the hashes.

Source of the fields: 63-ФЗ ст. 9 (how the signer is identified) and the practice of signing services.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import AgreementAcceptance, Document, Kind, Signature
from docsvc.model.kinds import KINDS
from docsvc.queries.history import HistoryRow, history
from docsvc.queries.journal import in_utc, in_zone, journal

Tree = dict[str, Any]

ACTIONS = {"sign": "signed", "accept": "accepted"}
MEANS = {
    "sign": "Одноразовый код из письма и одноразовый сертификат",
    "accept": "Нажатие кнопки по личной ссылке из письма",
}
EXPLANATION = {
    "advanced": (
        "Подписи заявлены как усиленные неквалифицированные: стороны приняли соглашение об электронной "
        "подписи, каждый подписант подтверждён кодом из письма, а его действие закреплено сертификатом, "
        "выпущенным для этой подписи (63-ФЗ, ст. 5 ч. 3 и ст. 6 ч. 2)."
    ),
    "simple": (
        "Действие заявлено как простая электронная подпись: получатель подтвердил согласие по личной ссылке "
        "(63-ФЗ, ст. 5 ч. 2)."
    ),
    "": "Документ выпущен организацией и закрыт её печатью; подписи других лиц он не предусматривает.",
}


def completion(session: Session, document: Document, *, zone: ZoneInfo, serials: dict[str, str]) -> Tree:
    """Return the `certificate` tree of a sealed document; `serials` are by place to sign.

    Our people are named with neither comment nor address: the certificate is for the other side too.
    """
    version = document.version
    rows = tuple(reversed(history(session, document.id, most=None)))
    signatures = session.scalars(
        select(Signature).where(Signature.version_id == version.id).order_by(Signature.position),
    ).all()
    levels = {signature.level for signature in signatures}
    events = journal(rows, zone)
    return {
        "document": {
            "title": f"{KINDS[Kind(document.kind)].name} № {document.number} от {document.date:%d.%m.%Y}",
            "kind": KINDS[Kind(document.kind)].name,
            "number": document.number,
            "id": document.id,
            "version": version.label,
        },
        "hashes": {
            "rendered": version.rendered_sha256,
            "sent": version.sent_sha256,
            "final": version.final_sha256,
        },
        "signers": [_signer(session, each, rows, zone=zone, serials=serials) for each in signatures],
        "events": events.lines,
        "left_out": events.left_out,
        "chain": {"position": str(rows[-1].position), "hash": rows[-1].hash},
        "explanation": EXPLANATION["advanced" if "advanced" in levels else next(iter(levels), "")],
    }


def masked(email: str) -> str:
    """Return an address with all but its first letter and its domain hidden."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}•••••@{domain}"


def _signer(
    session: Session,
    signature: Signature,
    rows: Sequence[HistoryRow],
    *,
    zone: ZoneInfo,
    serials: dict[str, str],
) -> Tree:
    who = signature.recipient
    mine = journal((row for row in rows if row.details.get("recipient") == who.id), zone)
    return {
        "name": who.name,
        "email": who.email,
        "position": who.position or None,
        "organisation": who.organisation or None,
        "authority": who.authority or None,
        "action": ACTIONS[signature.act],
        "level": signature.level,
        "means": MEANS[signature.act],
        "typed": signature.typed or None,
        "shown_sha256": signature.shown_sha256,
        "at_utc": in_utc(signature.at),
        "at_local": in_zone(signature.at, zone),
        "address": signature.address or None,
        "device": signature.device or None,
        "consent": signature.consent or None,
        "agreement": _agreement(session, who.email, signature.at),
        "certificate_serial": serials.get(who.party),
        "code_channel": f"e-mail {masked(who.email)}" if signature.code_id else None,
        "events": mine.lines,
        "left_out": mine.left_out,
    }


def _agreement(session: Session, email: str, before: datetime) -> Tree | None:
    found = session.scalars(
        select(AgreementAcceptance)
        .where(AgreementAcceptance.email == email.casefold(), AgreementAcceptance.at <= before)
        .order_by(AgreementAcceptance.at.desc())
        .limit(1),
    ).one_or_none()
    return {"version": found.version, "sha256": found.sha256, "at": in_utc(found.at)} if found else None
