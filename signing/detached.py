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
from signing.errors import IssuerUnconfirmed, SignatureBroken
from signing.identity import Keys
from signing.keyholder import KeyHolder, attribute
from signing.trust import Belief, believe_detached
from signing.values import to_seconds

_TIME: Final = "signing_time"


def sign_detached(data: bytes, keys: Keys, *, at: datetime) -> bytes:
    """Sign data with the organisation's seal: CAdES B-B, DER. Raises SealExpired."""
    holder = KeyHolder(keys.seal_pair(at))
    time = attribute(_TIME, cms.Time({"utc_time": core.UTCTime(to_seconds(at))}))
    return holder.sign_digest(hashlib.sha256(data).digest(), time)


def verify_detached(data: bytes, signature: bytes, roots: Sequence[bytes]) -> None:
    """Check that data and signature are as they were made, by a certificate of a given root (PEM).

    Any changed byte of either is found. Raises SignatureBroken, IssuerUnconfirmed.
    """
    try:
        box = container(signature, attributes=frozenset({_TIME}))
    except BadForm as error:
        raise SignatureBroken(f"The signature is not in the accepted form: {error}") from error
    if box.stamped:
        raise SignatureBroken("The signature carries a time stamp, which this form has not")
    belief = _belief(data, box, roots)
    if not belief.intact:
        raise SignatureBroken("The data is not what was signed")
    if not belief.valid or not belief.fit:
        raise SignatureBroken("The signature was not made by a certificate fit for it")
    if not belief.trusted:
        raise IssuerUnconfirmed("The data is intact, but who issued the certificate is not confirmed")


def _belief(data: bytes, box: Container, roots: Sequence[bytes]) -> Belief:
    try:
        return believe_detached(data, box.signed_data, roots, _signing_time(box))
    except Exception as error:  # whatever the parser raises on hostile bytes is an answer
        raise SignatureBroken(f"The signature cannot be read: {type(error).__name__}") from error


def _signing_time(box: Container) -> datetime:
    signer: Any = box.signed_data["signer_infos"][0]
    values = next(a["values"] for a in signer["signed_attrs"] if a["type"].native == _TIME)
    return values[0].native  # type: ignore[no-any-return]
