"""A CMS signature that was made outside, taken apart before anything about it is believed.

Sizes and counts are looked at before anything is parsed: the bytes come from anybody.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from asn1crypto import (
    cms,
    parser,
    pem,
    tsp,  # noqa: F401 -- teaches cms the attributes of CAdES
    x509,
)

from signing.flaws import Flaw, Refused
from signing.mistaken import mistaken_for

MOST_BYTES: Final = 4 * 2**20
_MOST_PARTS: Final = 64
_LARGEST_PART: Final = 64 * 2**10
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}\s*")
_REVOCATION_VALUES: Final = "1.2.840.113549.1.9.16.2.24"
_STAMPS: Final = frozenset({"signature_time_stamp_token", "1.2.840.113549.1.9.16.2.14"})


@dataclass(frozen=True, slots=True)
class Outside:
    """The one signature of a container (`der`), its certificate, and what else came with it, all in DER."""

    der: bytes
    signer: Any
    leaf: x509.Certificate
    others: tuple[bytes, ...]
    crls: tuple[bytes, ...]
    signed: dict[str, Any]
    stamped: bool

    @property
    def signed_at(self) -> datetime | None:
        """Return when the signer's machine says that it was made; nobody has confirmed it."""
        moment = self.signed.get("signing_time")
        return None if moment is None else moment.native.astimezone(UTC)


def take_apart(signature: bytes) -> Outside:
    """Read a detached signature in DER, PEM or base64; raise Refused with the first thing that is wrong."""
    if len(signature) > MOST_BYTES:
        raise Refused(Flaw.TOO_LARGE)
    der = as_der(signature)
    try:
        return _taken_apart(der)
    except Refused:
        raise
    except Exception as error:  # the parser raises what it likes on hostile bytes
        raise Refused(mistaken_for(signature, der)) from error


def as_der(signature: bytes) -> bytes:
    """Return a signature without its armour, for programs write .sig as PEM, base64 or DER."""
    text = signature.removeprefix(b"\xef\xbb\xbf").strip()
    if pem.detect(text):
        return bytes(pem.unarmor(text)[2])
    if _BASE64.fullmatch(text):
        try:
            return base64.b64decode(b"".join(text.split()), validate=True)
        except binascii.Error:
            return signature
    return signature


def _taken_apart(der: bytes) -> Outside:
    info = cms.ContentInfo.load(der, strict=True)
    if info["content_type"].native != "signed_data":
        raise Refused(Flaw.UNREADABLE)
    box = info["content"]
    if box["encap_content_info"]["content"].native is not None:
        raise Refused(Flaw.ATTACHED)
    signer = cms.SignerInfo.load(_only_signer(box))
    certificates = [part for part in _parts(box["certificates"]) if part[:1] == b"\x30"]
    leaf = _leaf(signer, certificates)
    unsigned = list(_attributes(signer["unsigned_attrs"]))
    return Outside(
        der=der,
        signer=signer,
        leaf=leaf,
        others=tuple(part for part in certificates if part != leaf.dump()),
        crls=(*_parts(box["crls"], largest=MOST_BYTES), *_long_term(unsigned)),
        signed=_signed(signer),
        stamped=any(kind in _STAMPS for kind, _ in unsigned),
    )


def _only_signer(box: Any) -> bytes:
    signers = list(_parts(box["signer_infos"], largest=MOST_BYTES))
    if len(signers) != 1:
        raise Refused(Flaw.SEVERAL_SIGNERS if signers else Flaw.NO_SIGNER)
    return signers[0]


def _parts(group: Any, *, largest: int = _LARGEST_PART) -> Iterator[bytes]:
    """Give the members of a SET as they stand, refusing more or larger ones than anybody needs."""
    rest = group.contents or b""
    for _ in range(_MOST_PARTS):
        if not rest:
            return
        length = parser.peek(rest)
        if length > largest:
            raise Refused(Flaw.TOO_LARGE)
        yield rest[:length]
        rest = rest[length:]
    raise Refused(Flaw.TOO_LARGE)


def _leaf(signer: Any, certificates: list[bytes]) -> x509.Certificate:
    """Find the certificate that the signature names, by issuer and number or by the key's identifier."""
    named = signer["sid"].chosen
    for part in certificates:
        found = x509.Certificate.load(part)
        body = found["tbs_certificate"]
        if signer["sid"].name != "issuer_and_serial_number":
            if found.key_identifier == named.native:
                return found
        elif (body["issuer"].dump(), body["serial_number"].native) == (
            named["issuer"].dump(),
            named["serial_number"].native,
        ):
            return found
    raise Refused(Flaw.NO_CERTIFICATE)


def _attributes(group: Any) -> Iterator[tuple[str, Any]]:
    for part in _parts(group, largest=MOST_BYTES):
        attribute = cms.CMSAttribute.load(part)
        yield attribute["type"].native, attribute


def _signed(signer: Any) -> dict[str, Any]:
    """Return the signed attributes, each once and with one value: which of two counts is anybody's guess."""
    found: dict[str, Any] = {}
    for kind, attribute in _attributes(signer["signed_attrs"]):
        values = list(_parts(attribute["values"]))
        if kind in found or len(values) != 1:
            raise Refused(Flaw.UNREADABLE)
        found[kind] = attribute["values"][0]
    if not {"content_type", "message_digest"} <= found.keys() or found["content_type"].native != "data":
        raise Refused(Flaw.NOT_ENOUGH_SIGNED)
    return found


def _long_term(unsigned: list[tuple[str, Any]]) -> Iterator[bytes]:
    """Give the revocation lists that a long-term signature brings along. Source: ETSI EN 319 122-1 §A.1.2."""
    for kind, attribute in unsigned:
        if kind in {_REVOCATION_VALUES, "revocation_values"}:
            for value in _parts(attribute["values"], largest=MOST_BYTES):
                for part in _inside(value):
                    if part[:1] == b"\xa0":
                        yield from _inside(_first(part))


def _inside(der: bytes) -> list[bytes]:
    """Return the members of a constructed value, as they stand."""
    return list(_parts(cms.core.Sequence.load(b"\x30" + der[1:]), largest=MOST_BYTES))


def _first(der: bytes) -> bytes:
    return next(iter(_inside(der)), b"\x30\x00")
