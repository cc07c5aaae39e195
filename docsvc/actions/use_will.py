"""Sign by the will that an approver gave with their approval, when it is their turn."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from docsvc.actions.enact import enact
from docsvc.actions.enter import Visit, actor_of
from docsvc.actions.weigh import Weighed, has_accepted, weigh
from docsvc.errors import DocsvcError
from docsvc.model import Act, Channel, Dispatch, DispatchDocument, Level, PreparedWill, Recipient, User
from docsvc.model.asked_of import documents_asked
from docsvc.model.places import filled_by
from docsvc.model.will import Offer, Will
from docsvc.queries.our_signatory import SELLER
from docsvc.work import SYSTEM, Work


def use_will(work: Work, dispatch: Dispatch, recipient: Recipient) -> bool:
    """Sign for a recipient who has given their will already, and tell whether that was so.

    Every document that they are asked for needs a will of theirs on the very PDF that was certified since; it
    is dropped, with the reason recorded, where something else is asked of them now. The caller holds the
    locks and goes on as after any other act.
    """
    asked = documents_asked(recipient, dispatch)
    wills = [_will_on(work, recipient, entry) for entry in asked]
    found = [will for will in wills if will is not None]
    if not found:
        return False
    why_not = (
        _why_not(work, recipient, asked, found)
        if len(found) == len(asked)
        else "подписать нужно не только это"
    ) or _sign(work, dispatch, recipient, asked, found)
    for will in found if why_not else ():
        _drop(work, will, why_not)
    return not why_not


def _will_on(work: Work, recipient: Recipient, entry: DispatchDocument) -> PreparedWill | None:
    mine = (
        select(PreparedWill)
        .join(User, User.id == PreparedWill.user_id)
        .where(
            PreparedWill.version_id == entry.version_id,
            PreparedWill.rendered_sha256 == entry.version.rendered_sha256,
            PreparedWill.used_at.is_(None),
            PreparedWill.dropped == "",
            User.email == recipient.email,
            User.active,
        )
        .order_by(PreparedWill.at.desc())
        .limit(1)
    )
    return work.session.scalars(mine).one_or_none()


def _why_not(
    work: Work, recipient: Recipient, asked: tuple[DispatchDocument, ...], wills: list[PreparedWill]
) -> str:
    """Return why what was given is not enough for what is asked; an empty string where it is."""
    if any(each.will.get("party", SELLER) != recipient.party for each in wills):
        return "подписать нужно за другую сторону"
    other = (
        recipient.level == Level.QUALIFIED or recipient.channel != Channel.EMAIL
    )  # an e-mail code proved it
    if recipient.act != Act.SIGN or other or recipient.access_hash:
        return "теперь нужна другая подпись"
    if any(filled_by(each.version.places, recipient.party) for each in asked):
        return "вместе с подписью нужно заполнить поля"
    if not all(_is_certified(work, each) for each in asked):
        return "отправлен не тот файл, который согласован"
    return ""


def _is_certified(work: Work, entry: DispatchDocument) -> bool:
    """Tell whether what was sent is what was approved, with nothing but the certification after it."""
    version = entry.version
    if not version.sent_blob or not version.rendered_blob:
        return False
    return work.blobs.get(version.sent_blob).startswith(work.blobs.get(version.rendered_blob))


def _drop(work: Work, will: PreparedWill, why: str) -> None:
    will.dropped = why
    work.record(
        work.document(will.document_id), "signature.promise_dropped", SYSTEM, will=will.id, reason=why
    )


def _sign(
    work: Work,
    dispatch: Dispatch,
    recipient: Recipient,
    asked: tuple[DispatchDocument, ...],
    wills: list[PreparedWill],
) -> str:
    """Sign, and return an empty string; or return why it cannot be signed so: then nothing was written.

    A refusal must not reach whoever acted before, nor hold the sending up: the person is asked as usual.
    """
    shown = {each.document_id: each.version.sent_sha256 or "" for each in asked}
    ready: list[tuple[Visit, Will, Weighed]] = []
    for entry, kept in zip(asked, wills, strict=True):
        actor = actor_of(recipient, address=kept.address, device=kept.device, via="promise")
        visit = Visit(recipient, dispatch, entry.document, entry.version, "", actor)
        will = _will(work, kept, shown)
        try:
            ready.append((visit, will, weigh(work, visit, will)))
        except DocsvcError as refusal:
            return refusal.text(str)
    for entry, kept, found in zip(asked, wills, ready, strict=True):
        _enact(work, entry, kept, *found)
    return ""


def _enact(
    work: Work, entry: DispatchDocument, kept: PreparedWill, visit: Visit, will: Will, weighed: Weighed
) -> None:
    """Sign one document by the will on it; an agreement that was accepted with the one before is known."""
    weighed = replace(weighed, accepted=weighed.accepted or has_accepted(work, visit, will.agreement))
    signed = enact(
        work, visit, will, channel=Channel.EMAIL, code_id=kept.code_id, weighed=weighed, only=entry
    )
    for signature in signed:
        signature.at = kept.at  # the act was then; what follows from it happens now
    kept.used_at = work.now


def _will(work: Work, kept: PreparedWill, shown: Mapping[str, str]) -> Will:
    given = kept.will
    text = work.blobs.get(given["agreement_blob"])
    return Will(
        typed=given["typed"],
        code="",
        consent=given["consent"],
        agreement=Offer(given["agreement_version"], given["agreement"], text),
        agreed_sha256=given["agreement"],
        shown=shown,
    )
