"""A recipient signs: agreement, consent, code and typed name become acts; a job makes the signatures."""

from docsvc.actions.enact import enact
from docsvc.actions.enter import enter, require_turn
from docsvc.actions.invite import advance
from docsvc.actions.prove import prove
from docsvc.actions.weigh import weigh
from docsvc.errors import TooManyAttempts, WrongCode
from docsvc.model import Act, Level
from docsvc.model.will import Offer, Will
from docsvc.work import Work

__all__ = ["Offer", "Will", "sign_document"]


def sign_document(
    work: Work, session_token: str, *, document_id: str, will: Will, address: str, device: str
) -> WrongCode | TooManyAttempts | None:
    """Sign everything that awaits the recipient in the sending of a document, and return None.

    Or return why the code was refused, **after** counting the try: a refused code is returned instead of
    raised so that the transaction commits; let it end, then raise. A qualified signature, made outside, needs
    no code. Raises what `enter`, `require_turn` and `weigh` raise.
    """
    visit = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, visit, acts=frozenset({Act.SIGN}))
    weighed = weigh(work, visit, will)
    if visit.recipient.level == Level.QUALIFIED:
        enact(work, visit, will, channel=None, code_id=None, weighed=weighed)
    else:
        proof = prove(work, visit, will.code)
        if isinstance(proof, WrongCode | TooManyAttempts):
            return proof
        enact(work, visit, will, channel=proof.channel, code_id=proof.code_id, weighed=weighed)
    advance(work, visit.dispatch)
    return None
