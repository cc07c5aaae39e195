"""Writing the one form of a CMS signature that is accepted, DER by hand: a library takes ten times as long.

Source: RFC 5652 §5, RFC 5035 §3 (the reference to the certificate), ITU-T X.690 §11.6 (the order of a SET).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import algos, cms, core, parser, x509

_SEQUENCE: Final = 16
_SET: Final = 17
_OCTETS: Final = 4
_VERSION: Final = core.Integer(1).dump()
_DIGEST: Final = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
_DATA: Final = cms.ContentType("data").dump()
_SIGNED_DATA: Final = cms.ContentType("signed_data").dump()
_SIGNED_BY: Final = {
    name: algos.SignedDigestAlgorithm({"algorithm": name}).dump() for name in ("sha256_ecdsa", "sha256_rsa")
}
_KINDS: Final = {
    kind: core.ObjectIdentifier(oid).dump()
    for kind, oid in {
        "content_type": "1.2.840.113549.1.9.3",
        "message_digest": "1.2.840.113549.1.9.4",
        "signing_time": "1.2.840.113549.1.9.5",
        "signing_certificate_v2": "1.2.840.113549.1.9.16.2.47",
        "signature_time_stamp_token": "1.2.840.113549.1.9.16.2.14",
    }.items()
}

ALGORITHMS: Final = frozenset(_SIGNED_BY)
"""What is signed with: ECDSA or RSA (PKCS #1 v1.5), both over SHA-256."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a container is made of.

    `signer` names the certificate (see `signer_id`), `attributes` are the signed ones as they stand in their
    SET, `certificates` DER, `token` a time stamp over the signature.
    """

    signer: bytes
    attributes: bytes
    algorithm: str
    signature: bytes
    certificates: Sequence[bytes]
    tokens: Sequence[bytes] = ()


def signed_attributes(certificate: bytes, digest: bytes, further: Iterable[bytes] = ()) -> bytes:
    """Write what is signed: the kind of content, its SHA-256, and which certificate signs; in order."""
    reference = _emit(_SEQUENCE, octets(hashlib.sha256(certificate).digest()))
    attributes = [
        attribute("content_type", _DATA),
        attribute("message_digest", octets(digest)),
        attribute("signing_certificate_v2", _emit(_SEQUENCE, _emit(_SEQUENCE, reference))),
        *further,
    ]
    return b"".join(sorted(attributes))


def to_sign(attributes: bytes) -> bytes:
    """Return what the key signs: the attributes as a SET, not as the field that they stand in."""
    return _emit(_SET, attributes)


def attribute(kind: str, value: bytes) -> bytes:
    """Write an attribute with one value (DER)."""
    return _emit(_SEQUENCE, _KINDS[kind], _emit(_SET, value))


def octets(content: bytes) -> bytes:
    """Write an OCTET STRING."""
    return bytes(parser.emit(0, 0, _OCTETS, content))


def signer_id(certificate: x509.Certificate) -> bytes:
    """Name a certificate by its issuer and number."""
    body: Any = certificate["tbs_certificate"]
    return _emit(_SEQUENCE, body["issuer"].dump(), body["serial_number"].dump())


def write(parts: Parts) -> bytes:
    """Write the container. Source: RFC 5652 §5.1 and §5.3."""
    signer = [
        _VERSION,
        parts.signer,
        _DIGEST,
        _emit(0, parts.attributes, tagged=True),
        _SIGNED_BY[parts.algorithm],
        octets(parts.signature),
    ]
    if parts.tokens:
        stamp = _emit(_SEQUENCE, _KINDS["signature_time_stamp_token"] + _emit(_SET, *parts.tokens))
        signer.append(_emit(1, stamp, tagged=True))
    signed_data = _emit(
        _SEQUENCE,
        _VERSION,
        _emit(_SET, _DIGEST),
        _emit(_SEQUENCE, _DATA),
        _emit(0, *sorted(parts.certificates), tagged=True),
        _emit(_SET, _emit(_SEQUENCE, *signer)),
    )
    return _emit(_SEQUENCE, _SIGNED_DATA, _emit(0, signed_data, tagged=True))


def _emit(tag: int, *contents: bytes, tagged: bool = False) -> bytes:
    return bytes(parser.emit(2 if tagged else 0, 1, tag, b"".join(contents)))
