"""`audit.json`: a chain as one file, for people to read and for anyone to check without this installation.

The file is canonical JSON. Each entry tells `at`, `kind` and `actor` in the open beside the `body` that was
hashed; checking rebuilds the file from the bodies and compares it byte for byte, so that the open fields
cannot say anything else. The file proves itself only against a head known from elsewhere: give it to
`verify_evidence`, or check the signature of the package that holds the file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from audit.canonical import canonical, first_difference, parse_canonical
from audit.chain import BODY_VERSION, verify_chain
from audit.errors import ChainBroken, EvidenceBroken, NotCanonical
from audit.event import Entry, Head

_FORMAT = "docsvc/evidence/v1"
_FILE_KEYS = {"entries", "format", "head"}
_HEAD_KEYS = {"hash", "position", "subject"}
_ENTRY_KEYS = {"actor", "at", "body", "hash", "kind", "payload", "position", "previous", "salt"}
_BODY_KEYS = {"actor", "at", "details", "kind", "position", "private_commitment", "subject", "v"}
_HASH = re.compile(r"[0-9a-f]{64}")


def evidence(entries: Iterable[Entry]) -> bytes:
    """Write a chain as the bytes of `audit.json`; erased private data is null.

    Raises ChainBroken when the chain does not hold, is empty, or has a body that is not one of ours.
    """
    chain = tuple(entries)
    head = verify_chain(chain, head=None)
    return canonical(
        {
            "entries": [_shown(entry) for entry in chain],
            "format": _FORMAT,
            "head": {"hash": head.hash, "position": head.position, "subject": head.subject},
        }
    )


def read_evidence(data: bytes) -> tuple[Entry, ...]:
    """Read the entries of an `audit.json` without checking the chain.

    Raises EvidenceBroken with the byte or the field that cannot be read.
    """
    _, entries = _read(data)
    return entries


def verify_evidence(data: bytes, *, head: Head | None = None) -> Head:
    """Check an `audit.json` whole and return the head of its chain.

    `head` is the one known from elsewhere, if any. Raises ChainBroken with the entry, or EvidenceBroken
    with the byte or field, where the file is not what was written.
    """
    stated, entries = _read(data)
    reached = verify_chain(entries, head=stated)
    _compare(data, entries)
    if head is not None and head != reached:
        raise ChainBroken(reached.subject, reached.position, f"the head known from elsewhere is {head.hash}")
    return reached


def _compare(data: bytes, entries: Sequence[Entry]) -> None:
    """Find the field that says something else than the bodies do."""
    again = evidence(entries)
    if again == data:
        return
    found, expected = cast(dict[str, list[object]], parse_canonical(data)), [_shown(one) for one in entries]
    for index, (shown, rebuilt) in enumerate(zip(found["entries"], expected, strict=True)):
        for key in sorted(_ENTRY_KEYS):
            if cast(dict[str, object], shown)[key] != rebuilt[key]:
                raise EvidenceBroken(f"entries[{index}].{key}", "it is not what the body of the entry says")
    raise EvidenceBroken(f"byte {first_difference(data, again)}", "it is not what was written")


def _shown(entry: Entry) -> dict[str, object]:
    body = _read_body(entry)
    return {
        "actor": body["actor"],
        "at": body["at"],
        "body": entry.body.decode(),
        "hash": entry.hash,
        "kind": body["kind"],
        "payload": _payload_text(entry),
        "position": entry.position,
        "previous": entry.previous,
        "salt": None if entry.salt is None else entry.salt.hex(),
    }


def _read_body(entry: Entry) -> Mapping[str, object]:
    body = _parse(entry, entry.body)
    if not isinstance(body, dict) or body.keys() != _BODY_KEYS or body["v"] != BODY_VERSION:
        raise ChainBroken(entry.subject, entry.position, "its body is not of a version known here")
    return body


def _payload_text(entry: Entry) -> str | None:
    if entry.payload is None:
        return None
    _parse(entry, entry.payload)
    return entry.payload.decode()


def _parse(entry: Entry, data: bytes) -> object:
    try:
        return parse_canonical(data)
    except NotCanonical as error:
        raise ChainBroken(entry.subject, entry.position, f"it is not canonical JSON, {error}") from None


def _read(data: bytes) -> tuple[Head, tuple[Entry, ...]]:
    """Read the stated head and the entries, each with the type it must have."""
    try:
        tree = parse_canonical(data)
    except NotCanonical as error:
        raise EvidenceBroken(error.where, error.reason) from None
    fields = _object(tree, _FILE_KEYS, where="the file")
    if fields["format"] != _FORMAT:
        raise EvidenceBroken("format", f"it is not {_FORMAT}")
    head = _object(fields["head"], _HEAD_KEYS, where="head")
    shown = fields["entries"]
    if not isinstance(shown, list) or not shown:
        raise EvidenceBroken("entries", "there are none")
    subject = _string(head, "subject", where="head")
    stated = Head(subject, _position(head, where="head"), _digits(head, "hash", where="head"))
    return stated, tuple(_entry(one, subject, where=f"entries[{index}]") for index, one in enumerate(shown))


def _entry(shown: object, subject: str, *, where: str) -> Entry:
    fields = _object(shown, _ENTRY_KEYS, where=where)
    salt, payload = fields["salt"], fields["payload"]
    return Entry(
        subject=subject,
        position=_position(fields, where=where),
        previous=_digits(fields, "previous", where=where),
        body=_string(fields, "body", where=where).encode(),
        hash=_digits(fields, "hash", where=where),
        salt=None if salt is None else bytes.fromhex(_digits(fields, "salt", where=where)),
        payload=None if payload is None else _string(fields, "payload", where=where).encode(),
    )


def _object(value: object, keys: set[str], *, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict) or value.keys() != keys:
        raise EvidenceBroken(where, f"it must have exactly the fields {', '.join(sorted(keys))}")
    return value


def _string(fields: Mapping[str, object], key: str, *, where: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise EvidenceBroken(f"{where}.{key}", "it is not text")
    return value


def _digits(fields: Mapping[str, object], key: str, *, where: str) -> str:
    value = _string(fields, key, where=where)
    if not _HASH.fullmatch(value):
        raise EvidenceBroken(f"{where}.{key}", "it is not 64 hex digits")
    return value


def _position(fields: Mapping[str, object], *, where: str) -> int:
    value = fields["position"]
    if not isinstance(value, int) or isinstance(value, bool):
        raise EvidenceBroken(f"{where}.position", "it is not a whole number")
    return value
