"""`audit.json` is readable, and any changed byte of it is found."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import (
    AuditError,
    ChainBroken,
    Entry,
    EvidenceBroken,
    Head,
    canonical,
    evidence,
    read_evidence,
    verify_evidence,
)

Chain = list[Entry]


def edited(data: bytes, place: tuple[str | int, ...], value: object) -> bytes:
    """Set one field of an evidence file and write it canonically again."""
    tree = json.loads(data)
    node = tree
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value
    return canonical(tree)


def test_evidence_reads_as_what_happened(chain: Chain) -> None:
    tree = json.loads(evidence(chain))
    assert tree["format"] == "docsvc/evidence/v1"
    assert tree["head"] == {"subject": chain[0].subject, "position": 4, "hash": chain[3].hash}
    second = tree["entries"][1]
    assert (second["position"], second["at"]) == (2, "2026-11-21T09:02:00.000000Z")
    assert (second["kind"], second["actor"]) == ("document.sent", {"id": "u2", "type": "user"})
    assert json.loads(second["payload"])["name"] == "Иванов Иван"
    assert second["body"].encode() == chain[1].body


def test_evidence_reads_back_and_verifies(chain: Chain) -> None:
    chain[2] = replace(chain[2], salt=None, payload=None)
    data = evidence(chain)
    assert read_evidence(data) == tuple(chain)
    assert verify_evidence(data) == verify_evidence(data, head=chain[-1].head) == chain[-1].head
    assert [entry.erased for entry in read_evidence(data)] == [False, False, True, False]


def test_another_head_known_from_elsewhere_is_found(chain: Chain) -> None:
    with pytest.raises(ChainBroken, match="known from elsewhere"):
        verify_evidence(evidence(chain), head=Head(chain[0].subject, 4, "f" * 64))


def test_a_broken_chain_is_no_evidence(chain: Chain) -> None:
    with pytest.raises(ChainBroken):
        evidence([chain[0], chain[2]])
    with pytest.raises(ChainBroken, match="no entries"):
        evidence([])


def test_a_changed_entry_is_named_by_its_position(chain: Chain) -> None:
    data = evidence(chain)
    body = json.loads(data)["entries"][2]["body"].replace("1234.50", "9234.50")
    with pytest.raises(ChainBroken) as caught:
        verify_evidence(edited(data, ("entries", 2, "body"), body))
    assert (caught.value.subject, caught.value.position) == (chain[0].subject, 3)


@pytest.mark.parametrize(
    ("key", "value"),
    [("kind", "document.declined"), ("at", "2026-11-22T09:02:00.000000Z"), ("actor", {"id": "u9"})],
)
def test_what_people_read_cannot_disagree_with_the_body(chain: Chain, key: str, value: object) -> None:
    with pytest.raises(EvidenceBroken) as caught:
        verify_evidence(edited(evidence(chain), ("entries", 1, key), value))
    assert caught.value.where == f"entries[1].{key}"


@pytest.mark.parametrize(
    ("place", "value", "where"),
    [
        (("format",), "docsvc/evidence/v2", "format"),
        (("entries",), [], "entries"),
        (("entries", 0), "nothing", "entries[0]"),
        (("entries", 0, "more"), 1, "entries[0]"),
        (("entries", 0, "salt"), "abc", "entries[0].salt"),
        (("entries", 0, "position"), True, "entries[0].position"),
        (("entries", 0, "hash"), 5, "entries[0].hash"),
        (("head", "hash"), "F" * 64, "head.hash"),
    ],
)
def test_a_field_of_the_wrong_shape_is_named(
    chain: Chain, place: tuple[str | int, ...], value: object, where: str
) -> None:
    with pytest.raises(EvidenceBroken) as caught:
        read_evidence(edited(evidence(chain), place, value))
    assert caught.value.where == where


def test_another_spelling_of_the_file_is_found(chain: Chain) -> None:
    data = evidence(chain)
    with pytest.raises(EvidenceBroken, match="byte 1"):
        verify_evidence(b"{ " + data[1:])
    with pytest.raises(EvidenceBroken, match=f"byte {len(data)}"):
        verify_evidence(data + b"\n")


def test_a_flip_of_any_byte_is_found(make_chain: Callable[..., Chain]) -> None:
    data = evidence(make_chain(2))
    for place in range(len(data)):
        for mask in (0x01, 0x20, 0x80):
            with pytest.raises(AuditError):
                verify_evidence(data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :])


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:0tnf', max_size=40).map(str.encode))
def test_any_other_bytes_are_no_evidence(data: bytes) -> None:
    with pytest.raises(EvidenceBroken):
        verify_evidence(data)
