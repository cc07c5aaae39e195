"""Whom a verifier believes: given from outside the file, never found in it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import pem, x509
from cryptography import x509 as pyca

from signing.profile import ROOT_NAME, common_name

_NO_FURTHER: Final = 0  # authorities below an installation's own


@dataclass(frozen=True, slots=True)
class Trusted:
    """What a file is judged by.

    `roots` (PEM) end the chains. What an installation's own root has issued is believed: its seals, and the
    certificates of the people who signed. Any other root has customers besides: of what it issued only those
    certificates seal whose SHA-256 is among `seals`. `lists` name revoked certificates (DER or PEM), and
    `known_at` is since when whoever asks has had this very file themselves.
    """

    roots: tuple[bytes, ...] = ()
    seals: frozenset[str] = frozenset()
    lists: tuple[bytes, ...] = ()
    known_at: datetime | None = None

    def may_seal(self, certificate: x509.Certificate, anchor: x509.Certificate | None) -> bool:
        """Tell whether a certificate that leads to this anchor is a seal and not a stranger's."""
        return is_installation(anchor) or print_of(certificate) in self.seals


def is_installation(anchor: x509.Certificate | None) -> bool:
    """Tell the root of an installation, which issues to nobody else, from that of a public authority."""
    if anchor is None or not anchor.ca:
        return False
    return anchor.max_path_length == _NO_FURTHER and common_name(anchor).startswith(ROOT_NAME)


def print_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate as `seals` holds it."""
    return hashlib.sha256(certificate.dump()).hexdigest()


def pem_root(certificate: bytes) -> bytes:
    """Return certificates (PEM, one or several; or one DER) as PEM. Raises ValueError for what is none."""
    if not pem.detect(certificate):
        certificate = pem.armor("CERTIFICATE", certificate)
    for _kind, _headers, der in pem.unarmor(certificate, multiple=True):
        pyca.load_der_x509_certificate(der)
    return bytes(certificate)


def read_prints(texts: Iterable[str]) -> frozenset[str]:
    """Read SHA-256 of certificates however people write them: `AB:CD`, `ab cd`, `abcd`.

    Raises ValueError for what is none.
    """
    found = frozenset("".join(text.replace(":", " ").split()).lower() for text in texts)
    if any(len(bytes.fromhex(each)) != hashlib.sha256().digest_size for each in found):
        raise ValueError("A SHA-256 has 64 hexadecimal digits")
    return found
