"""The opened keys, and one-time certificates that name a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric import ec

from signing import profile
from signing.authority import Authority, KeyPair, unlock
from signing.errors import KeysLocked, SealExpired
from signing.values import Signer, to_seconds

# The certificate is good for the minutes of signing only, so that it never has to be revoked: a stolen key is
# worthless by the time that anybody could report it. Source: ETSI EN 319 411-1 §6.2.4 and RFC 9608 §1.
_BEFORE: Final = timedelta(minutes=5)
_AFTER: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Keys:
    """The installation's opened keys: the authority's, which issues certificates, and the seal's.

    `earlier` are the seals before the current one: what one of them has certified, it closes.
    """

    root_pem: bytes
    authority: KeyPair
    organisation_seal: KeyPair
    earlier: tuple[KeyPair, ...] = ()

    @classmethod
    def load(cls, authority: Authority, passphrase: bytes) -> Self:
        """Open the key stores; a second call with the same bytes costs nothing. Raises KeysLocked."""
        ca, seal = _opened(authority.ca_p12, passphrase), _opened(authority.seal_p12, passphrase)
        return cls(authority.root_pem, ca, seal)

    def seal_pair(self, at: datetime, *, certified_by: bytes | None = None) -> KeyPair:
        """Return the seal, good at that time. Raises SealExpired.

        `certified_by` is the certificate (DER) that opened the document: its key closes it, if it still may.
        """
        for pair in self.earlier:
            if pair.certificate.dump() == certified_by and _is_good(pair, at):
                return pair
        certificate = self.organisation_seal.certificate
        if not _is_good(self.organisation_seal, at):
            raise SealExpired(
                f"The seal's certificate is good from {certificate.not_valid_before:%Y-%m-%d} "
                f"to {certificate.not_valid_after:%Y-%m-%d}: renew it"
            )
        return self.organisation_seal

    def is_own(self, pair: KeyPair) -> bool:
        """Tell whether our authority issued a seal; one that was bought has another issuer."""
        return bool(pair.certificate.issuer == self.authority.certificate.subject)

    def one_time(self, signer: Signer, at: datetime) -> KeyPair:
        """Make a key that signs once, and a certificate for it that names the person. Raises BadIdentity."""
        if not isinstance(self.authority.key, ec.EllipticCurvePrivateKey):
            raise KeysLocked("The authority's key is not an EC key")
        key, moment = ec.generate_private_key(ec.SECP256R1()), to_seconds(at)
        name = profile.name(common=signer.name, organisation=signer.organisation, title=signer.position)
        subject = profile.Subject(name, moment - _BEFORE, moment + _AFTER, email=signer.email)
        certificate = profile.leaf(
            subject, key, issuer=self.authority.certificate, issuer_key=self.authority.key, one_time=True
        )
        return KeyPair(key, certificate)


def _is_good(pair: KeyPair, at: datetime) -> bool:
    certificate = pair.certificate
    return bool(certificate.not_valid_before <= to_seconds(at) <= certificate.not_valid_after)


@lru_cache(maxsize=8)
def _opened(store: bytes, passphrase: bytes) -> KeyPair:
    return unlock(store, passphrase)
