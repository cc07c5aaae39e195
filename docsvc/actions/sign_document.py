"""A recipient signs: agreement, consent, code and typed name become an act; a job makes the signature."""

from dataclasses import dataclass

from sqlalchemy import func, select

from docsvc.actions.codes import spend_code
from docsvc.actions.enter import Seat, enter, require_fresh, require_turn
from docsvc.actions.invite import end_turn
from docsvc.errors import BadInput, ConsentRequired, StalePage, TooManyAttempts, WrongCode
from docsvc.model import Act, AgreementAcceptance, Signature, SigningCode, new_id
from docsvc.work import Work, insert_missing
from signing.values import clean

LEVEL = "advanced"
"""The agreement is accepted and a one-time certificate follows. Source: 63-ФЗ ст. 5 ч. 3, ст. 6 ч. 2."""
TYPED_MAX = 200
AGREEMENTS = "agreement"
"""Whose blobs the accepted texts are."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The agreement on electronic signature as it stands now: its version, hash and bytes."""

    version: str
    sha256: str
    text: bytes


@dataclass(frozen=True, slots=True)
class Will:
    """What the signer gave: `consent` holds the words they ticked, `agreed_sha256` the text they accepted.

    Both are empty where the box was left empty; whoever accepted this agreement before need not again.
    """

    typed: str
    code: str
    consent: str
    agreement: Offer
    agreed_sha256: str
    shown_sha256: str


def sign_document(
    work: Work, session_token: str, *, document_id: str, will: Will, address: str, device: str
) -> WrongCode | TooManyAttempts | None:
    """Sign a document, and return None; or return why the code was refused, **after** counting the try.

    A refused code is returned instead of raised so that the transaction commits: let it end, then raise.
    Raises `StalePage`, `ConsentRequired`, `BadInput`, and what `enter` and `require_turn` raise.
    """
    seat = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, seat, acts=frozenset({Act.SIGN}))
    require_fresh(seat, will.shown_sha256)
    typed = _name(will.typed)
    accepted = _has_accepted(work, seat, will.agreement)
    _require_will(will, accepted=accepted)
    code = spend_code(work, seat, will.code)
    if not isinstance(code, SigningCode):
        return code
    if not accepted:
        _accept_agreement(work, seat, will.agreement)
    _sign(work, seat, will, typed=typed, code=code)
    end_turn(work, seat)
    return None


def add_signature(work: Work, seat: Seat, signature: Signature) -> Signature:
    """Put a recipient's act into the transaction, in its place among those of the version."""
    taken = select(func.count()).select_from(Signature).where(Signature.version_id == seat.version.id)
    signature.id = new_id()
    signature.recipient_id, signature.document_id = seat.recipient.id, seat.document.id
    signature.version_id = seat.version.id
    signature.position = 1 + (work.session.scalar(taken) or 0)
    signature.address, signature.device, signature.at = seat.actor.address, seat.actor.device, work.now
    return work.add(signature)


def _name(typed: str) -> str:
    name = clean(typed)
    if not name or len(name) > TYPED_MAX:
        raise BadInput([("typed", "напишите фамилию, имя и отчество")])
    return name


def _require_will(will: Will, *, accepted: bool) -> None:
    if not will.consent or not (accepted or will.agreed_sha256):
        raise ConsentRequired
    if not accepted and will.agreed_sha256 != will.agreement.sha256:
        raise StalePage


def _has_accepted(work: Work, seat: Seat, agreement: Offer) -> bool:
    found = select(AgreementAcceptance.id).filter_by(
        email=seat.recipient.email, version=agreement.version, sha256=agreement.sha256
    )
    return work.session.scalar(found) is not None


def _accept_agreement(work: Work, seat: Seat, agreement: Offer) -> None:
    """Keep who accepted which words; the text itself becomes a blob that its hash finds.

    Whoever signs two documents at once accepts it in both: the first to come is kept, each is recorded.
    """
    work.blobs.put(AGREEMENTS, agreement.text)
    insert_missing(
        work.session,
        AgreementAcceptance,
        id=new_id(),
        email=seat.recipient.email,
        name=seat.recipient.name,
        version=agreement.version,
        sha256=agreement.sha256,
        recipient_id=seat.recipient.id,
        address=seat.actor.address,
        device=seat.actor.device,
        at=work.now,
    )
    work.record(
        seat.document,
        "agreement.accepted",
        seat.actor,
        recipient=seat.recipient.id,
        version=agreement.version,
        sha256=agreement.sha256,
    )


def _sign(work: Work, seat: Seat, will: Will, *, typed: str, code: SigningCode) -> None:
    signature = add_signature(
        work,
        seat,
        Signature(
            act=Act.SIGN.value,
            typed=typed,
            level=LEVEL,
            consent=will.consent,
            shown_sha256=will.shown_sha256,
            code_id=code.id,
        ),
    )
    work.record(
        seat.document,
        "document.signed",
        seat.actor,
        private={"typed": typed, "authority": seat.recipient.authority},
        recipient=seat.recipient.id,
        signature=signature.id,
        version=seat.version.id,
        shown_sha256=will.shown_sha256,
        level=LEVEL,
        means="e-mail code",
        code=code.id,
        consent=will.consent,
        agreement=will.agreement.sha256,
    )
    work.later("sign", {"document": seat.document.id}, key=f"sign:{signature.id}")
