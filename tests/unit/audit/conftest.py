"""A chain as a document makes it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings

from audit import Entry, Event, append

# A busy machine is slow, not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

SUBJECT = "0198c0de-0000-7000-8000-000000000001"
KINDS = ("document.created", "document.approved", "document.sent", "recipient.signed")


def make_chain(length: int, *, subject: str = SUBJECT) -> list[Entry]:
    """Make a chain of so many entries, with fixed salts."""
    entries: list[Entry] = []
    for number in range(1, length + 1):
        event = Event(
            kind=KINDS[number % len(KINDS)],
            at=datetime(2026, 11, 21, 9, tzinfo=UTC) + timedelta(minutes=number),
            actor={"type": "user", "id": f"u{number}"},
            subject=subject,
            public={"amount": "1234.50", "number": f"Д-{number}"},
            private={"name": "Иванов Иван", "email": "ivanov@example.test"},
        )
        head = entries[-1].head if entries else None
        entries.append(append(head, event, salt=bytes([number % 256]) * 32))
    return entries


@pytest.fixture(name="make_chain")
def _make_chain() -> Callable[..., list[Entry]]:
    return make_chain


@pytest.fixture
def chain() -> list[Entry]:
    return make_chain(4)


@pytest.fixture(scope="module")
def long_chain() -> list[Entry]:
    return make_chain(8)
