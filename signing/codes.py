"""One-time codes of six digits, derived when needed, so that nothing secret is stored.

`code_id` is whatever the code is bound to, in one string: the session, the signer, the document's hash and
the number of the try. Who may ask how often is the caller's business.
"""

import hashlib
import hmac
from collections.abc import Collection
from itertools import count
from typing import Final

DIGITS: Final = 6
_RANGE: Final = 10**DIGITS
_DRAWS: Final = 2**32
_FAIR: Final = _DRAWS - _DRAWS % _RANGE  # draws from here up would favour the small codes
_DOMAIN: Final = b"docsvc/code/v1\0"
_HASH_DOMAIN: Final = b"docsvc/code-hash/v1\0"


def code(key: bytes, code_id: str) -> str:
    """Derive the code for an id: six decimal digits, each value equally likely.

    Raises ValueError for a key under 32 bytes or an empty id.
    """
    _check(key, code_id)
    for attempt in count():
        message = _DOMAIN + attempt.to_bytes(4, "big") + code_id.encode()
        draw = int.from_bytes(hmac.digest(key, message, "sha256")[:4], "big")
        if draw < _FAIR:
            return f"{draw % _RANGE:0{DIGITS}d}"
    raise AssertionError("count() does not end")


def code_hash(key: bytes, code_id: str, given: str) -> str:
    """Hash a code for a record: keyed, because a million codes are soon tried. 64 hexadecimal digits."""
    _check(key, code_id)
    identity = hashlib.sha256(code_id.encode()).digest()
    return hmac.new(key, _HASH_DOMAIN + identity + _typed(given), "sha256").hexdigest()


def code_matches(key: bytes, code_id: str, given: str) -> bool:
    """Compare what a person typed with the code, in constant time; spaces and hyphens do not matter."""
    return hmac.compare_digest(code(key, code_id).encode(), _typed(given))


def shown_digest(hashes: Collection[str]) -> str:
    """Return the one hash that a code is bound to: that of the file shown, or one of all files' hashes.

    Of several it is SHA-256 over the hexadecimal hashes, sorted, with a line feed between them; whatever
    their order, it is the same. Of none it is empty.
    """
    known = sorted(hashes)
    if len(known) == 1:
        return known[0]
    return hashlib.sha256("\n".join(known).encode()).hexdigest() if known else ""


def _typed(given: str) -> bytes:
    return "".join(given.replace("-", " ").split()).encode("utf-8", "surrogatepass")


def _check(key: bytes, code_id: str) -> None:
    if len(key) < hashlib.sha256().digest_size or not code_id:
        raise ValueError("A code needs a key of at least 32 bytes and something that it is bound to")
