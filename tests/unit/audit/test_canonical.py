"""One spelling for every value."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import NotCanonical, canonical, parse_canonical, timestamp

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALAR = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
TREE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
)


def test_money_is_written_as_text_and_keeps_its_digits() -> None:
    assert canonical({"sum": Decimal("1234.50"), "big": Decimal("1E+3")}) == b'{"big":"1000","sum":"1234.50"}'


def test_a_time_is_utc_with_microseconds_and_a_day_stays_a_day() -> None:
    moscow = datetime(2026, 11, 21, 12, 30, tzinfo=timezone(timedelta(hours=3)))
    assert timestamp(moscow) == "2026-11-21T09:30:00.000000Z"
    assert canonical([moscow, date(2026, 11, 21)]) == b'["2026-11-21T09:30:00.000000Z","2026-11-21"]'


def test_keys_are_sorted_by_utf_16_as_the_rfc_asks() -> None:
    # Source: RFC 8785 §3.2.3: an emoji (two surrogates) sorts before U+FB33, though its code point is larger.
    assert canonical({"\ufb33": 1, "\U0001f600": 2}).decode() == '{"\U0001f600":2,"\ufb33":1}'


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"deal": {"lines": [{"price": 1.5}]}}, "$.deal.lines[0].price"),
        ([float("nan")], "$[0]"),
        ([Decimal("NaN")], "$[0]"),
        (["\ud800"], "$[0]"),
        ({"a": {"\udfff": 1}}, "$.a"),
        ({1: "one"}, "$"),
        ([2**53], "$[0]"),
        ({"at": datetime(2026, 1, 1)}, "$.at"),  # noqa: DTZ001  the naive time is the point
        ([b"bytes"], "$[0]"),
        ([{1, 2}], "$[0]"),
    ],
)
def test_what_has_no_canonical_form_is_refused_by_its_path(value: object, where: str) -> None:
    with pytest.raises(NotCanonical) as caught:
        canonical(value)
    assert caught.value.where == where


def test_nesting_has_a_limit_for_writing_and_for_reading() -> None:
    deep: object = "end"
    for _ in range(100):
        deep = [deep]
    with pytest.raises(NotCanonical, match="nested"):
        canonical(deep)
    with pytest.raises(NotCanonical, match="nested"):
        parse_canonical(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b'{"a":1, "b":2}', "byte 7"),
        (b'{"b":1,"a":2}', "byte 2"),
        (b'{"a":1,"a":1}', "'a'"),
        (b'{"a":1.0}', "$.a"),
        (b'{"a":NaN}', "$.a"),
        (b'["\\u0416"]', "byte 2"),
        (b'["\\ud800"]', "$[0]"),
        (b'["\xd0\x96\xff"]', "byte 4"),
        ('["Ж" 1]'.encode(), "byte 6"),
        (b"[" + b"9" * 5000 + b"]", "$"),
        (b"", "byte 0"),
    ],
)
def test_another_spelling_of_the_same_value_is_refused(data: bytes, where: str) -> None:
    with pytest.raises(NotCanonical) as caught:
        parse_canonical(data)
    assert caught.value.where == where


@given(TREE)
def test_what_is_written_is_json_and_reads_back_equal(value: object) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert parse_canonical(written) == value


def test_a_day_at_midnight_is_not_a_time() -> None:
    assert canonical(date(2026, 1, 1)) != canonical(datetime(2026, 1, 1, tzinfo=UTC))
