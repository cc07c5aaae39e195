"""What an API key looks like and what it may be allowed to do."""

from enum import StrEnum
from hashlib import sha256

KEY_PREFIX = "dk_"
KEY_BYTES = 32


class ApiScope(StrEnum):
    """One permission of a key. Deals are the machine's own business; documents need a person to act for."""

    DEALS_WRITE = "deals:write"
    DEALS_READ = "deals:read"
    DOCUMENTS_WRITE = "documents:write"
    DOCUMENTS_READ = "documents:read"
    ARCHIVE_READ = "archive:read"
    TEMPLATES_WRITE = "templates:write"
    TEMPLATES_READ = "templates:read"
    ROUTES_WRITE = "routes:write"
    ROUTES_READ = "routes:read"


FOR_A_PERSON = frozenset(
    {
        ApiScope.DOCUMENTS_WRITE,
        ApiScope.DOCUMENTS_READ,
        ApiScope.ARCHIVE_READ,
        ApiScope.TEMPLATES_WRITE,
        ApiScope.TEMPLATES_READ,
        ApiScope.ROUTES_WRITE,
        ApiScope.ROUTES_READ,
    }
)
"""Scopes that only a key with an acting user can use: what it may do is what that person may do."""


def key_hash(key: str) -> str:
    """Return what the database keeps of a key: 256 random bits need no slower hash."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
