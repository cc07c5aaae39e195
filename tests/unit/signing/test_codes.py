"""One-time codes: six digits, derived, and as likely as any other."""

import hmac
from collections import Counter

import pytest

from signing import codes
from signing.codes import code, code_hash, code_matches

KEY = bytes(range(32))


def test_a_code_is_the_same_whenever_it_is_recomputed() -> None:
    assert code(KEY, "session|signer|hash|1") == code(KEY, "session|signer|hash|1")


def test_a_code_has_six_digits_even_when_it_is_small() -> None:
    made = [code(KEY, str(number)) for number in range(3000)]
    assert all(len(each) == 6 and each.isascii() and each.isdigit() for each in made)
    assert any(each.startswith("0") for each in made)


def test_every_first_digit_is_as_likely_as_another() -> None:
    counts = Counter(code(KEY, str(number))[0] for number in range(20_000))
    assert len(counts) == 10
    assert all(1800 < count < 2200 for count in counts.values())


def test_a_draw_that_would_favour_small_codes_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([b"\xff\xff\xff\xff" + bytes(28), b"\x00\x00\x00\x2a" + bytes(28)])
    monkeypatch.setattr(codes.hmac, "digest", lambda *_args: next(draws))
    assert code(KEY, "any") == "000042"


def test_the_last_fair_draw_is_the_largest_code(monkeypatch: pytest.MonkeyPatch) -> None:
    fair = 2**32 - 2**32 % 10**6
    draws = iter([fair.to_bytes(4, "big") + bytes(28), (fair - 1).to_bytes(4, "big") + bytes(28)])
    monkeypatch.setattr(codes.hmac, "digest", lambda *_args: next(draws))
    assert code(KEY, "any") == "999999"


def test_another_id_or_key_makes_another_code() -> None:
    many = {code(KEY, str(number)) for number in range(200)}
    assert len(many) > 195
    assert code(KEY, "one") != code(KEY[::-1], "one")


@pytest.mark.parametrize(
    "written",
    ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}"],
)
def test_a_code_may_be_typed_as_people_read_it(written: str) -> None:
    made = code(KEY, "id")
    assert code_matches(KEY, "id", written.format(made))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "\ud800", "abcdef"])
def test_anything_else_is_a_wrong_code(typed: str) -> None:
    assert not code_matches(KEY, "id", typed)


def test_the_code_of_another_session_is_a_wrong_code() -> None:
    assert not code_matches(KEY, "id", code(KEY, "other"))


def test_codes_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def compare(a: bytes, b: bytes) -> bool:
        compared.append((a, b))
        return a == b

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert code_matches(KEY, "id", code(KEY, "id"))
    assert compared


def test_a_hash_is_bound_to_key_id_and_code() -> None:
    made = code_hash(KEY, "id", "123456")
    assert made == code_hash(KEY, "id", "123 456")
    assert (
        len(
            {
                made,
                code_hash(KEY, "id", "123457"),
                code_hash(KEY, "other", "123456"),
                code_hash(KEY[::-1], "id", "123456"),
            }
        )
        == 4
    )


@pytest.mark.parametrize(("key", "code_id"), [(bytes(31), "id"), (KEY, "")])
def test_a_short_key_or_an_empty_id_is_refused(key: bytes, code_id: str) -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        code(key, code_id)
    with pytest.raises(ValueError, match="at least 32 bytes"):
        code_hash(key, code_id, "123456")
