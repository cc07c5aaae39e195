"""The certificates that this installation issues, in one place.

Both key usages and both extended ones are needed: without one of them pdfsig or pyHanko complains.
Names are written with asn1crypto: the bounds of RFC 5280 count characters, and cryptography counts bytes,
which would cut a Russian name in half.
"""

import stringprep
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache
from secrets import randbits
from typing import Any, Final

from asn1crypto import core, keys, x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signing.errors import BadIdentity
from signing.values import clean

_LONGEST: Final = 64  # ub-common-name, ub-organization-name, ub-title: RFC 5280 appendix A.1
_DOCUMENT_SIGNING: Final = "1.3.6.1.5.5.7.3.36"  # RFC 9336
_NO_REVOCATION: Final = (
    "2.5.29.56",  # noRevAvail: RFC 9608
    "0.4.0.194121.2.1",  # validity assured, short term: ETSI EN 319 412-1 §5.2
)
_ECDSA: Final = {"algorithm": "sha256_ecdsa"}

ROOT_NAME: Final = "docsvc root: "
"""How the name of every installation's root begins."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a certificate names, and for how long."""

    name: x509.Name
    start: datetime
    end: datetime
    email: str = ""


def name(*, common: str, organisation: str = "", title: str = "") -> x509.Name:
    """Make a distinguished name; parts too long for a certificate are shortened.

    What verifiers cannot compare (see `_comparable`) is left out: one such character would make the whole
    certificate unfit. Raises BadIdentity if empty.
    """
    if not clean(common):
        raise BadIdentity("A certificate needs a name")
    parts = {"organization_name": organisation, "title": title, "common_name": common}
    written = {kind: _written(text) for kind, text in parts.items()} | {
        "common_name": _written(common) or "—"
    }
    return x509.Name.build({kind: text for kind, text in written.items() if text})


def root(subject: Subject, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """Issue a self-signed authority that may issue certificates for people, but no further authorities."""
    public = _public(key)
    extensions = [
        ("basic_constraints", True, {"ca": True, "path_len_constraint": 0}),
        ("key_usage", True, {"key_cert_sign", "crl_sign"}),
        ("key_identifier", False, public.sha1),
    ]
    return _issue(subject, public, subject.name, key, extensions)


def leaf(
    subject: Subject,
    key: ec.EllipticCurvePrivateKey,
    *,
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey,
    one_time: bool = False,
) -> x509.Certificate:
    """Issue a certificate for signing documents. Raises BadIdentity for an address that is none.

    It names no address of a revocation list: the address of an installation does not live as long as its
    documents, and a reader would tell our server of everybody who opens one. The list comes in the files'
    evidence, in packages and on the page of trust. Source: RFC 5280 §4.2.1.13 (recommended, not required).
    """
    public = _public(key)
    extensions: list[tuple[str, bool, Any]] = [
        ("basic_constraints", True, {"ca": False}),
        ("key_usage", True, {"digital_signature", "non_repudiation"}),
        ("extended_key_usage", False, ["email_protection", _DOCUMENT_SIGNING]),
        ("key_identifier", False, public.sha1),
        ("authority_key_identifier", False, {"key_identifier": issuer.key_identifier}),
    ]
    if mailbox := _mailbox(subject.email) if subject.email else []:
        extensions.append(("subject_alt_name", False, mailbox))
    if one_time:
        extensions += [(oid, False, core.ParsableOctetString(core.Null().dump())) for oid in _NO_REVOCATION]
    return _issue(subject, public, issuer.subject, issuer_key, extensions)


def is_short_term(certificate: x509.Certificate) -> bool:
    """Tell whether the certificate says that it lives too briefly to be ever revoked."""
    extensions = certificate["tbs_certificate"]["extensions"]
    return any(each["extn_id"].dotted in _NO_REVOCATION for each in extensions)


def common_name(certificate: x509.Certificate) -> str:
    """Return the name that a certificate was issued to, or the whole distinguished name."""
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)


def issuer_name(certificate: x509.Certificate) -> str:
    """Return the name of whoever issued a certificate."""
    issuer = certificate.issuer
    return str(issuer.native.get("common_name") or issuer.human_friendly)


def is_one_time(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate was made for one signature: it says that nobody will ever revoke it."""
    extensions = certificate["tbs_certificate"]["extensions"]
    return any(each["extn_id"].dotted == _NO_REVOCATION[0] for each in extensions)


def serial_text(certificate: x509.Certificate) -> str:
    """Write the serial number as pages and stamps show it: 20 hexadecimal digits for ours."""
    return f"{certificate.serial_number:020X}"


def _issue(
    subject: Subject,
    public: keys.PublicKeyInfo,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    extensions: list[tuple[str, bool, Any]],
) -> x509.Certificate:
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": (1 << 78)
            | randbits(78),  # 10 bytes, positive, more random bits than the usual 64
            "signature": SignedDigestAlgorithm(_ECDSA),
            "issuer": issuer,
            "validity": {
                "not_before": x509.Time(_time(subject.start)),
                "not_after": x509.Time(_time(subject.end)),
            },
            "subject": subject.name,
            "subject_public_key_info": public,
            "extensions": [
                {"extn_id": kind, "critical": critical, "extn_value": value}
                for kind, critical, value in extensions
            ],
        }
    )
    certificate = x509.Certificate(
        {
            "tbs_certificate": body,
            "signature_algorithm": SignedDigestAlgorithm(_ECDSA),
            "signature_value": issuer_key.sign(body.dump(), ec.ECDSA(hashes.SHA256())),
        }
    )
    return x509.Certificate.load(certificate.dump())


def _time(moment: datetime) -> dict[str, Any]:
    return {"utc_time": moment}


def _public(key: ec.EllipticCurvePrivateKey) -> keys.PublicKeyInfo:
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return keys.PublicKeyInfo.load(der)


def _short(text: str) -> str:
    whole = clean(text)
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1].rstrip() + "…"


def _written(text: str) -> str:
    """Return a text as a name can hold it; of two directions of writing the longer part stays."""
    plain = "".join(sign for sign in clean(text) if sign == " " or _sign_is_comparable(sign))
    if (whole := _short(plain)) and _comparable(whole):
        return whole
    leftwards = [word for word in plain.split() if any(map(stringprep.in_table_d1, word))]
    rightwards = [word for word in plain.split() if word not in leftwards]
    turned = " ".join("".join(filter(stringprep.in_table_d1, word)) for word in leftwards)[:_LONGEST]
    return max(turned, _short(" ".join(rightwards)), key=len).strip()


@lru_cache(maxsize=4096)
def _sign_is_comparable(sign: str) -> bool:
    """Ask about each sign once: names share an alphabet, and asking takes a third of a signature's time."""
    return _comparable(sign)


def _comparable(text: str) -> bool:
    """Tell whether verifiers can compare a name: assigned in Unicode 3.2, one direction. RFC 4518 §2."""
    try:
        return bool(x509.Name.build({"common_name": text}).hashable)
    except ValueError:
        return False


def _mailbox(email: str) -> list[x509.GeneralName]:
    """Write the address as certificates can: the domain as A-labels, nothing for a mailbox beyond ASCII.

    RFC 9598 has a form for those, but the verifiers at hand stumble over it.
    """
    address = clean(email)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or " " in address or parseaddr(address)[1] != address:
        raise BadIdentity(f"Not an e-mail address: {address!r}")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise BadIdentity(f"Not an e-mail address: {address!r}") from error
    return [x509.GeneralName("rfc822_name", x509.EmailAddress(plain))] if local.isascii() else []
