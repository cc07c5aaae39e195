"""Secret links that carry what they are for: nothing is stored, and only the key's holder can make one."""

import hashlib
import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from signing.errors import MalformedLink

_DOMAIN: Final = b"docsvc/claim/v1\0"
_NAMES: Final = struct.Struct(">16s16sQ")
_MAC: Final = hashlib.sha256().digest_size
_LENGTH: Final = (_NAMES.size + _MAC) * 4 // 3  # 96: 72 bytes as base64url, which need no padding


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says: who (`person`) may do what (`task`), both UUIDs, and a time in Unix seconds.

    What the time means is the purpose's: of a link, when the task was opened, so that opening it again makes
    the old link void; of a session, when it ends.
    """

    task: str
    person: str
    moment: int


def write_claim(key: bytes, claim: Claim, *, purpose: str) -> str:
    """Write a claim down as 96 characters of base64url, with HMAC-SHA256 over it and its purpose.

    Raises ValueError for a key under 32 bytes, names that are no UUIDs, and a time before 1970.
    """
    if len(key) < _MAC:
        raise ValueError("A link key has at least 32 bytes")
    if claim.moment < 0:
        raise ValueError("A claim's time is a number of seconds since 1970")
    names = _NAMES.pack(UUID(claim.task).bytes, UUID(claim.person).bytes, claim.moment)
    return urlsafe_b64encode(names + _mac(key, names, purpose)).decode()


def read_claim(key: bytes, text: str, *, purpose: str) -> Claim:
    """Return what a token says when it was written with this key for this purpose.

    Raises MalformedLink, in the same words and time, for anything else: another length, alphabet, spelling of
    the same bits, key or purpose.
    """
    raw = _bytes(text)
    names, mac = raw[: _NAMES.size], raw[_NAMES.size :]
    if not hmac.compare_digest(_mac(key, names, purpose), mac):
        raise MalformedLink("This link is incomplete or was changed on its way")
    task, person, moment = _NAMES.unpack(names)
    return Claim(str(UUID(bytes=task)), str(UUID(bytes=person)), moment)


def _mac(key: bytes, names: bytes, purpose: str) -> bytes:
    return hmac.digest(key, _DOMAIN + purpose.encode() + b"\0" + names, "sha256")


def _bytes(text: str) -> bytes:
    """Decode exactly what `write_claim` writes; whatever else it is, there are zeros of its size to check."""
    nothing = bytes(_NAMES.size + _MAC)
    if len(text) != _LENGTH or not text.isascii():
        return nothing
    try:
        raw = urlsafe_b64decode(text)
    except NotBase64:
        return nothing
    return raw if urlsafe_b64encode(raw).decode() == text else nothing
