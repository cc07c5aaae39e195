"""Telephone numbers: one spelling for each, and none that nobody can be texted at."""

import pytest

from docsvc.sms.phone import is_phone, masked_phone, read_phone


@pytest.mark.parametrize(
    "text",
    [
        "+79161234567",
        "+7 916 123-45-67",
        "8 (916) 123-45-67",
        "89161234567",
        "79161234567",
        "9161234567",
        "007 916 123 45 67",
        " +7\u00a0(916)\u00a0123‑45‑67 ",
    ],
)
def test_a_russian_number_has_one_spelling(text: str) -> None:
    assert read_phone(text) == "+79161234567"


@pytest.mark.parametrize(
    ("text", "read"), [("+375 29 123-45-67", "+375291234567"), ("+1 202 555 0123", "+12025550123")]
)
def test_a_foreign_number_keeps_its_country(text: str, read: str) -> None:
    assert read_phone(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "+7 495 123-45-67",
        "8 800 555-35-35",
        "+",
        "нет",
        "+0123456789012",
        "+7916123456",
        "٠٩١٦١٢٣٤٥٦٧",
        "a" * 500,
    ],
)
def test_what_nobody_can_be_texted_at_is_refused(text: str) -> None:
    assert not is_phone(text)
    with pytest.raises(ValueError, match="916"):
        read_phone(text)


def test_a_masked_number_is_known_to_its_owner_only() -> None:
    assert masked_phone("+79161234567") == "+791••••••67"
    assert masked_phone("123") == "•••"
