"""A person's own documents: everything that was ever addressed to their e-mail, and what they agreed to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.errors import LinkInvalid
from docsvc.model import (
    ACTING,
    MAY_ACT,
    Act,
    AgreementAcceptance,
    Consent,
    DispatchDocument,
    Kind,
    PersonSession,
    Recipient,
    RecipientState,
    Signature,
    SignerPin,
    SigningSession,
)
from docsvc.queries.standing import COMES_BACK, Standing, may_open, standing_in
from signing import links

MOST = 200
"""Sendings on one page: more would not be read."""
_SHUT = frozenset({Standing.EXPIRED, Standing.STOPPED, Standing.WITHDRAWN, Standing.NOT_YET})
"""Standings in which there is nothing to open for who has not answered."""


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """One document that was sent to the person; `opens`: it can be read, `final`: everybody has signed.

    Without a `kind` and number it is `veiled`: the sender's access code comes first. The way to this page is
    a letter, and that code is there because others may read the person's letters.
    """

    recipient_id: str
    document_id: str
    kind: Kind | None
    number: str
    organisation: str
    act: Act
    standing: Standing
    invited_at: datetime
    acted_at: datetime | None
    deadline: datetime | None
    opens: bool
    final: bool

    @property
    def veiled(self) -> bool:
        """Tell whether this browser has yet to give the access code."""
        return self.kind is None

    @property
    def waits(self) -> bool:
        """Tell whether the person is to answer."""
        return self.opens and self.standing is Standing.ASKED and self.act is not Act.RECEIVE


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """A consent that the person gave apart from their signature."""

    id: str
    text: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnAgreement:
    """An agreement on electronic signature that the person accepted."""

    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Everything that a person's own page shows; `more`: there were older sendings, all of them answered."""

    email: str
    name: str
    documents: tuple[OwnDocument, ...]
    consents: tuple[OwnConsent, ...]
    agreements: tuple[OwnAgreement, ...]
    pin_set_at: datetime | None
    more: bool = False

    @property
    def waiting(self) -> tuple[OwnDocument, ...]:
        """Return what waits for the person's answer."""
        return tuple(each for each in self.documents if each.waits)

    @property
    def others(self) -> tuple[OwnDocument, ...]:
        """Return everything else."""
        return tuple(each for each in self.documents if not each.waits)


def whose_page(session: Session, session_token: str, *, now: datetime) -> str:
    """Return the e-mail that a browser has proved; raise `LinkInvalid` for an unknown or ended session."""
    found = select(PersonSession.email).where(
        PersonSession.token_hash == links.token_hash(session_token), PersonSession.expires_at > now
    )
    email = session.scalar(found)
    if email is None:
        raise LinkInvalid
    return email


def own_page(session: Session, session_token: str, *, now: datetime, opened: Collection[str] = ()) -> OwnPage:
    """Return the page of the person whose session this is; raise `LinkInvalid` without one.

    `opened` are the tokens of the signing sessions in their browser: what the access code was given for in
    one of them is named.
    """
    email = whose_page(session, session_token, now=now)
    found = addressed_to(session, email)
    asked = found[:MOST]
    locked = {each.id for each in asked if each.access_hash} - _unlocked(session, opened, now)
    acted = _acts(session, asked)
    documents = (
        _document(each, entry, now, acted_at=acted.get((each.id, entry.document_id)))
        for each in asked
        for entry in each.dispatch.documents
    )
    pin = session.get(SignerPin, email)
    return OwnPage(
        email=email,
        name=asked[0].name if asked else email,
        documents=tuple(_veil(each) if each.recipient_id in locked else each for each in documents),
        consents=_consents(session, email),
        agreements=_agreements(session, email),
        pin_set_at=pin.set_at if pin else None,
        more=len(found) > MOST,
    )


def addressed_to(session: Session, email: str) -> list[Recipient]:
    """Return where this person was invited, one more than is shown; what may wait for them comes first."""
    waits = Recipient.state.in_(MAY_ACT) & Recipient.act.in_(ACTING)
    invited = select(Recipient).where(Recipient.email == email, Recipient.invited_at.is_not(None))
    ordered = invited.order_by(waits.desc(), Recipient.invited_at.desc(), Recipient.id.desc())
    return list(session.scalars(ordered.limit(MOST + 1)).unique())


def _unlocked(session: Session, tokens: Collection[str], now: datetime) -> frozenset[str]:
    """Return the recipients in whose sessions the access code was given."""
    given = (
        select(SigningSession.recipient_id)
        .join(Recipient, SigningSession.recipient_id == Recipient.id)
        .where(
            SigningSession.token_hash.in_(map(links.token_hash, tokens)),
            SigningSession.generation == Recipient.generation,
            SigningSession.unlocked_at.is_not(None),
            SigningSession.expires_at > now,
        )
    )
    return frozenset(session.scalars(given))


def _veil(document: OwnDocument) -> OwnDocument:
    return replace(document, kind=None, number="", final=False)


def _acts(session: Session, asked: Sequence[Recipient]) -> dict[tuple[str, str], datetime]:
    """Return when each document was signed or accepted, by recipient and document."""
    acts = select(Signature).where(Signature.recipient_id.in_([each.id for each in asked]))
    return {(act.recipient_id, act.document_id): act.at for act in session.scalars(acts)}


def _document(
    recipient: Recipient, entry: DispatchDocument, now: datetime, *, acted_at: datetime | None
) -> OwnDocument:
    document, version = entry.document, entry.version
    standing = standing_in(entry, recipient, now=now, acted=acted_at is not None)
    assert recipient.invited_at is not None  # noqa: S101 -- `addressed_to` asks for it
    opens = _opens(recipient, standing, now)
    return OwnDocument(
        recipient_id=recipient.id,
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        organisation=document.legal_entity.name,
        act=Act(recipient.act),
        standing=standing,
        invited_at=recipient.invited_at,
        acted_at=acted_at,
        deadline=recipient.dispatch.expires_at,
        opens=opens,
        final=opens and version.final_blob is not None,
    )


def _opens(recipient: Recipient, standing: Standing, now: datetime) -> bool:
    comes_back = RecipientState(recipient.state) in COMES_BACK
    return may_open(recipient, now=now) and (comes_back or standing not in _SHUT)


def _consents(session: Session, email: str) -> tuple[OwnConsent, ...]:
    given = select(Consent).where(Consent.email == email).order_by(Consent.at.desc())
    rows = session.scalars(given)
    return tuple(OwnConsent(each.id, each.text, each.at, each.withdrawn_at) for each in rows)


def _agreements(session: Session, email: str) -> tuple[OwnAgreement, ...]:
    accepted = select(AgreementAcceptance).where(AgreementAcceptance.email == email)
    rows = session.scalars(accepted.order_by(AgreementAcceptance.at.desc()))
    return tuple(OwnAgreement(each.version, each.at) for each in rows)
