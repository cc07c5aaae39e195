"""Detached CMS signatures by the organisation's seal, for anything that is not a PDF.

`openssl cms -verify -binary -inform DER -in FILE.p7s -content FILE -CAfile root.pem -purpose any` verifies
them too.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, core

from signing.cms_form import BadForm, Container, container
from signing.cms_writing import attribute
from signing.errors import IssuerUnconfirmed, RevokedUntimed, SealUnknown, SignatureBroken
from signing.identity import Keys
from signing.keyholder import KeyHolder
from signing.revoked import find_revocation
from signing.trust import Belief, believe_detached, parsed
from signing.trusted import Trusted, print_of
from signing.values import to_seconds

_TIME: Final = "signing_time"


def sign_detached(data: bytes, keys: Keys, *, at: datetime) -> bytes:
    """Sign data with the organisation's seal: CAdES B-B, DER. Raises SealExpired."""
    holder = KeyHolder(keys.seal_pair(at))
    time = attribute(_TIME, cms.Time({"utc_time": core.UTCTime(to_seconds(at))}).dump())
    return holder.sign_digest(hashlib.sha256(data).digest(), time)


def verify_detached(
    data: bytes, signature: bytes, roots: Sequence[bytes] = (), *, trusted: Trusted | None = None
) -> None:
    """Check that data and signature are as they were made, by a seal that leads to a given root (PEM).

    Any changed byte of either is found. `trusted` is for whoever knows more than roots. Raises
    SignatureBroken, IssuerUnconfirmed, SealUnknown, RevokedUntimed.
    """
    trusted = trusted or Trusted(tuple(roots))
    try:
        box = container(signature, attributes=frozenset({_TIME}))
    except BadForm as error:
        raise SignatureBroken(f"The signature is not in the accepted form: {error}") from error
    if box.stamped:
        raise SignatureBroken("The signature carries a time stamp, which this form has not")
    belief = _belief(data, box, trusted.roots)
    if not belief.intact:
        raise SignatureBroken("The data is not what was signed")
    if not belief.valid or not belief.fit:
        raise SignatureBroken("The signature was not made by a certificate fit for it")
    if not belief.trusted:
        raise IssuerUnconfirmed("The data is intact, but who issued the certificate is not confirmed")
    _check_revocation(box, trusted)
    if not trusted.may_seal(box.certificate, belief.anchor):
        raise SealUnknown(print_of(box.certificate))


def _check_revocation(box: Container, trusted: Trusted) -> None:
    """Raise where the seal was revoked, unless whoever asks has had the data since before that."""
    found = find_revocation(box.certificate, trusted.lists, parsed(trusted.roots))
    if found is None:
        return
    if _signing_time(box) >= found.at:
        raise SignatureBroken(f"The seal's certificate had been revoked by {found.at:%Y-%m-%d %H:%M:%S} UTC")
    if trusted.known_at is None or trusted.known_at >= found.at:
        raise RevokedUntimed(f"{found.at:%Y-%m-%d %H:%M:%S} UTC")


def _belief(data: bytes, box: Container, roots: Sequence[bytes]) -> Belief:
    try:
        return believe_detached(data, box.signed_data, roots, _signing_time(box))
    except Exception as error:  # whatever the parser raises on hostile bytes is an answer
        raise SignatureBroken(f"The signature cannot be read: {type(error).__name__}") from error


def _signing_time(box: Container) -> datetime:
    signer: Any = box.signed_data["signer_infos"][0]
    values = next(a["values"] for a in signer["signed_attrs"] if a["type"].native == _TIME)
    return values[0].native  # type: ignore[no-any-return]
