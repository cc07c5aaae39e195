"""What the certificate of completion tells: who did what when, by which means, and the hashes.

Source of the fields: 63-ФЗ ст. 9 (how the signer is identified) and the practice of signing services.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import AgreementAcceptance, Document, Kind, Signature
from docsvc.model.event_words import EVENT_WORDS
from docsvc.model.kinds import KINDS
from docsvc.queries.history import HistoryRow, history

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
HISTORY_MOST = 1000


def completion(session: Session, document: Document, *, zone: ZoneInfo, serials: dict[str, str]) -> Tree:
    """Return the `certificate` tree of a sealed document; `serials` are by place to sign."""
    version = document.version
    rows = tuple(reversed(history(session, document.id, most=HISTORY_MOST)))
    signatures = session.scalars(
        select(Signature).where(Signature.version_id == version.id).order_by(Signature.position),
    ).all()
    levels = {signature.level for signature in signatures}
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
        "events": [_event(row, zone) for row in rows],
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
    mine = [row for row in rows if row.details.get("recipient") == who.id]
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
        "at_utc": _utc(signature.at),
        "at_local": _local(signature.at, zone),
        "address": signature.address or None,
        "device": signature.device or None,
        "consent": signature.consent or None,
        "agreement": _agreement(session, who.email, signature.at),
        "certificate_serial": serials.get(who.party),
        "code_channel": f"e-mail {masked(who.email)}" if signature.code_id else None,
        "events": [_event(row, zone) for row in mine],
    }


def _agreement(session: Session, email: str, before: datetime) -> Tree | None:
    found = session.scalars(
        select(AgreementAcceptance)
        .where(AgreementAcceptance.email == email.casefold(), AgreementAcceptance.at <= before)
        .order_by(AgreementAcceptance.at.desc())
        .limit(1),
    ).one_or_none()
    return {"version": found.version, "sha256": found.sha256, "at": _utc(found.at)} if found else None


def _event(row: HistoryRow, zone: ZoneInfo) -> Tree:
    detail = row.details.get("stage") or row.details.get("number") or ""
    words = EVENT_WORDS.get(row.kind, row.kind)
    return {
        "at_utc": _utc(row.at),
        "at_local": _local(row.at, zone),
        "actor": row.who if row.actor_kind != "system" else "Система",
        "text": f"{words}: {detail}" if detail else words,
        "address": row.address or None,
    }


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%d.%m.%Y %H:%M:%S} UTC"


def _local(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    offset = local.strftime("%z")
    return f"{local:%d.%m.%Y %H:%M:%S} (UTC{offset[:3]}:{offset[3:]})"
