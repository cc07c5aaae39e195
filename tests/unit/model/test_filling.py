"""What signers fill in is read in one way, whatever way they write it."""

import pytest

from docsvc.model.filling import Problems, read_values


def read(kind: str, given: str, *, required: bool = False) -> tuple[dict[str, str], Problems]:
    problems: Problems = []
    place = {"party": "client", "kind": kind, "name": "client.x", "required": required}
    return read_values([place], {"client.x": given}, problems), problems


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("date", "2026-11-22", "22.11.2026"),
        ("date", " 22.11.2026 ", "22.11.2026"),
        ("checkbox", "on", "yes"),
        ("text", " два \n слова\u202e ", "два слова"),
        ("company", "ООО «Ромашка»", "ООО «Ромашка»"),
    ],
)
def test_a_value_is_kept_in_one_spelling(kind: str, given: str, kept: str) -> None:
    assert read(kind, given) == ({"client.x": kept}, [])


@pytest.mark.parametrize("kind", ["date", "checkbox", "text", "initials", "stamp"])
def test_what_is_required_is_missed_and_what_is_not_is_left_out(kind: str) -> None:
    assert read(kind, " ") == ({}, [])
    values, ((path, _),) = read(kind, " ", required=True)
    assert (values, path) == ({}, "client.x")


@pytest.mark.parametrize(
    ("kind", "given"), [("date", "31.02.2026"), ("date", "завтра"), ("date", "1.1.1"), ("text", "a" * 301)]
)
def test_what_cannot_be_kept_is_said(kind: str, given: str) -> None:
    values, problems = read(kind, given)
    assert values == {}
    assert len(problems) == 1


def test_fields_of_others_are_not_taken() -> None:
    problems: Problems = []
    assert read_values([], {"seller.x": "чужое"}, problems) == {}
    assert problems == []
