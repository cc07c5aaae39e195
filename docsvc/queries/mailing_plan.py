"""Who acts on each copy of a mailing: our own signatory where there is a place for one, then the person."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from docsvc.errors import NotForMany
from docsvc.model import Act, Asked, Channel, Document, Kind
from docsvc.model.kinds import KINDS
from docsvc.model.mailing_input import MailingTerms, PersonInput
from docsvc.model.places import parties_to_sign
from docsvc.queries.our_signatory import SELLER
from docsvc.queries.suggest_recipients import CLIENT, suggest_recipients


@dataclass(frozen=True, slots=True)
class Plan:
    """What the person is asked for, and who of ours signs before."""

    act: Act
    ours: tuple[Asked, ...]

    def asked(self, person: PersonInput, terms: MailingTerms) -> tuple[Asked, ...]:
        """Return the recipients of one person's copy in their order."""
        client = Asked(
            **person.model_dump(),
            act=self.act,
            order=len(self.ours) + 1,
            party=CLIENT if self.act is Act.SIGN else "",
            channel=Channel(terms.channel),
            level=terms.level,
            individual=terms.individual,
            may_delegate=terms.may_delegate,
        )
        return (*self.ours, client)


def is_for_many(document: Document) -> bool:
    """Tell whether one person outside answers for the document, so that each of many may get a copy."""
    return _client_act(document) is not None


def plan_of(session: Session, document: Document) -> Plan:
    """Return who acts on each copy of the document; raise `NotForMany`."""
    act = _client_act(document)
    if act is None:
        raise NotForMany
    if SELLER not in parties_to_sign(document.version.places):
        return Plan(act, ())
    usual = suggest_recipients(session, document.id)
    return Plan(act, tuple(each for each in usual if each.party == SELLER))


def _client_act(document: Document) -> Act | None:
    parties, wanted = parties_to_sign(document.version.places), KINDS[Kind(document.kind)].client_act
    if wanted is Act.RECEIVE or parties - {SELLER, CLIENT}:
        return None
    if wanted is Act.ACCEPT or not parties:
        return Act.ACCEPT
    return Act.SIGN if CLIENT in parties else None
