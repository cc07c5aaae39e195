"""Bytes: blobs over Apache OpenDAL, and the archive package as one deterministic ZIP.

Nothing may be forked after OpenDAL was used: its threads do not exist in the child, which then waits for
them for ever. `Blobs` opens its operator at first use, and refuses with ForkedAfterUse in such a child;
start processes by spawn or forkserver.
"""

from storage.blobs import Blobs, open_blobs
from storage.bundle import Bundle, pack, unpack
from storage.errors import (
    AddressUnknown,
    BlobCorrupt,
    BlobMissing,
    BundleBroken,
    BundleRefused,
    ForkedAfterUse,
    LocationUnknown,
    StorageError,
)

__all__ = [
    "AddressUnknown",
    "BlobCorrupt",
    "BlobMissing",
    "Blobs",
    "Bundle",
    "BundleBroken",
    "BundleRefused",
    "ForkedAfterUse",
    "LocationUnknown",
    "StorageError",
    "open_blobs",
    "pack",
    "unpack",
]
