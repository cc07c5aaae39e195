r"""The hash chain of one subject.

    hash       = SHA256("docsvc/entry/v1\0"  ‖ previous ‖ body)
    commitment = SHA256("docsvc/commit/v1\0" ‖ salt ‖ payload)

`previous` is the 32 bytes of the hash before, zeros for the first entry; `salt` is always 32 bytes, so the
border between salt and payload cannot be moved. The body is canonical JSON with the keys actor, at, details,
kind, position, private_commitment, subject, v: sorted as RFC 8785 asks, its end is known beforehand,
and verifying binds position, commitment and subject by one comparison instead of parsing.
"""

import secrets
from collections.abc import Iterable
from hashlib import sha256
from hmac import compare_digest

from audit.canonical import canonical, timestamp
from audit.errors import ChainBroken
from audit.event import Entry, Event, Head

BODY_VERSION = 1
GENESIS = "0" * 64
SALT_BYTES = 32

_ENTRY_DOMAIN = b"docsvc/entry/v1\0"
_COMMIT_DOMAIN = b"docsvc/commit/v1\0"
_HASH_DIGITS = 64
_BODY_DEPTH = 32  # evidence shows parts of a body one level of nesting further down


def append(head: Head | None, event: Event, *, salt: bytes | None = None) -> Entry:
    """Make the entry that follows `head`, or the first one of the event's subject.

    The caller holds a lock on the head until the entry is stored. `salt` is 32 random bytes, drawn here
    when not given. Raises ValueError for a head of another subject or a salt of another length,
    NotCanonical for an event that has no canonical form.
    """
    if head is not None and head.subject != event.subject:
        raise ValueError(f"the head is of {head.subject}, the event of {event.subject}")
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    position, previous = (1, GENESIS) if head is None else (head.position + 1, head.hash)
    payload = canonical(event.private)
    body = _body(event, position, commitment(salt, payload))
    digest = sha256(_ENTRY_DOMAIN + bytes.fromhex(previous) + body).hexdigest()
    return Entry(event.subject, position, previous, body, digest, salt, payload)


def commitment(salt: bytes, payload: bytes) -> str:
    """Commit to private data without telling it: 64 hex digits."""
    return sha256(_COMMIT_DOMAIN + salt + payload).hexdigest()


def verify_chain(entries: Iterable[Entry], *, head: Head | None) -> Head:
    """Check every entry of one chain, in order from the first, and return its head.

    With `head` (from a seal, a checkpoint or the subject's own row) a missing tail is found too; None
    checks the links only. Entries whose private data was erased hold (`Entry.erased`).
    Raises ChainBroken with the first entry that does not fit, also when there are none.
    """
    subject: str | None = None
    position, digest, previous = 0, bytes.fromhex(GENESIS), GENESIS
    tail = b""
    for entry in entries:
        if subject is None:
            subject, tail = entry.subject, _tail(entry.subject)
        position += 1
        body = entry.body
        digest = sha256(_ENTRY_DOMAIN + digest + body).digest()
        found = digest.hex()
        if (
            entry.hash != found
            or entry.previous != previous
            or entry.position != position
            or entry.subject != subject
            or not body.endswith(_end(entry, tail))
        ):
            raise ChainBroken(subject, position, _reason(entry, Head(subject, position, previous)))
        previous = found
    reached = Head(subject or (head.subject if head else ""), position, previous)
    _check_head(reached, head)
    return reached


def _check_head(reached: Head, head: Head | None) -> None:
    """Compare where a chain ended with where it must end."""
    if head is not None and reached.subject != head.subject:
        raise ChainBroken(reached.subject, 1, f"this chain is not that of {head.subject}")
    if head is not None and reached.position < head.position:
        missing = f"entries {reached.position + 1} to {head.position} are missing"
        raise ChainBroken(head.subject, reached.position + 1, missing)
    if head is not None and reached.position > head.position:
        raise ChainBroken(head.subject, head.position + 1, "the entry comes after the head of the chain")
    if head is not None and not compare_digest(reached.hash, head.hash):
        raise ChainBroken(head.subject, head.position, "the last hash is not the head of the chain")
    if not reached.position:
        raise ChainBroken(reached.subject, 0, "there are no entries")


def _body(event: Event, position: int, committed: str) -> bytes:
    return canonical(
        {
            "actor": event.actor,
            "at": timestamp(event.at),
            "details": event.public,
            "kind": event.kind,
            "position": position,
            "private_commitment": committed,
            "subject": event.subject,
            "v": BODY_VERSION,
        },
        depth=_BODY_DEPTH,
    )


def _tail(subject: str) -> bytes:
    return b'","subject":%b,"v":%d}' % (canonical(subject), BODY_VERSION)


def _end(entry: Entry, tail: bytes) -> bytes:
    """Write what the body of this entry must end with; what no body ends with, if that cannot be said."""
    salt, payload, body = entry.salt, entry.payload, entry.body
    if salt is not None and payload is not None and len(salt) == SALT_BYTES:
        committed = sha256(_COMMIT_DOMAIN + salt + payload).hexdigest().encode()
    elif salt is None and payload is None:
        committed = body[-len(tail) - _HASH_DIGITS : -len(tail)]
    else:
        return b"\0"
    return b',"position":%d,"private_commitment":"%b%b' % (entry.position, committed, tail)


def _reason(entry: Entry, expected: Head) -> str:
    """Say what is wrong with an entry that does not fit; `expected` is its place and the hash before it."""
    if entry.subject != expected.subject:
        return f"the entry belongs to {entry.subject}"
    if entry.position != expected.position:
        return f"the entry says it is number {entry.position}: entries are missing, repeated or moved"
    if entry.previous != expected.hash:
        return "it does not follow the entry before it"
    digest = sha256(_ENTRY_DOMAIN + bytes.fromhex(expected.hash) + entry.body).hexdigest()
    if entry.hash != digest:
        return "its body or its hash was changed"
    if (entry.salt is None) != (entry.payload is None):
        return "its private data is only half erased"
    return "its private data is not what the body committed to, or the body is not of this entry"
