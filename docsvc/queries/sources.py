"""Unpacked templates and what a look at them finds, kept by their blob's address: it never goes stale."""

from storage import Blobs
from templates import Source

_kept: dict[str, Source] = {}


def source_at(blobs: Blobs, address: str) -> Source:
    """Return the template at an address, unpacked once a process."""
    if address not in _kept:
        _kept[address] = Source.unpack(blobs.get(address))
    return _kept[address]
