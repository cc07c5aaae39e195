"""The Facts of a version: the one frozen record that its template saw, as it is kept."""

import json
from typing import Any, Protocol

from storage import Blobs

Facts = dict[str, Any]


class Frozen(Protocol):
    """What has Facts: a version of a document, or a row that names where they lie."""

    @property
    def facts_blob(self) -> str:
        """Return the address of the canonical JSON."""


def facts_of(blobs: Blobs, version: Frozen) -> Facts:
    """Read the Facts of a version; a new dictionary every time, so nobody changes another's."""
    facts: Facts = json.loads(blobs.get(version.facts_blob))
    return facts
