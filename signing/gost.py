"""GOST R 34.10-2012 and 34.11-2012, by OpenSSL's engine in a process of its own."""

from typing import Final

from signing.openssl import ask

DIGESTS: Final = {"1.2.643.7.1.1.2.2": "md_gost12_256", "1.2.643.7.1.1.2.3": "md_gost12_512"}
"""GOST R 34.11-2012 by object identifier, as the engine calls it. Source: RFC 9215 §2, TC26."""
KEYS: Final = {"1.2.643.7.1.1.1.1": 256, "1.2.643.7.1.1.1.2": 512}
"""GOST R 34.10-2012 by the identifier of the public key, with its bits."""
OUTDATED: Final = frozenset({"1.2.643.2.2.9", "1.2.643.2.2.19", "1.2.643.2.2.20", "1.2.643.2.2.3"})
"""GOST R 34.11-94 and 34.10-2001, which may not be signed with since 2019."""


def digest(content: bytes, oid: str) -> bytes:
    """Return the GOST digest of bytes. Raises OpensslMissing, KeyError for another algorithm."""
    arguments = ("dgst", f"-{DIGESTS[oid]}", "-binary", "content")
    return ask(arguments, {"content": content}, gost=True).output


def fits(content: bytes, signature: bytes, certificate: bytes) -> bool:
    """Tell whether a detached CMS (DER) over content was made with the key of a certificate (PEM).

    Nothing is said of the certificate itself. Raises OpensslMissing.
    """
    arguments = (
        "cms -verify -binary -noverify -nointern -certfile signer.pem -inform DER -in box -content content"
    )
    files = {"content": content, "box": signature, "signer.pem": certificate}
    return ask((*arguments.split(), "-out", "/dev/null"), files, gost=True).ok
