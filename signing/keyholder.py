"""A key with its certificates, held open: what it takes to sign a digest, and nothing more."""

from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from signing.authority import KeyPair
from signing.cms_writing import Parts, signed_attributes, signer_id, to_sign, write
from signing.timestamp import TOKEN_ROOM, Stamper
from signing.tokens import TokenKey

DIGEST: Final = "sha256"
_T = TypeVar("_T")
_OVERHEAD: Final = 512  # bytes of a CMS without certificates and names, with room to spare


class KeyHolder:
    """Sign with a key in memory or in a token; ask a time-stamping authority if one is given."""

    def __init__(self, pair: KeyPair, stamper: Stamper | None = None) -> None:
        self._pair = pair
        self._stamper = stamper

    @property
    def hex_digits(self) -> int:
        """Say how much room the signature needs in the PDF, so that pyHanko needs no dry run."""
        certificates = (self._pair.certificate, *self._pair.chain)
        size = _OVERHEAD + len(certificates[0].issuer.dump()) + sum(len(c.dump()) for c in certificates)
        size += self._pair.key.key_size // 8  # an RSA signature is as long as its key
        return 2 * (size + (TOKEN_ROOM if self._stamper else 0))

    def sign_digest(self, digest: bytes, *attributes: bytes) -> bytes:
        """Make a CAdES signature (DER) over a SHA-256 digest, with further signed attributes (DER).

        Without an answer of the time-stamping authority it stays at level B-B. Source: RFC 5126 §5.7.
        """
        certificate = self._pair.certificate
        told = signed_attributes(certificate.dump(), digest, attributes)
        signature = self._sign(to_sign(told))
        token = self._stamper.stamp_or_none(signature) if self._stamper else None
        return write(
            Parts(
                signer=signer_id(certificate),
                attributes=told,
                algorithm="sha256_ecdsa" if is_elliptic(self._pair) else "sha256_rsa",
                signature=signature,
                certificates=[each.dump() for each in self._enclosed()],
                tokens=(token.dump(),) if token is not None else (),
            )
        )

    def _enclosed(self) -> list[x509.Certificate]:
        """Return what goes along; no root, which proves nothing inside the file."""
        above = [each for each in self._pair.chain if each.self_signed == "no"]
        return [self._pair.certificate, *above]

    def _sign(self, attributes: bytes) -> bytes:
        match self._pair.key:
            case ec.EllipticCurvePrivateKey() as key:
                return key.sign(attributes, ec.ECDSA(hashes.SHA256()))
            case TokenKey() as key:
                return key.sign(attributes)
            case key:
                return key.sign(attributes, padding.PKCS1v15(), hashes.SHA256())


def is_elliptic(pair: KeyPair) -> bool:
    """Tell an EC key from an RSA key, wherever it is."""
    key = pair.key
    return key.elliptic if isinstance(key, TokenKey) else isinstance(key, ec.EllipticCurvePrivateKey)


def run(steps: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine that waits for nothing, without an event loop, which costs more than a signature."""
    try:
        steps.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    steps.close()
    raise RuntimeError("A signing step waited for something")
