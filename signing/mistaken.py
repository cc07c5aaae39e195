"""What people upload in place of a signature, so that they can be told which file it was."""

from typing import Any, Final

from asn1crypto import pem, pkcs12, x509

from signing.flaws import Flaw

_KEY: Final = b"PRIVATE KEY-----"


def mistaken_for(content: bytes, der: bytes) -> Flaw:
    """Name what a file is that is no signature; `der` is the same without its armour."""
    if _KEY in content[:1024] or _is(pkcs12.Pfx, der, "version"):
        return Flaw.PRIVATE_KEY
    if b"CERTIFICATE-----" in content[:1024] and pem.detect(content):
        return Flaw.CERTIFICATE
    return Flaw.CERTIFICATE if _is(x509.Certificate, der, "tbs_certificate") else Flaw.UNREADABLE


def _is(kind: Any, der: bytes, part: str) -> bool:
    try:
        return kind.load(der, strict=True)[part].native is not None
    except Exception:  # noqa: BLE001 - the parser raises what it likes on hostile bytes
        return False
