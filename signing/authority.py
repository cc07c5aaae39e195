"""The installation's own certification authority and the organisation's seal, made at first start."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import pem, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from signing import profile
from signing.errors import BadIdentity, KeysLocked
from signing.tokens import TokenKey
from signing.values import clean, to_seconds

_ROOT_LIFE: Final = timedelta(days=20 * 365)
_SEAL_LIFE: Final = timedelta(days=5 * 365)
_SKEW: Final = timedelta(minutes=5)  # clocks of those who check may be behind
_KEY_ROUNDS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Authority:
    """What to keep: the public root (PEM), and two keys as PKCS#12 under one passphrase.

    `seal_p12` may be replaced by a bought certificate with its chain. The repr names no key.
    """

    root_pem: bytes
    ca_p12: bytes
    seal_p12: bytes

    def __repr__(self) -> str:
        return f"Authority(root={fingerprint(self.root_pem)})"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key with its certificate and the certificates between it and the root.

    `anchor` is what the chain leads to, where the store holds it. The repr shows no key.
    """

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | TokenKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    anchor: x509.Certificate | None = None

    def __repr__(self) -> str:
        return f"KeyPair({profile.serial_text(self.certificate)})"


def create_authority(*, organisation: str, passphrase: bytes, now: datetime) -> Authority:
    """Make a root and the organisation's seal, both P-256.

    Raises BadIdentity for an empty name or passphrase.
    """
    if not passphrase:
        raise BadIdentity("Keys are kept under a passphrase")
    start = to_seconds(now) - _SKEW
    name = profile.name(common=_root_name(organisation), organisation=organisation)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = profile.root(profile.Subject(name, start, start + _ROOT_LIFE), key)
    root_pem = pem.armor("CERTIFICATE", certificate.dump())
    authority = Authority(root_pem, _lock(key, certificate, passphrase), b"")
    return renew_seal(authority, passphrase=passphrase, now=now)


def renew_seal(authority: Authority, *, passphrase: bytes, now: datetime) -> Authority:
    """Issue a new seal key and certificate to the same organisation. Raises KeysLocked."""
    seal = issue_seal(unlock(authority.ca_p12, passphrase), now=now)
    return replace(authority, seal_p12=lock(seal, passphrase))


def issue_seal(issuer: KeyPair, *, now: datetime) -> KeyPair:
    """Make a seal key, and a certificate for it in the name of the authority's organisation.

    Raises KeysLocked.
    """
    if not isinstance(issuer.key, ec.EllipticCurvePrivateKey):
        raise KeysLocked("The authority's key is not an EC key")
    organisation = str(issuer.certificate.subject.native["organization_name"])
    key, start = ec.generate_private_key(ec.SECP256R1()), to_seconds(now) - _SKEW
    name = profile.name(common=organisation, organisation=organisation)
    subject = profile.Subject(name, start, min(start + _SEAL_LIFE, issuer.certificate.not_valid_after))
    return KeyPair(key, profile.leaf(subject, key, issuer=issuer.certificate, issuer_key=issuer.key))


def unlock(store: bytes, passphrase: bytes) -> KeyPair:
    """Open a PKCS#12 store.

    Raises KeysLocked: a wrong passphrase, a damaged file, no key in it, another kind of key.
    """
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(store, passphrase)
    except ValueError as error:
        raise KeysLocked("The passphrase does not open the key store, or the store is damaged") from error
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KeysLocked("The key store holds no EC or RSA key with its certificate")
    return with_chain(key, _asn1(certificate), [_asn1(extra) for extra in chain])


def with_chain(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | TokenKey,
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
) -> KeyPair:
    """Put a key together with those of the other certificates that lead from its own to a root, in order."""
    path = with_issuers(certificate, others)
    between = tuple(each for each in path[1:] if each.self_signed == "no")
    anchor = path[-1] if path[-1].self_signed != "no" else None
    return KeyPair(key, certificate, between, anchor)


def with_issuers(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """Return the certificate and, as far as they are among the others, those above it."""
    path = [certificate]
    while path[-1].self_signed == "no" and (above := _issuer_among(others, path)):
        path.append(above)
    return path


def lock(pair: KeyPair, passphrase: bytes) -> bytes:
    """Write a key with its chain as PKCS#12. Raises KeysLocked for a key that cannot leave its token."""
    if isinstance(pair.key, TokenKey):
        raise KeysLocked("The key cannot leave its token")
    above = (*pair.chain, *((pair.anchor,) if pair.anchor else ()))
    return _lock(pair.key, pair.certificate, passphrase, above)


def certificates_pem(pair: KeyPair) -> bytes:
    """Write the certificates of a key, its own first, its root last where that is known (PEM)."""
    above = (*pair.chain, *((pair.anchor,) if pair.anchor else ()))
    return b"".join(pem.armor("CERTIFICATE", each.dump()) for each in (pair.certificate, *above))


def read_certificates(text: bytes) -> tuple[x509.Certificate, ...]:
    """Read certificates, PEM or one in DER. Raises KeysLocked for anything else."""
    try:
        ders = [d for _k, _h, d in pem.unarmor(text, multiple=True)] if pem.detect(text) else [text]
        found = tuple(x509.Certificate.load(der, strict=True) for der in ders)
        _ = [each.native for each in found]
    except (ValueError, TypeError, KeyError) as error:
        raise KeysLocked("Not a certificate") from error
    return found


def fingerprint(root_pem: bytes) -> str:
    """Write a certificate's SHA-256 as it is published and compared by eye, as AB:CD and so on."""
    return pyca.load_pem_x509_certificate(root_pem).fingerprint(hashes.SHA256()).hex(":").upper()


def _root_name(organisation: str) -> str:
    return f"{profile.ROOT_NAME}{clean(organisation)}" if clean(organisation) else ""


def _issuer_among(
    others: Sequence[x509.Certificate], path: Sequence[x509.Certificate]
) -> x509.Certificate | None:
    child = path[-1]
    fitting = [each for each in others if each not in path and each.subject == child.issuer]
    named = child.authority_key_identifier
    return next(
        (each for each in fitting if not named or not each.key_identifier or each.key_identifier == named),
        None,
    )


def _lock(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    certificate: x509.Certificate,
    passphrase: bytes,
    above: Sequence[x509.Certificate] = (),
) -> bytes:
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_KEY_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase)
    )
    kept = pyca.load_der_x509_certificate(certificate.dump())
    others = [pyca.load_der_x509_certificate(each.dump()) for each in above] or None
    return pkcs12.serialize_key_and_certificates(b"docsvc", key, kept, others, encryption)


def _asn1(certificate: pyca.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
