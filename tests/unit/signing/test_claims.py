"""A token that says what it is for can be made by the key's holder alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.claims import Claim, read_claim, write_claim
from signing.errors import MalformedLink

KEY = bytes(range(32))
CLAIM = Claim("01a20100-0000-7000-8000-000000000001", "01a20100-0000-7000-8000-000000000002", 1_795_000_000)


def test_a_claim_is_read_as_it_was_written() -> None:
    token = write_claim(KEY, CLAIM, purpose="link")
    assert read_claim(KEY, token, purpose="link") == CLAIM
    assert len(token) == 96


@pytest.mark.parametrize("at", range(96))
def test_a_changed_character_anywhere_is_found(at: int) -> None:
    token = write_claim(KEY, CLAIM, purpose="link")
    changed = token[:at] + ("B" if token[at] == "A" else "A") + token[at + 1 :]
    with pytest.raises(MalformedLink):
        read_claim(KEY, changed, purpose="link")


def test_another_key_and_another_purpose_read_nothing() -> None:
    token = write_claim(KEY, CLAIM, purpose="link")
    with pytest.raises(MalformedLink):
        read_claim(bytes(32), token, purpose="link")
    with pytest.raises(MalformedLink):
        read_claim(KEY, token, purpose="session")


@given(st.text())
def test_no_text_at_all_is_taken_for_a_claim(text: str) -> None:
    with pytest.raises(MalformedLink):
        read_claim(KEY, text, purpose="link")


def test_another_spelling_of_the_same_bits_is_refused() -> None:
    claims = (Claim(CLAIM.task, CLAIM.person, moment) for moment in range(1000))
    token = next(each for claim in claims if "-" in (each := write_claim(KEY, claim, purpose="link")))
    with pytest.raises(MalformedLink):
        read_claim(KEY, token.replace("-", "+"), purpose="link")
    with pytest.raises(MalformedLink):
        read_claim(KEY, f"{token[:48]}\n{token[49:]}", purpose="link")


@pytest.mark.parametrize(
    ("key", "claim"),
    [
        (bytes(31), CLAIM),
        (KEY, Claim("nobody", CLAIM.person, 1)),
        (KEY, Claim(CLAIM.task, CLAIM.person, -1)),
    ],
)
def test_what_cannot_be_claimed_is_not_written(key: bytes, claim: Claim) -> None:
    with pytest.raises(ValueError, match=r"."):
        write_claim(key, claim, purpose="link")
