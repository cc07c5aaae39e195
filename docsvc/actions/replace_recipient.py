"""Ask somebody else instead of a recipient who has not answered."""

from dataclasses import dataclass, replace

from docsvc.actions.invite import invite_copies, invite_next
from docsvc.actions.recipient_at import recipient_at, require_open
from docsvc.actions.recipient_row import recipient_row
from docsvc.actions.recipients import settle_one
from docsvc.errors import BadInput, HasAnswered
from docsvc.mail.post import post_to_recipient
from docsvc.model import (
    MAY_ACT,
    Act,
    Asked,
    Channel,
    Dispatch,
    Level,
    Recipient,
    RecipientState,
    State,
)
from docsvc.model.asked_of import acting
from docsvc.work import Actor, Work

REPLACEABLE = MAY_ACT | {RecipientState.WAITING}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is asked instead; what is empty stays as it was for a company's seat, but never a phone or code."""

    name: str
    email: str
    position: str = ""
    authority: str = ""
    phone: str = ""
    channel: Channel | None = None
    access_code: str = ""


def replace_recipient(
    work: Work, recipient_id: str, newcomer: Newcomer, *, actor: Actor, reason: str = ""
) -> str:
    """Give a recipient's place to somebody else, or to the same person with a mended address.

    The old link stops working; whoever was asked already is told that nothing is awaited of them. A seat
    behind an access code stays behind one: a new code is given. Returns the id of the new recipient. Raises
    `NotFound`, `Forbidden`, `SendingOver`, `HasAnswered`, and `BadInput` naming what is wrong with the
    newcomer.
    """
    old = recipient_at(work, recipient_id, actor=actor)
    require_open(old.dispatch)
    if RecipientState(old.state) not in REPLACEABLE:
        raise HasAnswered(who=old.name)
    told = RecipientState(old.state) in MAY_ACT and old.email != newcomer.email.strip().lower()
    settled = _settled(work, old, newcomer)
    new = seat_instead(work, old, settled, actor=actor, reason=reason)
    if told:
        post_to_recipient(work, "replaced", old, document=old.dispatch.documents[0].document)
    invite_now(work, new.dispatch)
    return new.id


def invite_now(work: Work, dispatch: Dispatch) -> None:
    """Invite whose turn it is; while the files are still made ready, that is left to the job."""
    if any(each.document.state == State.PREPARING for each in dispatch.documents):
        return
    invite_copies(work, dispatch)
    invite_next(work, dispatch)


def seat_instead(work: Work, old: Recipient, settled: Asked, *, actor: Actor, reason: str) -> Recipient:
    """Write a new recipient into the place of an old one, still to be invited, and record it everywhere."""
    old.state, old.reason = RecipientState.REPLACED.value, reason.strip()
    new = work.add(recipient_row(work, old.dispatch_id, settled, instead_of_id=old.id))
    work.session.refresh(old.dispatch, ["recipients"])
    for entry in old.dispatch.documents:
        work.record(
            entry.document,
            "recipient.replaced",
            actor,
            private={"to_name": new.name, "to": new.email, "was": old.name, "reason": reason.strip()},
            recipient=old.id,
            instead=new.id,
        )
    return new


def as_asked(recipient: Recipient) -> Asked:
    """Return a kept recipient as whoever asked them named them; the access code cannot be told any more."""
    return Asked(
        name=recipient.name,
        email=recipient.email,
        act=Act(recipient.act),
        order=recipient.order,
        party=recipient.party,
        position=recipient.position,
        organisation=recipient.organisation,
        authority=recipient.authority,
        language=recipient.language,
        phone=recipient.phone,
        channel=Channel(recipient.channel),
        level=Level(recipient.level),
        group=recipient.group,
        individual=recipient.individual,
        may_delegate=recipient.may_delegate,
        authority_terms=recipient.authority_terms,
    )


def _is_another(each: Recipient, old: Recipient, email: str) -> bool:
    """Tell whether the newcomer has a voice in the group already: nobody gets a second one."""
    return each.id != old.id and each.group == old.group and each.email == email


def _settled(work: Work, old: Recipient, newcomer: Newcomer) -> Asked:
    """Check the newcomer as at sending; another person's authority and phone are not taken over."""
    same = old.email == newcomer.email.strip().lower()
    asked = replace(
        as_asked(old),
        name=newcomer.name,
        email=newcomer.email,
        position=newcomer.position,
        authority=newcomer.authority or (old.authority if same else ""),
        authority_terms=old.authority_terms if same else {},
        phone=newcomer.phone,
        channel=newcomer.channel or Channel(old.channel),
        access_code=newcomer.access_code,
    )
    problems: list[tuple[str, str]] = []
    if old.access_hash and not newcomer.access_code.strip():
        text = "у прежнего получателя был код доступа: задайте новый и сообщите его сами"
        problems.append(("access_code", text))
    in_person = old.dispatch.host_id is not None
    document = old.dispatch.documents[0].document
    settled = settle_one(work, document, 0, asked, problems, in_person=in_person)
    if old.group and any(_is_another(each, old, settled.email) for each in acting(old.dispatch)):
        problems.append(("email", "этот человек уже участвует: укажите другого"))
    if problems:
        raise BadInput([(path.removeprefix("recipients[0]."), text) for path, text in problems])
    return settled
