"""The corpus of attacks: each file is refused, and for its own reason."""

import pytest

from signing import Code, Keys, Status, verify
from tests.unit.signing.contract import Stages
from tests.unit.signing.corpus import (
    BYTES,
    LEAVES_NO_FIELD,
    SPOILS_SIGNING,
    UPDATES,
    sealed_along,
    signed_over,
)
from tests.unit.signing.corpus_writing import Edit, appended


def refused(pdf: bytes, keys: Keys) -> set[Code]:
    verdict = verify(pdf, roots=[keys.root_pem])
    assert verdict.status is Status.BROKEN
    return {problem.code for problem in verdict.problems}


def test_the_corpus_is_large_enough() -> None:
    assert len(UPDATES) + len(BYTES) >= 25


@pytest.mark.parametrize("edit", UPDATES)
@pytest.mark.parametrize("stream", [True, False], ids=["stream", "table"])
def test_an_update_is_refused_for_its_reason(
    contract: Stages, keys: Keys, edit: Edit, *, stream: bool
) -> None:
    assert refused(appended(contract.sealed, edit, stream=stream), keys) & UPDATES[edit]


@pytest.mark.parametrize("name", BYTES)
def test_changed_bytes_are_refused_for_their_reason(contract: Stages, keys: Keys, name: str) -> None:
    change, codes = BYTES[name]
    assert refused(change(contract.sealed), keys) & codes


@pytest.mark.parametrize("edit", [each for each in UPDATES if each not in LEAVES_NO_FIELD])
def test_a_change_sealed_along_by_an_insider_is_refused(contract: Stages, keys: Keys, edit: Edit) -> None:
    assert refused(sealed_along(edit)(contract, keys), keys)


@pytest.mark.parametrize("edit", [each for each in UPDATES if each not in SPOILS_SIGNING])
def test_a_change_between_two_signatures_is_refused(contract: Stages, keys: Keys, edit: Edit) -> None:
    assert refused(signed_over(edit)(contract, keys), keys)
