"""A changed, cut, moved or foreign entry is found, and placed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import ChainBroken, Entry, Event, Head, NotCanonical, append, parse_canonical, verify_chain

Chain = list[Entry]
FIELDS = ("subject", "position", "previous", "body", "hash", "salt", "payload")


def event(**changes: object) -> Event:
    fields: dict[str, object] = {
        "kind": "document.created",
        "at": datetime(2026, 11, 21, tzinfo=UTC),
        "actor": {"type": "system"},
        "subject": "contract-1",
        "public": {},
        "private": {},
    }
    return Event(**(fields | changes))  # type: ignore[arg-type]  # fields are spelled out above


def changed(entry: Entry, field: str, number: int) -> Entry:
    """Change one field of an entry a little: a number by one, a byte or letter by its lowest bit."""
    value = getattr(entry, field)
    place = 0 if isinstance(value, int) else number % len(value)
    other: Any
    match value:
        case int():
            other = value + (number % 5 or -1)
        case str():
            other = value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]
        case _:
            other = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
    return replace(entry, **{field: other})


def test_the_hash_and_the_commitment_are_what_the_design_says(chain: Chain) -> None:
    first, second = chain[:2]
    assert first.previous == "0" * 64
    hashed = b"docsvc/entry/v1\0" + bytes.fromhex(first.hash) + second.body
    assert second.hash == sha256(hashed).hexdigest()
    assert second.salt is not None
    assert second.payload is not None
    committed = sha256(b"docsvc/commit/v1\0" + second.salt + second.payload).hexdigest()
    assert parse_canonical(second.body) == {
        "actor": {"id": "u2", "type": "user"},
        "at": "2026-11-21T09:02:00.000000Z",
        "details": {"amount": "1234.50", "number": "Д-2"},
        "kind": "document.sent",
        "position": 2,
        "private_commitment": committed,
        "subject": second.subject,
        "v": 1,
    }


def test_the_format_does_not_drift(chain: Chain) -> None:
    assert chain[-1].hash == "49b1fbc1936ab27a3c3087dddd109403b30eaad330534043c938bffed5766946"


def test_personal_data_is_not_in_the_body(chain: Chain) -> None:
    assert all("Иванов".encode() not in entry.body for entry in chain)


def test_an_intact_chain_verifies_to_its_head(chain: Chain) -> None:
    head = chain[-1].head
    assert verify_chain(chain, head=head) == head
    assert verify_chain(iter(chain), head=None) == Head(chain[0].subject, 4, chain[-1].hash)


def test_salts_are_random_so_that_equal_data_commits_differently() -> None:
    one, other = append(None, event()), append(None, event())
    assert one.salt != other.salt
    assert one.hash != other.hash


def test_erased_personal_data_leaves_the_chain_whole_and_says_so(chain: Chain) -> None:
    chain[1] = replace(chain[1], salt=None, payload=None)
    assert verify_chain(chain, head=chain[-1].head) == chain[-1].head
    assert [entry.erased for entry in chain] == [False, True, False, False]


@pytest.mark.parametrize("field", ["salt", "payload"])
def test_half_erased_personal_data_is_broken(chain: Chain, field: str) -> None:
    chain[2] = replace(chain[2], **{field: None})  # type: ignore[arg-type]  # both may be None
    with pytest.raises(ChainBroken, match="half erased") as caught:
        verify_chain(chain, head=chain[-1].head)
    assert caught.value.position == 3


def test_the_border_between_salt_and_payload_cannot_move(chain: Chain) -> None:
    salt, payload = chain[1].salt, chain[1].payload
    assert salt is not None
    assert payload is not None
    chain[1] = replace(chain[1], salt=salt[:-1], payload=salt[-1:] + payload)
    with pytest.raises(ChainBroken, match="committed"):
        verify_chain(chain, head=chain[-1].head)


def test_a_cut_tail_is_found_by_the_head_and_only_by_the_head(chain: Chain) -> None:
    with pytest.raises(ChainBroken, match="entries 3 to 4 are missing") as caught:
        verify_chain(chain[:2], head=chain[-1].head)
    assert caught.value.position == 3
    assert verify_chain(chain[:2], head=None).position == 2


def test_a_chain_longer_than_its_head_is_found(chain: Chain) -> None:
    with pytest.raises(ChainBroken, match="after the head") as caught:
        verify_chain(chain, head=chain[1].head)
    assert caught.value.position == 3


def test_a_rewrite_with_new_hashes_is_found_by_the_head(chain: Chain) -> None:
    forged: Chain = []
    for entry in chain:
        forged.append(append(forged[-1].head if forged else None, event(subject=entry.subject)))
    assert verify_chain(forged, head=None).position == 4
    with pytest.raises(ChainBroken, match="not the head"):
        verify_chain(forged, head=chain[-1].head)


def test_an_entry_of_another_document_does_not_fit(chain: Chain, make_chain: Callable[..., Chain]) -> None:
    other = make_chain(4, subject="contract-2")
    with pytest.raises(ChainBroken, match="belongs to contract-2") as caught:
        verify_chain([*chain[:3], other[3]], head=None)
    assert caught.value.position == 4
    with pytest.raises(ChainBroken, match="not that of"):
        verify_chain(other, head=chain[-1].head)


def test_an_entry_relabelled_as_another_documents_does_not_fit(chain: Chain) -> None:
    relabelled = [replace(entry, subject="contract-2") for entry in chain]
    with pytest.raises(ChainBroken, match="not of this entry") as caught:
        verify_chain(relabelled, head=None)
    assert (caught.value.subject, caught.value.position) == ("contract-2", 1)


def test_no_entries_are_no_proof(chain: Chain) -> None:
    with pytest.raises(ChainBroken, match="no entries"):
        verify_chain([], head=None)
    with pytest.raises(ChainBroken, match="entries 1 to 4 are missing"):
        verify_chain([], head=chain[-1].head)


def test_an_entry_follows_only_its_own_chain(chain: Chain) -> None:
    with pytest.raises(ValueError, match=re.escape("contract-1")):
        append(chain[-1].head, event())


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        append(None, event(), salt=b"short")


def test_an_event_with_a_float_or_a_naive_time_is_refused() -> None:
    with pytest.raises(NotCanonical, match=r"details\.amount"):
        append(None, event(public={"amount": 0.1}))
    with pytest.raises(NotCanonical, match="zone"):
        append(None, event(at=datetime(2026, 1, 1)))  # noqa: DTZ001  the naive time is the point


@given(index=st.integers(0, 7), field=st.sampled_from(FIELDS), number=st.integers(0, 10_000))
def test_any_changed_field_is_found_at_its_entry(
    long_chain: Chain, index: int, field: str, number: int
) -> None:
    broken = list(long_chain)
    broken[index] = changed(broken[index], field, number)
    with pytest.raises(ChainBroken) as caught:
        verify_chain(broken, head=long_chain[-1].head)
    assert caught.value.position == index + 1


@given(st.lists(st.integers(0, 7), max_size=9))
def test_any_other_order_choice_or_number_of_entries_is_found(long_chain: Chain, order: list[int]) -> None:
    head = long_chain[-1].head
    if order == list(range(8)):
        return
    with pytest.raises(ChainBroken) as caught:
        verify_chain([long_chain[index] for index in order], head=head)
    fitting = next((place for place, index in enumerate(order) if place != index), len(order))
    assert caught.value.position == fitting + 1


@given(st.sets(st.integers(0, 7)))
def test_any_erasure_leaves_the_chain_whole(long_chain: Chain, erased: set[int]) -> None:
    left = [
        replace(entry, salt=None, payload=None) if index in erased else entry
        for index, entry in enumerate(long_chain)
    ]
    assert verify_chain(left, head=long_chain[-1].head) == long_chain[-1].head
