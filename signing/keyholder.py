"""A pyHanko signer that holds the key object; the stock one parses and checks the key for each signature."""

import hashlib
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from asn1crypto import algos, cms, tsp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from pyhanko.sign.signers.pdf_cms import Signer as PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.authority import KeyPair
from signing.timestamp import Stamper

DIGEST: Final = "sha256"
_T = TypeVar("_T")
_untyped_store: Any = SimpleCertificateStore
_OVERHEAD: Final = 512  # bytes of a CMS without certificates and names, with room to spare
_TOKEN_ROOM: Final = 12_288  # bytes for a time-stamp token with its certificates


class KeyHolder(PdfSigner):
    """Sign with a key in memory; ask a time-stamping authority for a token if one is given."""

    def __init__(self, pair: KeyPair, stamper: Stamper | None = None) -> None:
        elliptic = isinstance(pair.key, ec.EllipticCurvePrivateKey)
        chain: Any = _untyped_store()
        chain.register_multiple(pair.chain)
        super().__init__(
            signing_cert=pair.certificate,
            cert_registry=chain,
            embed_roots=False,
            signature_mechanism=algos.SignedDigestAlgorithm(
                {"algorithm": "sha256_ecdsa" if elliptic else "sha256_rsa"}
            ),
        )
        self._pair = pair
        self._stamper = stamper

    @property
    def hex_digits(self) -> int:
        """Say how much room the signature needs in the PDF, so that pyHanko needs no dry run."""
        certificates = (self._pair.certificate, *self._pair.chain)
        size = _OVERHEAD + len(certificates[0].issuer.dump()) + sum(len(c.dump()) for c in certificates)
        size += self._pair.key.key_size // 8  # an RSA signature is as long as its key
        return 2 * (size + (_TOKEN_ROOM if self._stamper else 0))

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 - pyHanko's signature
        """Sign the DER of the signed attributes."""
        match self._pair.key:
            case ec.EllipticCurvePrivateKey() as key:
                return key.sign(data, ec.ECDSA(hashes.SHA256()))
            case key:
                return key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    async def unsigned_attrs(
        self,
        digest_algorithm: str,
        signature: bytes,
        signed_attrs: Any,
        timestamper: Any = None,
        dry_run: Any = None,
    ) -> Any:
        """Add the time stamp of the signature; without an answer the signature stays at level B-B."""
        del digest_algorithm, signed_attrs, timestamper, dry_run
        token = self._stamper.stamp_or_none(signature) if self._stamper else None
        return token and cms.CMSAttributes([attribute("signature_time_stamp_token", token)])

    def sign_digest(self, digest: bytes, *attributes: Any) -> bytes:
        """Make a CAdES signature (DER) over a SHA-256 digest, with further signed attributes.

        Source: RFC 5126 §5.7.
        """
        signed = cms.CMSAttributes(
            [
                attribute("content_type", "data"),
                attribute("message_digest", digest),
                attribute("signing_certificate_v2", self._certificate_reference()),
                *attributes,
            ]
        )
        return bytes(run(self.async_sign_prescribed_attributes(DIGEST, signed)).dump())

    def _certificate_reference(self) -> tsp.SigningCertificateV2:
        """Bind the signature to its certificate by hash; the hash says all.

        Source: ETSI EN 319 122-1 §5.2.2.3.
        """
        digest = hashlib.sha256(self._pair.certificate.dump()).digest()
        return tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2({"cert_hash": digest})]})


def attribute(kind: str, value: Any) -> cms.CMSAttribute:
    """Make a CMS attribute with one value."""
    return cms.CMSAttribute({"type": kind, "values": (value,)})


def run(steps: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine that waits for nothing, without an event loop, which costs more than a signature."""
    try:
        steps.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    steps.close()
    raise RuntimeError("A signing step waited for something")
