"""A colleague signs many documents at once: one consent, one code, each document a signature of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from docsvc.actions.enact import enact
from docsvc.actions.enter import Visit, actor_of, lock, require_fresh, require_turn
from docsvc.actions.invite import advance
from docsvc.actions.own_code import Desk, ask_own_code, spend_own_code
from docsvc.actions.weigh import weigh
from docsvc.errors import BadInput, NotFound, StalePage, TooManyAttempts, WrongCode
from docsvc.model import Act, Channel, Document, Recipient, SigningCode
from docsvc.model.will import Will
from docsvc.queries.own_signing import ever_asked, to_sign
from docsvc.work import Actor, Work
from signing import shown_digest


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is signed: by document, the hash of the file that the page showed."""

    shown: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Return what a code is bound to."""
        return shown_digest(self.shown.values())


def ask_code_for_many(work: Work, chosen: Chosen, *, actor: Actor, session_hash: str) -> None:
    """Mail the actor one code that signs all that was chosen; raises what `sign_many` raises."""
    visits = _visits(work, chosen, actor=actor)
    ask_own_code(work, _documents(visits), actor=actor, desk=Desk(session_hash, chosen.digest))


def sign_many(
    work: Work, chosen: Chosen, *, actor: Actor, session_hash: str, wills: Mapping[str, Will]
) -> WrongCode | TooManyAttempts | None:
    """Sign everything that was chosen, or nothing; or return why the code was refused, after counting it.

    `wills` are by recipient: agreements differ between counterparties. Raises `BadInput` where nothing was
    chosen, `NotFound` for what does not wait for the actor here, `StalePage` for a file that was not shown,
    and what `weigh` and `require_turn` raise.
    """
    visits = _visits(work, chosen, actor=actor)
    weighed = [weigh(work, visit, wills[visit.recipient.id]) for visit in visits]
    code = spend_own_code(
        work,
        _documents(visits),
        actor=actor,
        desk=Desk(session_hash, chosen.digest),
        given=next(iter(wills.values())).code,
    )
    if not isinstance(code, SigningCode):
        return code
    for visit, each in zip(visits, weighed, strict=True):
        will = wills[visit.recipient.id]
        enact(work, visit, will, channel=Channel.EMAIL, code_id=code.id, weighed=each)
        advance(work, visit.dispatch)
    return None


def _visits(work: Work, chosen: Chosen, *, actor: Actor) -> tuple[Visit, ...]:
    """Lock everything that was chosen, always in the same order, and return one visit a sending."""
    if not chosen.shown:
        raise BadInput([("document", "отметьте хотя бы один документ")])
    rows = {row.document_id: row for row in to_sign(work.session, actor, now=work.now)}
    if missing := set(chosen.shown) - set(rows):
        raise StalePage if missing <= ever_asked(work.session, actor) else NotFound
    for document_id in sorted(chosen.shown):
        work.document(document_id)
    recipients = dict.fromkeys(rows[document_id].recipient_id for document_id in chosen.shown)
    return tuple(_visit(work, recipient_id, chosen, actor=actor) for recipient_id in recipients)


def _visit(work: Work, recipient_id: str, chosen: Chosen, *, actor: Actor) -> Visit:
    recipient = lock(work, recipient_id, dispatch_id=work.get(Recipient, recipient_id).dispatch_id)
    who = actor_of(recipient, address=actor.address, device=actor.device)
    first = recipient.dispatch.documents[0]
    visit = Visit(recipient, recipient.dispatch, first.document, first.version, "", who)
    require_turn(work, visit, acts=frozenset({Act.SIGN}))
    for entry in visit.asked:
        if entry.document_id not in chosen.shown:
            raise StalePage
        require_fresh(entry, chosen.shown[entry.document_id])
    return visit


def _documents(visits: tuple[Visit, ...]) -> list[Document]:
    return [entry.document for visit in visits for entry in visit.asked]
