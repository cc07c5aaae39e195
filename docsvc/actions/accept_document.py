"""A recipient accepts an offer: a button and a consent, no code and no certificate."""

from collections.abc import Mapping

from docsvc.actions.enact import add_signature
from docsvc.actions.enter import Visit, enter, in_person, require_fresh, require_turn
from docsvc.actions.invite import advance
from docsvc.actions.require_authority import require_authority
from docsvc.errors import ConsentRequired
from docsvc.model import Act, DispatchDocument, Level, Signature
from docsvc.work import Work

LEVEL = Level.SIMPLE.value
"""Whoever holds the link accepts. Source: 63-ФЗ ст. 5 ч. 2; acceptance by conduct, ГК РФ ст. 438."""


def accept_document(  # noqa: PLR0913 -- what a person says, each part named
    work: Work,
    session_token: str,
    *,
    document_id: str,
    consent: str,
    shown: Mapping[str, str] | None = None,
    shown_sha256: str = "",
    address: str,
    device: str,
) -> None:
    """Accept everything that is offered to the recipient in the sending of a document.

    `consent` holds the words that were ticked, empty where they were not; `shown` is the hash of what the
    page showed, by document (`shown_sha256` where there is one). Raises `ConsentRequired`, `StalePage`,
    `AuthorityOver`, `AuthorityNotInForce`, and what `enter` and `require_turn` raise.
    """
    visit = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, visit, acts=frozenset({Act.ACCEPT}))
    for entry in visit.asked:
        require_fresh(entry, (shown or {}).get(entry.document_id) or shown_sha256)
    if not consent:
        raise ConsentRequired
    require_authority(work.session, visit, today=work.today)
    for entry in visit.asked:
        _accept(work, visit, entry, consent)
    advance(work, visit.dispatch)


def _accept(work: Work, visit: Visit, entry: DispatchDocument, consent: str) -> None:
    signature = add_signature(work, visit, entry, Signature(act=Act.ACCEPT.value, consent=consent))
    signature.level = LEVEL
    work.record(
        entry.document,
        "document.accepted",
        visit.actor,
        recipient=visit.recipient.id,
        signature=signature.id,
        version=entry.version_id,
        shown_sha256=signature.shown_sha256,
        level=LEVEL,
        means="link",
        consent=consent,
        **in_person(visit),
    )
