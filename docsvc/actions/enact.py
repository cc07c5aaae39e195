"""A recipient's will becomes acts, once it is certain who they are: one on each document asked of them.

A job then makes the signatures. Whoever calls this lets `invite.advance` go on with the sending afterwards.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from docsvc.actions.enter import Visit, in_person
from docsvc.actions.weigh import Weighed, needs_agreement, weigh
from docsvc.model import Act, AgreementAcceptance, Channel, DispatchDocument, Signature, new_id
from docsvc.model.will import LookKind, Offer, Will
from docsvc.work import Work, insert_missing

AGREEMENTS = "agreement"
"""Whose blobs the accepted texts are."""
MEANS = {Channel.EMAIL: "e-mail code", Channel.SMS: "SMS code", Channel.PIN: "PIN"}
OUTSIDE = "detached signature"


@dataclass(frozen=True, slots=True)
class _Given:
    """What all acts of one signing have in common."""

    will: Will
    weighed: Weighed
    channel: Channel | None
    code_id: str | None
    look_blob: str | None


def enact(
    work: Work,
    visit: Visit,
    will: Will,
    *,
    channel: Channel | None,
    code_id: str | None,
    weighed: Weighed | None = None,
    only: DispatchDocument | None = None,
) -> list[Signature]:
    """Write down the signer's acts, what they agreed to before, and promise the signatures.

    `channel` is how they proved who they are, None where a signature made outside does. A will may be on
    `only` one of the documents asked. Raises what `weigh` does, unless the caller has `weighed` the will in
    this transaction.
    """
    weighed = weighed or weigh(work, visit, will)
    if not weighed.accepted:
        _accept_agreement(work, visit, will.agreement)
    if will.consents:
        _keep_consents(work, visit, will)
    given = _Given(will, weighed, channel, code_id, _keep_look(work, visit, weighed))
    return [_sign(work, visit, entry, given) for entry in visit.asked if only in (None, entry)]


def add_signature(work: Work, visit: Visit, entry: DispatchDocument, signature: Signature) -> Signature:
    """Put a recipient's act on one document into the transaction, in its place among those of the version."""
    taken = select(func.count()).select_from(Signature).where(Signature.version_id == entry.version_id)
    signature.id = new_id()
    signature.recipient_id, signature.document_id = visit.recipient.id, entry.document_id
    signature.version_id = entry.version_id
    signature.position = 1 + (work.session.scalar(taken) or 0)
    signature.level = visit.recipient.level
    signature.shown_sha256 = entry.version.sent_sha256 or ""
    signature.authority_terms = dict(visit.recipient.authority_terms or {})
    signature.address, signature.device, signature.at = visit.actor.address, visit.actor.device, work.now
    return work.add(signature)


def _sign(work: Work, visit: Visit, entry: DispatchDocument, given: _Given) -> Signature:
    field = given.weighed.fields[entry.document_id]
    detached = given.will.detached.get(entry.document_id)
    signature = add_signature(
        work,
        visit,
        entry,
        Signature(
            act=Act.SIGN.value,
            field=field,
            typed=given.weighed.typed,
            look={"kind": given.weighed.look.kind.value, "face": given.weighed.look.face},
            look_blob=given.look_blob,
            values=dict(given.weighed.values[entry.document_id]),
            channel=given.channel.value if given.channel else "",
            detached_blob=work.blobs.put(entry.document_id, detached) if detached else None,
            detached_report=dict(given.weighed.reports.get(entry.document_id, {})),
            consent=given.will.consent,
            code_id=given.code_id,
            applied_at=None if field else work.now,  # without a place there is nothing to put into the file
        ),
    )
    _record(work, visit, entry, signature, given)
    if field:
        work.later("sign", {"document": entry.document_id}, key=f"sign:{signature.id}")
    return signature


def _record(work: Work, visit: Visit, entry: DispatchDocument, signature: Signature, given: _Given) -> None:
    private = {"typed": signature.typed, "authority": visit.recipient.authority}
    filled = {"values": dict(signature.values)} if signature.values else {}
    work.record(
        entry.document,
        "document.signed",
        visit.actor,
        private=private | filled,
        recipient=visit.recipient.id,
        signature=signature.id,
        version=entry.version_id,
        shown_sha256=signature.shown_sha256,
        level=signature.level,
        means=MEANS[given.channel] if given.channel else OUTSIDE,
        consent=signature.consent,
        field=signature.field,
        look=signature.look["kind"],
        **_more(visit, signature, given),
    )


def _more(visit: Visit, signature: Signature, given: _Given) -> dict[str, Any]:
    """Return what only some signatures have."""
    more = in_person(visit)
    if given.code_id:
        more["code"] = given.code_id
    if needs_agreement(visit):
        more["agreement"] = given.will.agreement.sha256
    for name, address in (("look_sha256", signature.look_blob), ("detached_sha256", signature.detached_blob)):
        if address:
            more[name] = address.rpartition("/")[2]
    return more


def _keep_look(work: Work, visit: Visit, weighed: Weighed) -> str | None:
    if weighed.look.kind is LookKind.TYPED:
        return None
    return work.blobs.put(visit.document.id, weighed.look.content)


def _accept_agreement(work: Work, visit: Visit, agreement: Offer) -> None:
    """Keep who accepted which words; the text itself becomes a blob that its hash finds.

    Whoever signs in two sendings at once accepts it in both: the first to come is kept, each is recorded.
    """
    work.blobs.put(AGREEMENTS, agreement.text)
    insert_missing(
        work.session,
        AgreementAcceptance,
        id=new_id(),
        email=visit.recipient.email,
        name=visit.recipient.name,
        version=agreement.version,
        sha256=agreement.sha256,
        recipient_id=visit.recipient.id,
        address=visit.actor.address,
        device=visit.actor.device,
        at=work.now,
    )
    for entry in visit.asked:
        work.record(
            entry.document,
            "agreement.accepted",
            visit.actor,
            recipient=visit.recipient.id,
            version=agreement.version,
            sha256=agreement.sha256,
        )


def _keep_consents(work: Work, visit: Visit, will: Will) -> None:
    from docsvc.actions.keep_consents import keep_consents

    keep_consents(work, visit, will.consents)
