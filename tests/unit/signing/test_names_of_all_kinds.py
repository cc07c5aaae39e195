"""Whatever people are called: a certificate holds what verifiers can compare, and the file stays good."""

from dataclasses import replace

import pytest

from signing import Keys, certify, seal, sign, verify
from signing.profile import name
from tests.unit.signing.contract import CLIENT, DIRECTOR, FIELDS, NOW


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("Иванов 😀 Иван", "Иванов Иван"),
        ("ООО «Пять ₽»", "ООО «Пять »"),
        ("שלום כהן", "שלום כהן"),
        ("שלום כהן Ltd", "שלום כהן"),
        ("Shalom Trading שלום", "Shalom Trading"),
        ("שלום 12", "שלום"),
        ("😀😀", "—"),
        ("\ue000\ufffd", "—"),
        ("א" * 100, None),
        ("Ж" * 500, None),
    ],
)
def test_a_name_is_written_so_that_it_can_be_compared(given: str, written: str | None) -> None:
    made = name(common=given)
    assert made.hashable
    assert len(made.native["common_name"]) <= 64
    assert written in {None, made.native["common_name"]}


@pytest.mark.parametrize("called", ["Z😀", "ООО ₽", "שלום Ltd 12", "Ა", "😀"])
def test_a_file_that_they_signed_verifies(pdf: bytes, keys: Keys, called: str) -> None:
    signed = certify(pdf, keys, fields=FIELDS, reason="", at=NOW)
    odd = replace(CLIENT, name=called, organisation=called, position=called)
    for field, signer in (("seller", DIRECTOR), ("client", odd)):
        signed = sign(
            signed, keys, field=field, signer=signer, typed=called, at=NOW, shown_at="x", reason="r"
        )
    verdict = verify(seal(signed, keys, reason="", at=NOW, field="seal"), roots=[keys.root_pem])
    assert verdict.ok, verdict.problems
