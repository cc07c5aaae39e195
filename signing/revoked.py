"""Lists of revoked certificates: written by an authority, read by whoever verifies.

Source: RFC 5280 §5.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from asn1crypto import crl, pem, x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

_LIFE: Final = timedelta(days=30)
_ECDSA: Final = {"algorithm": "sha256_ecdsa"}


class RevocationReason(StrEnum):
    """Why a certificate is revoked, as lists name it; RFC 5280 §5.3.1."""

    COMPROMISED = "key_compromise"
    REPLACED = "superseded"
    CLOSED = "cessation_of_operation"


@dataclass(frozen=True, slots=True)
class Revocation:
    """One certificate that is not to be believed from a moment on; `serial` is its number."""

    serial: int
    at: datetime
    reason: RevocationReason = RevocationReason.COMPROMISED


def revocation_list(
    issuer: x509.Certificate, issuer_key: Any, *, at: datetime, revoked: Sequence[Revocation] = ()
) -> crl.CertificateList:
    """Say in the authority's name what it has revoked of all that it issued; good for thirty days."""
    moment = at.replace(microsecond=0)
    body = crl.TbsCertList(
        {
            "version": "v2",
            "signature": SignedDigestAlgorithm(_ECDSA),
            "issuer": issuer.subject,
            "this_update": _time(moment),
            "next_update": _time(moment + _LIFE),
            "crl_extensions": [
                {
                    "extn_id": "authority_key_identifier",
                    "extn_value": {"key_identifier": issuer.key_identifier},
                },
                {"extn_id": "crl_number", "extn_value": int(at.timestamp())},
            ],
        }
        | ({"revoked_certificates": [_entry(each) for each in revoked]} if revoked else {})
    )
    signed = {
        "tbs_cert_list": body,
        "signature_algorithm": SignedDigestAlgorithm(_ECDSA),
        "signature": issuer_key.sign(body.dump(), ec.ECDSA(hashes.SHA256())),
    }
    return crl.CertificateList.load(crl.CertificateList(signed).dump())


def find_revocation(
    certificate: x509.Certificate, lists: Sequence[bytes], roots: Sequence[x509.Certificate]
) -> Revocation | None:
    """Return the earliest entry about a certificate in lists that its issuer, one of the roots, has signed.

    However old a list is: what it says against a certificate stays true.
    """
    found = _entries(certificate, lists, [each for each in roots if each.subject == certificate.issuer])
    return min(found, key=lambda each: each.at, default=None)


def is_list(raw: bytes) -> bool:
    """Tell whether bytes are a list of revoked certificates, DER or PEM."""
    return _loaded(raw) is not None


def _entries(
    certificate: x509.Certificate, lists: Sequence[bytes], issuers: Sequence[x509.Certificate]
) -> Iterator[Revocation]:
    for each in filter(None, map(_loaded, lists)):
        entry = each.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None and any(_signed(each, issuer) for issuer in issuers):
            yield Revocation(certificate.serial_number, entry.revocation_date_utc)


def _loaded(raw: bytes) -> pyca.CertificateRevocationList | None:
    try:
        return pyca.load_der_x509_crl(pem.unarmor(raw)[2] if pem.detect(raw) else raw)
    except (ValueError, TypeError):
        return None


def _signed(found: pyca.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    if found.issuer.public_bytes() != issuer.subject.dump():
        return False
    key: Any = load_der_public_key(issuer.public_key.dump())
    return bool(found.is_signature_valid(key))


def _entry(revocation: Revocation) -> dict[str, Any]:
    return {
        "user_certificate": revocation.serial,
        "revocation_date": _time(revocation.at.replace(microsecond=0)),
        "crl_entry_extensions": [{"extn_id": "crl_reason", "extn_value": revocation.reason.value}],
    }


def _time(moment: datetime) -> x509.Time:
    return x509.Time({"utc_time": moment})
