"""What the certificate of completion tells: who did what when, by which means, and the hashes.

Source of the fields: 63-ФЗ ст. 9 (how the signer is identified) and the practice of signing services.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.mail.catalogue import catalogue
from docsvc.model import Act, Dispatch, DispatchDocument, Document, Kind, Recipient, RecipientState, Signature
from docsvc.model.kinds import KINDS
from docsvc.queries.completion_signer import Frame, signer
from docsvc.queries.completion_words import OTHERS, say
from docsvc.queries.history import history
from docsvc.queries.journal import journal

__all__ = ["Frame", "completion", "language_of"]

Tree = dict[str, Any]


def completion(frame: Frame, document: Document) -> Tree:
    """Return the `certificate` tree of a sealed document.

    Our people are named with neither comment nor address: the certificate is for the other side too.
    """
    version, language = document.version, frame.language
    rows = tuple(reversed(history(frame.session, document.id, most=None)))
    acts = frame.session.scalars(
        select(Signature).where(Signature.version_id == version.id).order_by(Signature.position),
    ).all()
    events = journal(rows, frame.zone, language=language, geoip=frame.geoip)
    sendings = _sendings(frame.session, version.id)
    return {
        "document": {
            "title": title(document, language),
            "kind": kind_name(document, language),
            "number": document.number,
            "id": document.id,
            "version": version.label,
            "level": f"PAdES {version.level}" if version.level else None,
            "pages": version.pages or None,
        },
        "hashes": {
            "rendered": version.rendered_sha256,
            "sent": version.sent_sha256,
            "final": version.final_sha256,
        },
        "signers": [signer(frame, each, rows) for each in acts],
        "groups": list(_groups(sendings, acts, language)),
        "others": list(_others(sendings, acts, language)),
        "neighbours": _neighbours(sendings, document, language),
        "events": events.lines,
        "left_out": events.left_out,
        "chain": {"position": str(rows[-1].position), "hash": rows[-1].hash},
        "explanation": _explanation({each.level for each in acts}, language),
    }


def title(document: Document, language: str) -> str:
    """Name a document by kind, number and date."""
    kind = kind_name(document, language)
    return say(language, "title", kind=kind, number=document.number, date=f"{document.date:%d.%m.%Y}")


def kind_name(document: Document, language: str) -> str:
    """Return what kind of document it is."""
    words: Callable[[str], str] = catalogue(language).gettext
    return words(KINDS[Kind(document.kind)].name)


def language_of(session: Session, document: Document) -> str:
    """Return the language of a certificate: English where every signer reads that, else Russian."""
    acts = session.scalars(select(Signature).where(Signature.version_id == document.version.id))
    spoken = {each.recipient.language for each in acts}
    return "en" if spoken == {"en"} else "ru"


def _sendings(session: Session, version_id: str) -> Sequence[Dispatch]:
    found = select(Dispatch).join(DispatchDocument).where(DispatchDocument.version_id == version_id)
    return session.scalars(found.order_by(Dispatch.created_at)).unique().all()


def _groups(sendings: Iterable[Dispatch], acts: Sequence[Signature], language: str) -> Iterable[str]:
    """Say of each group how many of how many have signed."""
    acted = {each.recipient_id for each in acts}
    for sending in sendings:
        for group in dict.fromkeys(each.group for each in sending.recipients if each.group):
            members = [
                each
                for each in sending.recipients
                if each.group == group and each.state != RecipientState.REPLACED
            ]
            signed = sum(each.id in acted for each in members)
            needed = sending.quorums.get(group) or len(members)
            yield say(language, "group", group=group, signed=signed, members=len(members), needed=needed)


def _others(sendings: Iterable[Dispatch], acts: Sequence[Signature], language: str) -> Iterable[Tree]:
    """List who was in the sending and did not sign, and why not."""
    acted = {each.recipient_id for each in acts}
    for sending in sendings:
        for each in sending.recipients:
            what = OTHERS[language].get(_part(each))
            if each.id not in acted and what:
                name = {"name": each.name, "organisation": each.organisation or None}
                yield name | {"what": what, "reason": each.reason or None}


def _part(recipient: Recipient) -> str:
    if recipient.act in {Act.COPY, Act.RECEIVE}:
        return recipient.act
    return recipient.state


def _neighbours(sendings: Iterable[Dispatch], document: Document, language: str) -> list[str]:
    """Name the documents that were sent in the same envelope."""
    others = (entry.document for sending in sendings for entry in sending.documents)
    return list(dict.fromkeys(title(each, language) for each in others if each.id != document.id))


def _explanation(levels: set[str], language: str) -> str:
    if not levels:
        return say(language, "issued")
    known = [level for level in ("advanced", "simple", "qualified") if level in levels]
    return "\n".join(say(language, level) for level in known)
