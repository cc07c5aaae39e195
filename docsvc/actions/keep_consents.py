"""Keeping the consents that a natural person ticked beside their signature."""

from collections.abc import Sequence

from docsvc.actions.enter import Visit
from docsvc.errors import StalePage
from docsvc.model import Consent, new_id
from docsvc.queries.consents import OfferedConsent, offered_consents
from docsvc.queries.facts_of import facts_of
from docsvc.work import Work

CONSENT_TEXTS = "consent"
"""Whose blobs the texts are."""


def keep_consents(work: Work, visit: Visit, given: Sequence[str]) -> None:
    """Write down each consent that was ticked: `consent-data`, or with `:` and the hash of the words shown.

    Who acts for a company gives none: theirs are kept for the contract. Raises `StalePage` where a text is
    another by now, or was not offered.
    """
    if not given or not visit.recipient.individual:
        return
    facts = facts_of(work.blobs, visit.version)
    offered = {each.kind: each for each in offered_consents(facts, language=visit.recipient.language)}
    for key in dict.fromkeys(given):
        kind, _, shown = key.partition(":")
        if kind not in offered or (shown and shown != offered[kind].sha256):
            raise StalePage
        _keep(work, visit, offered[kind])


def _keep(work: Work, visit: Visit, consent: OfferedConsent) -> None:
    work.blobs.put(CONSENT_TEXTS, consent.text)
    work.add(
        Consent(
            id=new_id(),
            recipient_id=visit.recipient.id,
            email=visit.recipient.email,
            kind=consent.kind,
            text=consent.title,
            sha256=consent.sha256,
            address=visit.actor.address,
            device=visit.actor.device,
            at=work.now,
        ),
    )
    work.record(
        visit.document,
        "consent.given",
        visit.actor,
        recipient=visit.recipient.id,
        consent=consent.kind,
        version=consent.version,
        sha256=consent.sha256,
    )
