"""Approve and sign in one act: for the last approver who would be asked to sign first anyway."""

from collections.abc import Iterable, Mapping
from typing import Any

from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.guard_facts import Accepted
from docsvc.actions.own_code import Desk, ask_own_code, spend_own_code
from docsvc.actions.own_will import read_will
from docsvc.errors import SignatureNotOffered, StalePage, TooManyAttempts, WrongCode, WrongMove
from docsvc.model import Document, PreparedWill, SigningCode, State, Verdict, new_id
from docsvc.model.will import Will
from docsvc.queries.sign_offer import SignOffer, sign_offer
from docsvc.work import Actor, Work


def ask_code_to_approve(
    work: Work, document_id: str, *, actor: Actor, session_hash: str, seen_sha256: str
) -> None:
    """Mail the actor a code that signs this PDF as it is approved.

    Raises `SignatureNotOffered`, `StalePage`, `TooManyAttempts`.
    """
    document = work.document(document_id)
    _require_offer(work, document, actor=actor, seen_sha256=seen_sha256)
    ask_own_code(work, [document], actor=actor, desk=Desk(session_hash, seen_sha256))


def approve_and_sign(  # noqa: PLR0913 -- what a person says, each part named
    work: Work,
    document_id: str,
    *,
    actor: Actor,
    session_hash: str,
    seen_sha256: str,
    will: Will,
    comment: str = "",
    checklist: Iterable[str] = (),
    accept: Accepted | None = None,
) -> WrongCode | TooManyAttempts | None:
    """Approve the document and keep the actor's will to sign it; or return why the code was refused.

    The signature itself is made when the document is sent and it is the actor's turn: see `use_will`. A
    refused code is returned instead of raised, so that the counted try is committed. Raises
    `SignatureNotOffered`, `ConsentRequired`, `BadInput`, `StalePage`, and what `decide_on_document` raises.
    """
    document = work.document(document_id)
    offer = _require_offer(work, document, actor=actor, seen_sha256=seen_sha256)
    kept = read_will(work, will, email=actor.email) | {"party": offer.party}
    code = spend_own_code(
        work, [document], actor=actor, desk=Desk(session_hash, seen_sha256), given=will.code
    )
    if not isinstance(code, SigningCode):
        return code
    decide_on_document(
        work,
        document_id,
        actor=actor,
        verdict=Verdict.APPROVE,
        comment=comment,
        checklist=checklist,
        seen_sha256=seen_sha256,
        accept=accept,
    )
    _write_down(work, document, kept, actor=actor, code=code)
    return None


def _require_offer(work: Work, document: Document, *, actor: Actor, seen_sha256: str) -> SignOffer:
    if document.state != State.IN_APPROVAL:
        raise WrongMove(state=document.state)  # a second click, or somebody has been faster
    offer = sign_offer(work.session, actor, document)
    if offer is None:
        raise SignatureNotOffered
    if document.version.rendered_sha256 != seen_sha256:
        raise StalePage
    return offer


def _write_down(
    work: Work, document: Document, kept: Mapping[str, Any], *, actor: Actor, code: SigningCode
) -> None:
    prepared = PreparedWill(
        id=new_id(),
        document_id=document.id,
        version_id=document.version.id,
        user_id=actor.id,
        rendered_sha256=document.version.rendered_sha256 or "",
        will=dict(kept),
        code_id=code.id,
        address=actor.address,
        device=actor.device,
        at=work.now,
    )
    work.add(prepared)
    work.record(
        document,
        "signature.promised",
        actor,
        private={"typed": kept["typed"]},
        will=prepared.id,
        rendered_sha256=prepared.rendered_sha256,
        consent=kept["consent"],
        agreement=kept["agreement"],
        code=code.id,
    )
