"""A signature made outside is checked before it counts: against the very file, the dates and the person."""

from dataclasses import dataclass
from typing import Any

from docsvc.actions.enter import Visit
from docsvc.errors import BadDetached, DetachedDoubtful
from docsvc.errors.phrase import Phrase
from docsvc.model.detached_words import phrase_of
from docsvc.model.signer_match import Expected, doubts, strangers
from docsvc.queries.our_signatory import is_ours
from docsvc.work import Work
from docsvc.work.trusted import trusted_authorities
from signing.qualified import DetachedReport, check_detached


@dataclass(frozen=True, slots=True)
class Taken:
    """A signature that was taken: what was found, and the doubts that the signer has confirmed."""

    report: DetachedReport
    doubts: tuple[Phrase, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as it is kept beside the signature."""
        kept = [{"words": each.message, "params": each.values} for each in self.doubts]
        return self.report.plain() | {"doubts": kept}


def read_detached(
    work: Work, visit: Visit, content: bytes, signature: bytes, *, confirmed: bool = False
) -> Taken:
    """Check a signature over what the recipient was sent, as received now.

    Raises `BadDetached` with every reason, and `DetachedDoubtful` where the certificate names somebody else
    by name only and the signer has not `confirmed` it.
    """
    trusted = trusted_authorities(work.trusted_authorities)
    report = check_detached(content, signature, at=work.now, roots=trusted.certificates, crls=trusted.lists)
    if not report.ok:
        raise BadDetached([phrase_of(each) for each in report.problems])
    expected = expected_signer(visit)
    if wrong := strangers(expected, report.holder):
        raise BadDetached(wrong)
    doubtful = doubts(expected, report.holder)
    if doubtful and not confirmed:
        raise DetachedDoubtful(doubtful)
    return Taken(report, doubtful)


def expected_signer(visit: Visit) -> Expected:
    """Return who has to have signed: our side by our own ИНН, the other by the client's."""
    who, document = visit.recipient, visit.document
    ours = is_ours(who.party)
    return Expected(
        name=who.name,
        email=who.email,
        inn=document.legal_entity.inn if ours else document.company_inn,
        individual=who.individual,
        terms=who.authority_terms or {},
    )
