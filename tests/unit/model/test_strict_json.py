"""JSON from outside: one reading, or a refusal that says where."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsvc.errors import BadInput
from docsvc.model.strict_json import MAX_BYTES, MAX_DEPTH, read_json


def refused(raw: bytes) -> tuple[tuple[str, str], ...]:
    with pytest.raises(BadInput) as caught:
        read_json(raw)
    return caught.value.problems


def test_numbers_are_never_floats() -> None:
    tree = read_json(b'{"a": 0.1, "b": 1e3, "c": 12}')
    assert tree == {"a": Decimal("0.1"), "b": Decimal(1000), "c": 12}
    assert [type(value) for value in tree.values()] == [Decimal, Decimal, int]


def test_a_repeated_key_is_refused_by_its_path() -> None:
    assert refused(b'{"lines": [{}, {"price": 1, "price": 2}]}') == (("lines[1].price", "поле повторяется"),)


def test_a_key_spelled_differently_but_equal_is_a_repeated_key() -> None:
    assert refused(rb'{"price": 1, "\u0070rice": 2}')[0][0] == "price"


@pytest.mark.parametrize("literal", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_is_not_a_number_is_refused(literal: bytes) -> None:
    assert refused(b'{"amount": %s}' % literal) == (("amount", f"{literal.decode()} — не число"),)


@pytest.mark.parametrize("number", ["1" * 31, "1e999999999", "1e-999999999", "0." + "1" * 60])
def test_a_number_beyond_reason_is_refused(number: str) -> None:
    assert refused(f'{{"amount": {number}}}'.encode()) == (("amount", "слишком длинное число"),)


@pytest.mark.parametrize(
    ("escape", "code"),
    [
        (r"\ud800", "U+D800"),
        (r"\udfff", "U+DFFF"),
        (r"\u0000", "U+0000"),
        (r"\ufffe", "U+FFFE"),
        (r"\u001b", "U+001B"),
    ],
)
def test_a_character_that_no_document_can_hold_is_refused(escape: str, code: str) -> None:
    ((path, words),) = refused(f'{{"company": {{"name": "ООО {escape}"}}}}'.encode())
    assert path == "company.name"
    assert code in words


def test_a_lone_surrogate_in_a_key_is_refused_and_can_be_shown() -> None:
    ((path, _),) = refused(rb'{"custom": {"\ud800": 1}}')
    assert path == r"custom['\ud800']"
    path.encode()


def test_a_surrogate_pair_is_a_character() -> None:
    assert read_json(rb'"\ud83d\ude00"') == "😀"


def test_nesting_up_to_the_limit_is_read() -> None:
    assert read_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 500, 500_000])
def test_deeper_nesting_is_refused(depth: int) -> None:
    ((_, words),) = refused(b"[" * depth + b"]" * depth)
    assert words == "вложенность больше 32 уровней"


def test_a_body_over_the_limit_is_refused_unread() -> None:
    assert refused(b" " * (MAX_BYTES + 1)) == (("$", "за один раз принимается не больше 1024 КиБ"),)


def test_broken_json_is_refused_by_line_and_column() -> None:
    assert refused(b'{\n "a": 1,\n}') == (("$", "это не JSON: ошибка в строке 3, столбце 1"),)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe{\x00", "{}".encode("utf-16"), b'{"a": "\xd0"}', b"{} {}", b'"\x01"']
)
def test_what_is_no_json_in_utf8_is_refused(raw: bytes) -> None:
    assert refused(raw)[0][0] == "$"


def test_a_byte_order_mark_is_forgiven() -> None:
    assert read_json(b"\xef\xbb\xbf{}") == {}


def test_everything_wrong_is_told_at_once() -> None:
    problems = refused(rb'{"a": NaN, "a": "\u0000", "b": [1e99]}')
    assert [path for path, _ in problems] == ["a", "a", "a", "b[0]"]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(BadInput):
        read_json(raw)
