"""Fields that are filled in along with a signature: by their owner, once, and with nothing else."""

from collections.abc import Callable

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string

from signing import Code, Field, FieldKind, Filled, Keys, certify, seal, sign, verify
from signing.keyholder import KeyHolder
from signing.revision import Inscription, Revision, fill, open_revision
from tests.unit.signing.contract import CLIENT, DIRECTOR, FIELDS, NOW, minutes
from tests.unit.signing.corpus_writing import appended, dictionary, field_of

PLACES = (
    *FIELDS,
    Field("client.date", 0, (300, 500, 400, 520), kind=FieldKind.DATE),
    Field("client.agree", 0, (300, 530, 320, 550), kind=FieldKind.CHECKBOX),
    Field("seller.sum", 0, (300, 600, 400, 620), label="Сумма", kind=FieldKind.TEXT),
)
DATE = {"client.date": Filled("22.11.2026"), "client.agree": Filled(checked=True)}
Change = Callable[[Revision], None]


@pytest.fixture(scope="module")
def certified(pdf: bytes, keys: Keys) -> bytes:
    return certify(pdf, keys, fields=PLACES, reason="", at=NOW)


@pytest.fixture(scope="module")
def half(certified: bytes, keys: Keys) -> bytes:
    values = {"seller.sum": Filled("100")}
    return sign(
        certified, keys, field="seller", signer=DIRECTOR, typed="С", at=minutes(1), reason="", values=values
    )


def closed(half: bytes, keys: Keys) -> bytes:
    signed = sign(half, keys, field="client", signer=CLIENT, typed="И", at=minutes(2), reason="", values=DATE)
    return seal(signed, keys, reason="", at=minutes(3))


def set_value(name: str, value: str = "999", **entries: object) -> Change:
    def change(revision: Revision) -> None:
        reference = field_of(revision, name)
        field = reference.get_object()
        field[pdf_name("/V")] = pdf_string(value)
        for key, entry in entries.items():
            field[pdf_name(f"/{key}")] = entry
        revision.mark_update(reference)

    return change


def signed_with(half: bytes, keys: Keys, change: Change) -> set[Code]:
    """Let the client's own signature bring the change, and the seal cover it."""
    revision = open_revision(half)
    change(revision)
    holder = KeyHolder(keys.one_time(CLIENT, minutes(2)))
    signed = fill(revision, holder, field="client", inscription=Inscription(minutes(2), "x", "x"))
    verdict = verify(seal(signed, keys, reason="", at=minutes(3)), roots=[keys.root_pem])
    assert not verdict.ok
    return {problem.code for problem in verdict.problems}


def test_what_a_signer_filled_in_is_accepted_and_told(half: bytes, keys: Keys) -> None:
    verdict = verify(closed(half, keys), roots=[keys.root_pem])
    assert verdict.ok, verdict.problems
    told = {each.field: dict(each.filled) for each in verdict.signatures}
    assert told["seller"] == {"Сумма": "100"}
    assert told["client"] == {"date": "22.11.2026", "agree": "/Yes"}


def test_fields_may_stay_empty(certified: bytes, keys: Keys) -> None:
    one = sign(certified, keys, field="seller", signer=DIRECTOR, typed="С", at=minutes(1), reason="")
    two = sign(one, keys, field="client", signer=CLIENT, typed="И", at=minutes(2), reason="")
    assert verify(seal(two, keys, reason="", at=minutes(3)), roots=[keys.root_pem]).ok


def test_a_signer_cannot_change_what_another_filled_in(half: bytes, keys: Keys) -> None:
    assert signed_with(half, keys, set_value("seller:sum")) == {Code.VALUE_OF_ANOTHER}


def test_a_signer_cannot_fill_in_for_somebody_who_has_not_signed(certified: bytes, keys: Keys) -> None:
    revision = open_revision(certified)
    set_value("seller:sum")(revision)
    holder = KeyHolder(keys.one_time(CLIENT, minutes(2)))
    signed = fill(revision, holder, field="client", inscription=Inscription(minutes(2), "x", "x"))
    verdict = verify(signed, roots=[keys.root_pem], complete=False)
    assert [problem.code for problem in verdict.problems] == [Code.VALUE_OF_ANOTHER]


@pytest.mark.parametrize("name", ["client:date", "seller:sum"])
def test_a_field_that_is_filled_in_after_the_seal_is_found(half: bytes, keys: Keys, name: str) -> None:
    changed = appended(closed(half, keys), set_value(name))
    verdict = verify(changed, roots=[keys.root_pem])
    assert {problem.code for problem in verdict.problems} & {Code.OTHER_CHANGE, Code.UNSIGNED_UPDATE}


def test_a_field_moved_renamed_or_made_to_act_is_found(half: bytes, keys: Keys) -> None:
    script = dictionary(S=pdf_name("/JavaScript"), JS=pdf_string("x"))
    box = generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 500, 500))
    for entries in ({"AA": script}, {"A": script}, {"Rect": box}, {"TU": pdf_string("Подпись")}):
        assert signed_with(half, keys, set_value("client:date", **entries)) == {Code.OTHER_CHANGE}


def test_a_look_that_acts_is_found(half: bytes, keys: Keys) -> None:
    script = dictionary(S=pdf_name("/JavaScript"), JS=pdf_string("x"))
    look = dictionary(N=dictionary(A=script))
    assert signed_with(half, keys, set_value("client:date", AP=look)) == {Code.OTHER_CHANGE}


def test_a_field_filled_in_and_emptied_of_its_protection_is_found(half: bytes, keys: Keys) -> None:
    open_again = set_value("client:date", Ff=generic.NumberObject(0))
    assert signed_with(half, keys, open_again) == {Code.OTHER_CHANGE}
