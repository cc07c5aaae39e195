"""A sent document, put straight into the tables: these tests begin where it reaches its recipients."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from docsvc.actions.invite import invite_next
from docsvc.actions.sign_document import Offer, Will
from docsvc.model import (
    Act,
    Company,
    Deal,
    Dispatch,
    DispatchDocument,
    Document,
    DocumentVersion,
    Kind,
    LegalEntity,
    Recipient,
    RecipientState,
    SigningCode,
    State,
    TemplateVersion,
    new_id,
)
from docsvc.tools import Tools
from docsvc.work import Work
from signing import codes, links
from tests.integration.core.story import Here

PDF = b"%PDF-1.7\nwhat recipients are shown\n%%EOF\n"
HERE: Here = {"address": "198.51.100.7", "device": "Firefox on a phone"}
AGREEMENT = Offer(version="1.0", sha256=hashlib.sha256(b"we agree").hexdigest(), text=b"we agree")
CONSENT = "С документом ознакомлен(а)"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody to ask, and in which turn."""

    name: str
    email: str
    act: Act
    order: int = 1
    party: str = "client"
    position: str = ""
    organisation: str = ""


DIRECTOR = Asked(
    "Соколов Андрей Викторович",
    "director@polaris.example",
    Act.SIGN,
    order=1,
    party="seller",
    position="Генеральный директор",
    organisation="ООО «Полярная звезда»",
)
CLIENT = Asked(
    "Иванов Иван Иванович",
    "ivanov@vector.example",
    Act.SIGN,
    order=2,
    position="Генеральный директор",
    organisation="АО «Вектор Логистика»",
)
BUYER = Asked("Иванов Иван Иванович", "ivanov@vector.example", Act.ACCEPT)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the ids that tests speak of, and the secret link of each recipient by e-mail."""

    document_id: str
    version_id: str
    dispatch_id: str
    shown_sha256: str
    recipients: Mapping[str, str]
    links: Mapping[str, str]


def put_sent(
    tools: Tools,
    *,
    recipients: Sequence[Asked] = (CLIENT,),
    kind: Kind = Kind.CONTRACT,
    pdf: bytes = PDF,
    facts: Mapping[str, Any] | None = None,
    lasts: timedelta | None = timedelta(days=14),
    message: str = "",
) -> Sent:
    """Put a sent document into the tables and invite its first recipients."""
    with tools.work() as work:
        document = _document(work, kind, facts or {"seller": {"name": "ООО «Полярная звезда»"}})
        version = _version(work, document, pdf, facts or {"seller": {"name": "ООО «Полярная звезда»"}})
        dispatch = work.add(
            Dispatch(
                id=new_id(),
                sender_id=document.owner_id,
                message=message,
                created_at=work.now,
                expires_at=work.now + lasts if lasts else None,
            ),
        )
        work.add(
            DispatchDocument(
                dispatch_id=dispatch.id, version_id=version.id, document_id=document.id, position=1
            )
        )
        secrets = {asked.email: _recipient(work, dispatch, asked) for asked in recipients}
        work.session.refresh(dispatch)
        invite_next(work, dispatch)
        return Sent(
            document_id=document.id,
            version_id=version.id,
            dispatch_id=dispatch.id,
            shown_sha256=hashlib.sha256(pdf).hexdigest(),
            recipients={email: recipient_id for email, (recipient_id, _) in secrets.items()},
            links={email: link for email, (_, link) in secrets.items()},
        )


def last_code(tools: Tools, recipient_id: str) -> str:
    """Read the last code as the recipient does in the mail."""
    with tools.read() as session:
        sent = select(SigningCode.id).where(SigningCode.recipient_id == recipient_id)
        code_id = session.scalars(sent.order_by(SigningCode.created_at.desc(), SigningCode.id.desc())).first()
    assert code_id
    return codes.code(tools.secrets.codes, code_id)


def wrong(code: str) -> str:
    """Return another code."""
    return f"{(int(code) + 1) % 10**codes.DIGITS:06d}"


def will(sent: Sent, code: str, **changes: Any) -> Will:
    """Return what a careful signer gives."""
    careful = Will(
        typed=CLIENT.name,
        code=code,
        consent=CONSENT,
        agreement=AGREEMENT,
        agreed_sha256=AGREEMENT.sha256,
        shown_sha256=sent.shown_sha256,
    )
    return replace(careful, **changes)


def complete(tools: Tools, sent: Sent, pdf: bytes) -> None:
    """Attach the final file, as the jobs do when everybody has answered."""
    with tools.work() as work:
        document = work.document(sent.document_id)
        version = work.get(DocumentVersion, sent.version_id)
        document.state = State.COMPLETED.value
        version.final_blob = work.blobs.put(document.id, pdf)
        version.final_sha256 = hashlib.sha256(pdf).hexdigest()
        version.certificate_blob = work.blobs.put(document.id, pdf + b"certificate")
        version.certificate_sha256 = hashlib.sha256(pdf + b"certificate").hexdigest()


def _document(work: Work, kind: Kind, facts: Mapping[str, Any]) -> Document:
    from docsvc.model import User

    owner = work.session.scalars(select(User).where(User.email == "manager@polaris.example")).one()
    seller = work.session.scalars(select(LegalEntity)).first()
    assert seller
    company = work.add(
        Company(id=new_id(), source="crm", external_id=new_id(), name="АО «Вектор Логистика»", details={})
    )
    deal = work.add(_deal(company.id, owner.id, work.now))
    return work.add(
        Document(
            id=new_id(),
            kind=kind.value,
            number=facts.get("document", {}).get("number", new_id()),
            state=State.SENT.value,
            deal_id=deal.id,
            owner_id=owner.id,
            legal_entity_id=seller.id,
            title="Внедрение складской системы",
            company_name=company.name,
            amount_minor=52_800_000,
            currency="RUB",
            date=date(2026, 11, 21),
            created_at=work.now,
            updated_at=work.now,
        ),
    )


def _deal(company_id: str, owner_id: str, now: datetime) -> Deal:
    return Deal(
        id=new_id(),
        source="crm",
        external_id=new_id(),
        title="Внедрение складской системы",
        amount_minor=52_800_000,
        currency="RUB",
        prices="gross",
        date=date(2026, 11, 20),
        custom={},
        company_id=company_id,
        owner_id=owner_id,
        created_at=now,
        updated_at=now,
    )


def _version(work: Work, document: Document, pdf: bytes, facts: Mapping[str, Any]) -> DocumentVersion:
    template = work.session.scalars(select(TemplateVersion.id)).first()
    assert template
    blob = work.blobs.put(document.id, pdf)
    facts_blob = work.blobs.put(document.id, json.dumps(facts, ensure_ascii=False).encode())
    version = work.add(
        DocumentVersion(
            id=new_id(),
            document_id=document.id,
            major=1,
            minor=0,
            author_id=document.owner_id,
            template_version_id=template,
            facts_blob=facts_blob,
            facts_sha256=facts_blob.rpartition("/")[2],
            rendered_blob=blob,
            sent_blob=blob,
            head_blob=blob,
            sent_sha256=hashlib.sha256(pdf).hexdigest(),
            places=[{"party": party, "page": 0, "box": [0, 0, 100, 50]} for party in ("seller", "client")]
            if document.kind != Kind.QUOTE
            else [],
            created_at=work.now,
        ),
    )
    document.current_version_id = version.id
    return version


def _recipient(work: Work, dispatch: Dispatch, asked: Asked) -> tuple[str, str]:
    recipient_id = new_id()
    secret = links.token(work.secrets.tokens, recipient_id, 1)
    work.add(
        Recipient(
            id=recipient_id,
            dispatch_id=dispatch.id,
            order=asked.order,
            act=asked.act.value,
            party=asked.party,
            name=asked.name,
            email=asked.email,
            position=asked.position,
            organisation=asked.organisation,
            authority="Устава",
            token_hash=links.token_hash(secret),
            state=RecipientState.WAITING.value,
        ),
    )
    return recipient_id, secret
