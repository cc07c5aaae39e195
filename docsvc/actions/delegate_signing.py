"""A recipient hands their part on to a colleague, where the sender allows it."""

from dataclasses import replace

from docsvc.actions.access_code import check_access_code
from docsvc.actions.decline_document import REASON_MAX
from docsvc.actions.enter import Visit, enter, require_turn
from docsvc.actions.invite import invite_next
from docsvc.actions.recipients import settle_one
from docsvc.actions.replace_recipient import Newcomer, as_asked, seat_instead
from docsvc.errors import BadInput, MayNotDelegate, TooManyAttempts, WrongAccessCode
from docsvc.mail.post import post_to_user
from docsvc.model import ACTING, Asked, Channel
from docsvc.model.asked_of import acting
from docsvc.work import Work


def delegate_signing(  # noqa: PLR0913 -- what a person says, each part named
    work: Work,
    session_token: str,
    *,
    document_id: str,
    name: str,
    email: str,
    position: str = "",
    phone: str = "",
    access_code: str = "",
    reason: str = "",
    address: str,
    device: str,
) -> str | WrongAccessCode | TooManyAttempts:
    """Ask a colleague instead of the recipient, by a link of their own; return the new recipient's id.

    What the sender asked for holds for the colleague as well: a code by text message needs their `phone`, and
    behind an access code the recipient gives it once more, for it is kept bound to its person; they tell it
    to the colleague themselves. A wrong one is returned **after** counting the try: let the transaction end,
    then raise. The authority does not go over, and nobody hands on what was handed to them. Raises
    `MayNotDelegate`, `BadInput`, and what `enter` and `require_turn` raise.
    """
    visit = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, visit, acts=ACTING)
    if not visit.recipient.may_delegate:
        raise MayNotDelegate
    if len(reason) > REASON_MAX:
        raise BadInput([("reason", "не больше 2 000 знаков")])
    guarded = bool(visit.recipient.access_hash)
    if guarded:
        refused = check_access_code(work, visit.recipient, access_code, actor=visit.actor)
        if refused is not None:
            return refused
    told = access_code if guarded else ""
    colleague = Newcomer(name, email, position.strip(), phone=phone, access_code=told)
    return _hand_on(work, visit, colleague, reason=reason)


def _hand_on(work: Work, visit: Visit, colleague: Newcomer, *, reason: str) -> str:
    settled = _settled(work, visit, colleague)
    new = seat_instead(work, visit.recipient, settled, actor=visit.actor, reason=reason)
    visit.recipient.acted_at = work.now
    invite_next(work, visit.dispatch)
    words = {"who": visit.recipient.name, "to": new.name, "reason": reason.strip()}
    post_to_user(work, "delegated", visit.document.owner, document=visit.document, **words)
    return new.id


def _settled(work: Work, visit: Visit, colleague: Newcomer) -> Asked:
    by_text = visit.recipient.channel == Channel.SMS.value
    asked = replace(
        as_asked(visit.recipient),
        name=colleague.name,
        email=colleague.email,
        position=colleague.position,
        authority="",
        authority_terms={},
        phone=colleague.phone if by_text else "",
        access_code=colleague.access_code,
        may_delegate=False,
    )
    problems: list[tuple[str, str]] = []
    host = visit.dispatch.host_id is not None
    settled = settle_one(work, visit.document, 0, asked, problems, in_person=host)
    if any(each.email == settled.email for each in acting(visit.dispatch)):
        problems.append(("email", "этот человек уже участвует: укажите другого"))
    if problems:
        raise BadInput([(path.removeprefix("recipients[0]."), text) for path, text in problems])
    return settled
