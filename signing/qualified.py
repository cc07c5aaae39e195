"""Signatures made outside, by whatever tool: detached CMS (CAdES) by RSA, ECDSA or GOST R 34.10-2012.

The mathematics is checked, the dates, the chain and the revocation lists at hand; whether an accredited
authority issued the certificate only where the trusted ones are given. What was not checked is said.
Source: 63-ФЗ ст. 11.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import core, x509
from asn1crypto.keys import PublicKeyInfo
from pyhanko_certvalidator.sig_validate import DEFAULT_SIGNATURE_VALIDATOR, SignatureValidationContext

from signing import gost
from signing.chains import Chain, follow, pem_of
from signing.detached_report import DetachedReport, Unchecked
from signing.errors import SigningError
from signing.flaws import Fault, Flaw, Refused
from signing.holder import holder_of, looks_qualified, name_of
from signing.openssl import OpensslMissing
from signing.outside import Outside, take_apart
from signing.values import to_seconds

__all__ = ["DetachedReport", "Unchecked", "check_detached"]

CLOCKS_APART: Final = timedelta(minutes=10)
"""How far the signer's clock may be ahead of ours before it is told."""
_DIGESTS: Final = frozenset({"sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
_BROKEN: Final = ("md2", "md4", "md5", "sha1")
_MACHINES: Final = frozenset({"server_auth", "code_signing", "time_stamping", "ocsp_signing"})
"""Purposes of certificates that no person signs documents with."""
_LEAST_BITS: Final = {"rsa": 2048, "ec": 224}
_CURVES: Final = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


def check_detached(
    content: bytes, signature: bytes, *, at: datetime, roots: Sequence[bytes] = (), crls: Sequence[bytes] = ()
) -> DetachedReport:
    """Check a detached signature over content, received at a moment; nothing is raised for hostile bytes.

    `roots` are the certificates to believe, `crls` revocation lists at hand (DER or PEM).
    """
    at = to_seconds(at)
    try:
        outside = take_apart(signature)
    except Refused as refused:
        return DetachedReport((refused.fault,))
    try:
        return _report(content, outside, at=at, roots=roots, crls=crls)
    except Exception:  # noqa: BLE001 -- whatever the parsers raise on hostile bytes is an answer
        return DetachedReport((Fault(Flaw.UNREADABLE),))


def _report(
    content: bytes, outside: Outside, *, at: datetime, roots: Sequence[bytes], crls: Sequence[bytes]
) -> DetachedReport:
    leaf = outside.leaf
    faults, chain = _findings(content, outside, at=at, roots=roots, crls=crls)
    return DetachedReport(
        problems=faults,
        not_checked=_open(outside, chain, at=at, given=bool(roots)),
        algorithm=_algorithm(outside),
        holder=holder_of(leaf),
        serial=f"{leaf.serial_number:X}",
        issuer=name_of(leaf.issuer),
        valid_from=leaf.not_valid_before,
        valid_to=leaf.not_valid_after,
        signed_at=outside.signed_at,
        trusted=chain.trusted and not faults,
    )


def _findings(
    content: bytes, outside: Outside, *, at: datetime, roots: Sequence[bytes], crls: Sequence[bytes]
) -> tuple[tuple[Fault, ...], Chain]:
    """Check what was signed first: where that fails, nothing else about the signature matters."""
    is_gost = _key_oid(outside.leaf) in gost.KEYS
    try:
        _check_algorithms(outside)
        _check_content(content, outside)
        _check_certificate(outside)
        lists = (*outside.crls, *crls)
        chain = follow(outside.leaf, outside.others, roots=roots, crls=lists, at=at, gost=is_gost)
    except Refused as refused:
        return (refused.fault,), Chain()
    except OpensslMissing:
        return (Fault(Flaw.GOST_MISSING),), Chain()
    return _with_claimed_time(chain.faults, outside), chain


def _with_claimed_time(faults: tuple[Fault, ...], outside: Outside) -> tuple[Fault, ...]:
    """Demand that the certificate was good when the signer says that they signed, too."""
    claimed, leaf = outside.signed_at, outside.leaf
    known = {each.code for each in faults}
    if claimed is None or known & {Flaw.EXPIRED, Flaw.NOT_YET_VALID}:
        return faults
    if claimed > leaf.not_valid_after:
        return (*faults, Fault(Flaw.EXPIRED, f"{leaf.not_valid_after:%d.%m.%Y}"))
    if claimed < leaf.not_valid_before:
        return (*faults, Fault(Flaw.NOT_YET_VALID, f"{leaf.not_valid_before:%d.%m.%Y}"))
    return faults


def _check_algorithms(outside: Outside) -> None:
    """Refuse what could be forged, wherever it stands: in the signature or in its certificates."""
    signer, leaf = outside.signer, outside.leaf
    used = [
        _oid(signer["digest_algorithm"]),
        _oid(signer["signature_algorithm"]),
        _oid(leaf["signature_algorithm"]),
    ]
    used += [_oid(x509.Certificate.load(each)["signature_algorithm"]) for each in _not_roots(outside.others)]
    for name in used:
        if name in gost.OUTDATED or any(weak in name for weak in _BROKEN):
            raise Refused(Flaw.WEAK, name)
    key = _key_oid(leaf)
    if key in gost.OUTDATED:
        raise Refused(Flaw.WEAK, key)
    if key in gost.KEYS:
        if used[0] not in gost.DIGESTS:
            raise Refused(Flaw.UNKNOWN_ALGORITHM, used[0])
        return
    if used[0] not in _DIGESTS or leaf.public_key.algorithm not in _LEAST_BITS:
        raise Refused(Flaw.UNKNOWN_ALGORITHM, used[0] if used[0] not in _DIGESTS else key)
    if leaf.public_key.bit_size < _LEAST_BITS[leaf.public_key.algorithm]:
        raise Refused(Flaw.WEAK, f"{leaf.public_key.algorithm.upper()} {leaf.public_key.bit_size}")


def _check_content(content: bytes, outside: Outside) -> None:
    kind = _oid(outside.signer["digest_algorithm"])
    if not hmac.compare_digest(_digest(content, kind), outside.signed["message_digest"].native):
        raise Refused(Flaw.OTHER_FILE)
    if not (_fits_gost(content, outside) if kind in gost.DIGESTS else _fits(outside)):
        raise Refused(Flaw.CHANGED)


def _check_certificate(outside: Outside) -> None:
    """Demand the very certificate that the signer named, and one that is for signing. Source: RFC 5035."""
    for attribute in ("signing_certificate_v2", "signing_certificate"):
        if attribute in outside.signed and not _names(outside, outside.signed[attribute]["certs"][0]):
            raise Refused(Flaw.OTHER_CERTIFICATE)
    usage = outside.leaf.key_usage_value
    if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
        raise Refused(Flaw.NOT_FOR_SIGNING)
    purposes = outside.leaf.extended_key_usage_value
    if purposes is not None and set(purposes.native) <= _MACHINES:
        raise Refused(Flaw.NOT_FOR_SIGNING)


def _names(outside: Outside, reference: Any) -> bool:
    """Tell whether a reference of the signed attributes is to the certificate at hand."""
    kind = _oid(reference["hash_algorithm"]) if "hash_algorithm" in reference.native else "sha1"
    return hmac.compare_digest(_digest(outside.leaf.dump(), kind), reference["cert_hash"].native)


def _digest(content: bytes, kind: str) -> bytes:
    return gost.digest(content, kind) if kind in gost.DIGESTS else hashlib.new(kind, content).digest()


def _fits_gost(content: bytes, outside: Outside) -> bool:
    return gost.fits(content, outside.der, pem_of(outside.leaf.dump()))


def _fits(outside: Outside) -> bool:
    """Verify by RSA or ECDSA over the signed attributes. Source: RFC 5652 §5.4."""
    signer = outside.signer
    context = SignatureValidationContext(contextual_md_algorithm=_oid(signer["digest_algorithm"]))
    try:
        DEFAULT_SIGNATURE_VALIDATOR.validate_signature(
            signature=signer["signature"].native,
            signed_data=signer["signed_attrs"].untag().dump(),
            public_key_info=PublicKeyInfo.load(outside.leaf.public_key.dump()),
            signature_algorithm=signer["signature_algorithm"],
            context=context,
        )
    except SigningError:
        raise
    except Exception:  # noqa: BLE001 -- a signature that cannot even be computed with does not fit
        return False
    return True


def _open(outside: Outside, chain: Chain, *, at: datetime, given: bool) -> tuple[Unchecked, ...]:
    """Say what the answer leaves open."""
    claimed = outside.signed_at
    found = {
        Unchecked.QUALIFICATION: not given,
        Unchecked.FORM: given and not looks_qualified(outside.leaf),
        Unchecked.CHAIN: not given and not outside.others,
        Unchecked.REVOCATION: not chain.revocation_seen,
        Unchecked.TIMESTAMP: outside.stamped,
        Unchecked.CLOCK: claimed is not None and claimed > at + CLOCKS_APART,
    }
    return tuple(each for each, is_open in found.items() if is_open)


def _algorithm(outside: Outside) -> str:
    key = _key_oid(outside.leaf)
    if key in gost.KEYS:
        return f"ГОСТ Р 34.10-2012, {gost.KEYS[key]} бит"
    if key in gost.OUTDATED:
        return "ГОСТ Р 34.10-2001"
    public = outside.leaf.public_key
    digest = _oid(outside.signer["digest_algorithm"]).upper().replace("SHA", "SHA-", 1)
    if public.algorithm == "ec":
        curve = str(public.curve[1])
        return f"ECDSA {_CURVES.get(curve, curve)}, {digest}"
    return f"{public.algorithm.upper()} {public.bit_size}, {digest}"


def _not_roots(certificates: Sequence[bytes]) -> list[bytes]:
    """Leave out those that name themselves as issuer: nobody relies on what they are signed with."""
    loaded = ((each, x509.Certificate.load(each)) for each in certificates)
    return [each for each, found in loaded if found.issuer.dump() != found.subject.dump()]


def _key_oid(certificate: x509.Certificate) -> str:
    """Return the identifier of the key's algorithm; asn1crypto gives up on those that it does not know."""
    spki = core.Sequence.load(certificate["tbs_certificate"]["subject_public_key_info"].dump())
    return str(core.ObjectIdentifier.load(core.Sequence.load(spki[0].dump())[0].dump()).dotted)


def _oid(algorithm: Any) -> str:
    return str(algorithm["algorithm"].native)
