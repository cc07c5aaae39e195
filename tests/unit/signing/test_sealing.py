"""What the sealed file is, as independent programs see it."""

import subprocess
from datetime import timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from signing import (
    AlreadySigned,
    BadField,
    Field,
    FieldsEmpty,
    Keys,
    NotReserved,
    PdfUnreadable,
    certify,
    seal,
    sign,
    verify,
)
from signing.errors import ClockBehind
from signing.trust import parsed
from tests.unit.signing.contract import CLIENT, DIRECTOR, FIELDS, NOW, Stages, minutes


def statuses(pdf: bytes, keys: Keys) -> list:
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    roots = list(parsed((keys.root_pem,)))
    return [
        validate_pdf_signature(
            each, ValidationContext(trust_roots=roots, moment=each.self_reported_timestamp)
        )
        for each in reader.embedded_signatures
    ]


@pytest.mark.needs("pdfsig")
def test_pdfsig_finds_four_valid_signatures_and_the_last_covers_everything(
    contract: Stages, tmp_path: Path
) -> None:
    path = tmp_path / "contract-signed.pdf"
    path.write_bytes(contract.sealed)
    told = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == 4
    assert told.count("Not total document signed") == 3
    assert told.rstrip().split("Signature #4")[1].count("Total document signed") == 1
    assert "Соколов Андрей Викторович" in told
    assert "Иванова Мария Петровна" in told


@pytest.mark.needs("qpdf")
def test_the_file_is_sound_pdf_at_every_step(contract: Stages, tmp_path: Path) -> None:
    for name in ("certified", "half", "signed", "sealed"):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(getattr(contract, name))
        assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


def test_pyhanko_sees_form_filling_and_nothing_after_the_seal(contract: Stages, keys: Keys) -> None:
    found = statuses(contract.sealed, keys)
    assert all(status.intact and status.valid and status.trusted and status.bottom_line for status in found)
    levels = [status.modification_level for status in found]
    assert levels == [ModificationLevel.FORM_FILLING] * 3 + [ModificationLevel.NONE]


def test_the_certification_allows_signing_only(contract: Stages) -> None:
    first = PdfFileReader(BytesIO(contract.sealed)).embedded_signatures[0]
    assert first.docmdp_level is MDPPerm.FILL_FORMS


def test_the_only_signature_of_an_invoice_allows_nothing(invoice: bytes, keys: Keys) -> None:
    (only,) = PdfFileReader(BytesIO(invoice)).embedded_signatures
    assert only.docmdp_level is MDPPerm.NO_CHANGES
    assert only.field_name == "seal"
    assert statuses(invoice, keys)[0].bottom_line


def test_every_signature_is_pades_with_its_certificate_bound_in(contract: Stages) -> None:
    for each in PdfFileReader(BytesIO(contract.sealed)).embedded_signatures:
        assert each.sig_object["/SubFilter"] == SigSeedSubFilter.PADES.value
        signed = {attribute["type"].native for attribute in each.signer_info["signed_attrs"]}
        assert signed == {"content_type", "message_digest", "signing_certificate_v2"}


def test_each_step_only_adds_to_the_file(contract: Stages) -> None:
    steps = [contract.plain, contract.certified, contract.half, contract.signed, contract.sealed]
    for before, after in pairwise(steps):
        assert after.startswith(before)


def test_the_archival_format_and_the_metadata_stay(contract: Stages) -> None:
    before, after = (pypdf.PdfReader(BytesIO(pdf)) for pdf in (contract.plain, contract.sealed))
    assert before.metadata == after.metadata
    assert after.xmp_metadata is not None
    assert before.xmp_metadata is not None
    assert b"pdfaid" in after.xmp_metadata.stream.get_data()
    assert before.xmp_metadata.stream.get_data() == after.xmp_metadata.stream.get_data()


def test_reasons_places_and_times_are_inside_the_signature(contract: Stages) -> None:
    client = PdfFileReader(BytesIO(contract.sealed)).embedded_signatures[2].sig_object
    assert client["/Reason"] == "Подписание договора"
    assert client["/Location"] == "Санкт-Петербург"
    assert client["/Name"] == "Иванова Мария Петровна"
    assert client["/M"].startswith("D:20261121110700")


def test_a_reserved_field_is_read_aloud_by_the_name_of_its_party(contract: Stages) -> None:
    fields = pypdf.PdfReader(BytesIO(contract.certified)).get_fields()
    assert fields is not None
    assert fields["client"]["/TU"] == "Заказчик"


def test_a_document_is_certified_once(contract: Stages, keys: Keys) -> None:
    with pytest.raises(AlreadySigned):
        certify(contract.certified, keys, fields=FIELDS, reason="", at=NOW)


