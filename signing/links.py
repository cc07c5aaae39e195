"""Secret links: a token that is recomputed when needed, so that only its hash is stored."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import Final

from signing.errors import MalformedLink

_DOMAIN: Final = b"docsvc/link/v1\0"
_HASH_DOMAIN: Final = b"docsvc/link-hash/v1\0"
_TOKEN_LENGTH: Final = 43  # 32 bytes as base64url without padding


def token(key: bytes, recipient_id: str, generation: int) -> str:
    """Derive the token of a recipient's link: 43 characters of base64url, 256 bits.

    The token names nobody: find its owner by `token_hash`. A new generation makes the old link void.
    Raises ValueError for a key under 32 bytes, an empty recipient or a negative generation.
    """
    if len(key) < hashlib.sha256().digest_size:
        raise ValueError("A link key has at least 32 bytes")
    if not recipient_id or generation < 0:
        raise ValueError("A link belongs to a recipient and has a generation of 0 or more")
    message = _DOMAIN + generation.to_bytes(8, "big") + recipient_id.encode()
    return urlsafe_b64encode(hmac.digest(key, message, "sha256")).rstrip(b"=").decode()


def parse(text: str) -> str:
    """Return the token when the text is exactly one, as `token` would write it.

    Raises MalformedLink: another length, alphabet, or spelling of the same bits.
    """
    if len(text) != _TOKEN_LENGTH or not text.isascii():
        raise MalformedLink("This link is incomplete or was changed on its way")
    try:
        raw = urlsafe_b64decode(text + "=")
    except NotBase64:
        raise MalformedLink("This link is incomplete or was changed on its way") from None
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != text:
        raise MalformedLink("This link is incomplete or was changed on its way")
    return text


def token_hash(secret: str) -> str:
    """Hash a token for storage and look-up: 64 hexadecimal digits.

    Plain SHA-256 is enough for 256 random bits, and lets an index find the row.
    """
    return hashlib.sha256(_HASH_DOMAIN + secret.encode("utf-8", "surrogatepass")).hexdigest()


def token_matches(secret: str, stored_hash: str) -> bool:
    """Compare a token with a stored hash in constant time."""
    return hmac.compare_digest(token_hash(secret).encode(), stored_hash.encode("utf-8", "surrogatepass"))
