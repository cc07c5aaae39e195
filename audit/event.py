"""The words of the record: what happened (`Event`), how it is kept (`Entry`), how far it goes (`Head`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a subject, as told to the record.

    `kind` is a dotted word (`document.sent`), `at` an aware time, `actor` who did it without personal data
    (`{"type": "user", "id": …}`). `public` stands in the body for good; `private` holds the personal data,
    which the body only commits to.
    """

    kind: str
    at: datetime
    actor: Mapping[str, object]
    subject: str
    public: Mapping[str, object]
    private: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain: its position (from 1) and its hash (64 hex digits)."""

    subject: str
    position: int
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a chain, as stored: `body` is what was hashed, byte for byte.

    `previous` and `hash` are 64 hex digits, `salt` 32 bytes, `payload` the canonical JSON of the private
    data. Where these were erased, `salt` and `payload` are both None and the chain holds as before.
    """

    subject: str
    position: int
    previous: str
    body: bytes
    hash: str
    salt: bytes | None
    payload: bytes | None

    @property
    def erased(self) -> bool:
        """Tell whether the private data of this entry was erased."""
        return self.salt is None and self.payload is None

    @property
    def head(self) -> Head:
        """Name this entry as the head of its chain."""
        return Head(self.subject, self.position, self.hash)
