"""Secret links: long, derived, and known by their hash only."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import MalformedLink
from signing.links import parse, token, token_hash, token_matches

KEY = bytes(range(32))
RECIPIENT = "0193a5c2-7b1e-7c3a-9f00-2f6d4a1b8c11"


def test_a_token_is_the_same_whenever_it_is_recomputed() -> None:
    assert (
        token(KEY, RECIPIENT, 0) == token(KEY, RECIPIENT, 0) == "o1r3YJMvQfyea2U7MtrHjo39iWfPV6bmz1W3pOKZYy4"
    )


def test_a_token_has_256_bits_in_characters_that_no_mail_program_breaks() -> None:
    made = token(KEY, RECIPIENT, 0)
    assert len(made) == 43
    assert set(made) <= set(string.ascii_letters + string.digits + "-_")


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 2**40), st.integers(0, 2**40))
def test_two_recipients_or_two_generations_never_share_a_token(a: str, b: str, m: int, n: int) -> None:
    try:
        first, second = token(KEY, a, m), token(KEY, b, n)
    except UnicodeEncodeError:
        return
    assert (first == second) == ((a, m) == (b, n))


def test_another_key_makes_another_token() -> None:
    assert token(KEY, RECIPIENT, 0) != token(KEY[::-1], RECIPIENT, 0)


@pytest.mark.parametrize("generation", [-1])
def test_a_generation_counts_from_nought(generation: int) -> None:
    with pytest.raises(ValueError, match="generation"):
        token(KEY, RECIPIENT, generation)


def test_a_link_needs_a_recipient() -> None:
    with pytest.raises(ValueError, match="recipient"):
        token(KEY, "", 0)


@pytest.mark.parametrize("length", [0, 31])
def test_a_short_key_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        token(bytes(length), RECIPIENT, 0)


def test_a_token_survives_parsing() -> None:
    made = token(KEY, RECIPIENT, 7)
    assert parse(made) == made


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a" * 42,
        "a" * 44,
        "A" * 42 + "B",  # spells the same bits as 43 times A
        "A" * 42 + "=",
        "A" * 42 + " ",
        "A" * 42 + "+",
        "ａ" * 43,
        "\ud800" * 43,
    ],
)
def test_a_mangled_token_is_refused(text: str) -> None:
    with pytest.raises(MalformedLink):
        parse(text)


def test_a_token_matches_its_own_hash_only() -> None:
    made = token(KEY, RECIPIENT, 0)
    stored = token_hash(made)
    assert len(stored) == 64
    assert token_matches(made, stored)
    assert not token_matches(token(KEY, RECIPIENT, 1), stored)
    assert not token_matches(made, stored[:-1])
    assert not token_matches("\ud800", stored)


def test_the_hash_tells_nothing_of_the_token() -> None:
    made = token(KEY, RECIPIENT, 0)
    assert made not in token_hash(made)
