"""A signer proves who they are: by a code that was sent to them, or by their PIN on a lent device."""

from dataclasses import dataclass

from docsvc.actions.codes import spend_code
from docsvc.actions.enter import Visit
from docsvc.actions.pins import check_pin
from docsvc.errors import TooManyAttempts, WrongCode
from docsvc.model import Channel, SigningCode, SigningSession
from docsvc.model.means import means_of
from docsvc.work import Work


@dataclass(frozen=True, slots=True)
class Proof:
    """By which means somebody proved who they are; `code_id` is None for a PIN."""

    channel: Channel
    code_id: str | None


def prove(work: Work, visit: Visit, given: str) -> Proof | WrongCode | TooManyAttempts:
    """Return the proof, or return why there is none, after counting the try: let the transaction commit."""
    if _means(work, visit) is Channel.PIN:
        return _by_pin(work, visit, given)
    code = spend_code(work, visit, given)
    return Proof(Channel(code.channel), code.id) if isinstance(code, SigningCode) else code


def _means(work: Work, visit: Visit) -> Channel:
    session, person = work.get(SigningSession, visit.session_hash), visit.recipient
    return means_of(session.channel or person.channel, phone=person.phone, in_person=bool(visit.host_id))


def _by_pin(work: Work, visit: Visit, given: str) -> Proof | WrongCode | TooManyAttempts:
    refused = check_pin(work, visit.recipient.email, given)
    if refused is None:
        return Proof(Channel.PIN, None)
    if isinstance(refused, WrongCode):
        work.record(visit.document, "code.refused", visit.actor, recipient=visit.recipient.id, channel="pin")
    return refused
