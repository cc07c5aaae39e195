"""On what somebody signs: the terms, their words, and their end."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from docsvc.errors import BadInput
from docsvc.model import Act, Asked, Level
from docsvc.model.authority import (
    AUTHORITY_WORDS,
    authority_lines,
    ends,
    kept_authority,
    read_terms,
    settle_authority,
    terms_of,
)
from docsvc.model.dispatches import AuthorityKind
from docsvc.model.levels import LEVELS

GUID = "4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
PROXY = {"kind": "proxy", "number": "5", "date": "2026-02-01", "until": "2026-12-31"}
MCHD = {"kind": "mchd", "number": GUID, "date": "2026-09-01", "principal_inn": "7707083893"}
CLIENT = Asked("Иванов Иван Иванович", "ivanov@vector.example", Act.SIGN, party="client")


@pytest.mark.parametrize(
    ("terms", "language", "words"),
    [
        ({"kind": "charter"}, "ru", "Устава"),
        (PROXY, "ru", "доверенности № 5 от 01.02.2026"),
        (PROXY, "en", "power of attorney No. 5 of 01.02.2026"),
        (MCHD, "ru", f"машиночитаемой доверенности № {GUID} от 01.09.2026"),
        ({"kind": "other", "number": "приказа № 3"}, "ru", "приказа № 3"),
    ],
)
def test_an_authority_is_told_as_documents_tell_it(terms: dict[str, str], language: str, words: str) -> None:
    assert read_terms(terms).phrase(language) == words


@pytest.mark.parametrize(
    ("terms", "path"),
    [
        ({"kind": "proxy", "date": "2026-02-01"}, "number"),
        ({"kind": "proxy", "number": "5"}, "date"),
        ({"kind": "mchd", "number": "5"}, "number"),
        (PROXY | {"until": "2025-01-01"}, "until"),
        (PROXY | {"principal_inn": "7707083894"}, "principal_inn"),
        (PROXY | {"date": "yesterday"}, "date"),
        ({"kind": "deed"}, "kind"),
        (PROXY | {"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_an_authority_is_named(terms: dict[str, str], path: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_terms(terms, at="recipients[0].authority_terms")
    assert [where for where, _ in refused.value.problems] == [f"recipients[0].authority_terms.{path}"]


def test_an_authority_that_has_run_out_is_not_sent_to() -> None:
    problems: list[tuple[str, str]] = []
    asked = replace(CLIENT, authority_terms=PROXY)
    settled = settle_authority(asked, today=date(2026, 12, 31), where="recipients[0]", problems=problems)
    assert problems == []
    assert settled.authority == "доверенности № 5 от 01.02.2026"
    assert settled.authority_terms == PROXY
    settle_authority(asked, today=date(2027, 1, 1), where="recipients[0]", problems=problems)
    assert [path for path, _ in problems] == ["recipients[0].authority_terms.until"]


def test_words_of_another_authority_give_way_and_those_of_this_one_stay() -> None:
    fuller = "доверенности № 5 от 1 февраля 2026 г., удостоверенной нотариусом"
    terms = read_terms(PROXY)
    assert kept_authority(terms, words="Устава")["authority"] == "доверенности № 5 от 01.02.2026"
    assert kept_authority(terms, words=fuller)["authority"] == fuller
    assert kept_authority(terms)["authority_until"] == "2026-12-31"
    assert kept_authority(None, words="Устава") == {}


def test_a_form_gives_its_terms() -> None:
    row = {
        "authority": "Устава",
        "authority_kind": "proxy",
        "authority_number": " 5 ",
        "authority_powers": "",
    }
    assert terms_of(row) == {"kind": "proxy", "number": "5"}
    assert terms_of({}) == {}


def test_the_certificate_tells_an_authority_whole_and_what_was_not_checked() -> None:
    lines = dict(
        authority_lines(read_terms(MCHD | {"powers": "BBDOCS_0001", "file": "authority/ab"}).plain())
    )
    assert lines == {
        "Основание": "Машиночитаемая доверенность (МЧД)",
        "Номер": GUID,
        "Дата": "01.09.2026",
        "ИНН доверителя": "7707083893",
        "Полномочия": "BBDOCS_0001",
        "Проверка": "в реестре ФНС не проверялась",
    }
    assert authority_lines({}) == ()


@pytest.mark.parametrize("terms", [{}, {"until": ""}, {"until": "never"}, {"until": None}])
def test_an_authority_without_an_end_has_none(terms: dict[str, Any]) -> None:
    assert ends(terms) is None


def test_every_level_and_every_authority_has_words() -> None:
    assert set(LEVELS) == set(Level)
    assert set(AUTHORITY_WORDS) == set(AuthorityKind)
    assert all(
        part for words in LEVELS.values() for part in (words.name, words.what, words.needs, words.binds)
    )