def test_a_field_is_signed_once(contract: Stages, keys: Keys) -> None:
    with pytest.raises(AlreadySigned):
        sign(contract.half, keys, field="seller", signer=DIRECTOR, typed="С", at=NOW, reason="")


@pytest.mark.parametrize("field", ["stranger", "seal.x", ""])
def test_nobody_signs_where_no_field_was_reserved(contract: Stages, keys: Keys, field: str) -> None:
    with pytest.raises(NotReserved):
        sign(contract.certified, keys, field=field, signer=CLIENT, typed="И", at=NOW, reason="")


def test_nobody_signs_a_document_that_was_not_sent(pdf: bytes, keys: Keys) -> None:
    with pytest.raises(NotReserved):
        sign(pdf, keys, field="client", signer=CLIENT, typed="И", at=NOW, reason="")


def test_the_seal_waits_for_everybody(contract: Stages, keys: Keys) -> None:
    with pytest.raises(FieldsEmpty) as refused:
        seal(contract.half, keys, reason="", at=NOW)
    assert refused.value.names == ("client",)


def test_a_sealed_document_is_not_sealed_again(contract: Stages, invoice: bytes, keys: Keys) -> None:
    for pdf in (contract.sealed, invoice):
        with pytest.raises(AlreadySigned):
            seal(pdf, keys, reason="", at=NOW)


@pytest.mark.parametrize(
    "fields",
    [
        (Field("a", 0, (0, 0, 10, 10)), Field("a", 0, (20, 0, 30, 10))),
        (Field("seal", 0, (0, 0, 10, 10)),),
        (Field("certification", 0, (0, 0, 10, 10)),),
        (Field("a", 7, (0, 0, 10, 10)),),
    ],
)
def test_fields_that_cannot_be_reserved_are_refused(
    pdf: bytes, keys: Keys, fields: tuple[Field, ...]
) -> None:
    with pytest.raises(BadField):
        certify(pdf, keys, fields=fields, reason="", at=NOW)


@pytest.mark.parametrize(
    ("name", "page", "box"),
    [
        ("", 0, (0, 0, 1, 1)),
        ("a.b", 0, (0, 0, 1, 1)),
        ("a", -1, (0, 0, 1, 1)),
        ("a", 0, (0, 0, 0, 1)),
        ("a", 0, (5, 0, 4, 1)),
    ],
)
def test_a_field_has_a_plain_name_and_an_area(
    name: str, page: int, box: tuple[float, float, float, float]
) -> None:
    with pytest.raises(BadField):
        Field(name, page, box)


@pytest.mark.parametrize(
    "junk", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nxref\n0 0\ntrailer\n<<>>\nstartxref\n9\n%%EOF"]
)
def test_what_is_no_pdf_is_refused(keys: Keys, junk: bytes) -> None:
    with pytest.raises(PdfUnreadable):
        seal(junk, keys, reason="", at=NOW)


def test_an_encrypted_document_is_refused(pdf: bytes, keys: Keys) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt("secret", algorithm="AES-256")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(PdfUnreadable):
        seal(locked.getvalue(), keys, reason="", at=NOW)


def test_a_document_without_signers_is_certified_and_sealed(pdf: bytes, keys: Keys) -> None:
    certified = certify(pdf, keys, fields=(), reason="Отправлено", at=NOW)
    sealed = seal(certified, keys, reason="Принято", at=NOW + timedelta(seconds=1))
    assert [each.field_name for each in PdfFileReader(BytesIO(sealed)).embedded_signatures] == [
        "certification",
        "seal",
    ]


def test_signers_may_sign_in_any_order(contract: Stages, keys: Keys) -> None:
    first = sign(contract.certified, keys, field="client", signer=CLIENT, typed="И", at=minutes(1), reason="")
    both = sign(first, keys, field="seller", signer=DIRECTOR, typed="С", at=minutes(2), reason="")
    sealed = seal(both, keys, reason="", at=minutes(3))
    assert all(status.bottom_line for status in statuses(sealed, keys))


def test_a_clock_that_is_a_little_behind_signs_at_the_time_of_who_signed_before(
    contract: Stages, keys: Keys
) -> None:
    at = NOW - timedelta(seconds=9)
    signed = sign(contract.certified, keys, field="client", signer=CLIENT, typed="И", at=at, reason="")
    found = verify(signed, roots=[keys.root_pem], complete=False)
    assert found.ok
    assert [each.at for each in found.signatures] == [NOW, NOW]


def test_a_clock_that_is_far_behind_signs_nothing_that_would_not_verify(contract: Stages, keys: Keys) -> None:
    at = NOW - timedelta(minutes=11)
    with pytest.raises(ClockBehind, match="сверьте часы"):
        sign(contract.certified, keys, field="client", signer=CLIENT, typed="И", at=at, reason="")
    with pytest.raises(ClockBehind, match="11:07"):
        seal(contract.signed, keys, reason="", at=at)
