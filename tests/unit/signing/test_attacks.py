"""Ways to change a signed document, from outside and by somebody who holds the keys. Each must be found.

Outsiders may append, cut, swap and paste. Insiders may even sign, but only what was reserved.
"""

import hashlib
import random
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from signing import Code, Field, Keys, Status, certify, seal, sign, verify
from signing.keyholder import KeyHolder
from signing.revision import Inscription, Revision, fill, open_revision, reserve, reserve_invisible
from tests.unit.signing.contract import CLIENT, FIELDS, NOW, Stages, minutes, stages

Edit = Callable[[IncrementalPdfFileWriter], None]


def codes(pdf: bytes, keys: Keys, **options: bool) -> set[Code]:
    verdict = verify(pdf, roots=[keys.root_pem], **options)
    assert not verdict.ok
    return {problem.code for problem in verdict.problems}


def appended(pdf: bytes, edit: Edit) -> bytes:
    """Add an update as any editor would."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    edit(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def holes(pdf: bytes) -> list[tuple[int, int]]:
    """Return where each signature's own /Contents are, first to last."""
    ranges = [each.byte_range for each in PdfFileReader(BytesIO(pdf)).embedded_signatures]
    return [(int(numbers[1]), int(numbers[2])) for numbers in ranges]


def first_page(writer: IncrementalPdfFileWriter) -> tuple[generic.IndirectObject, generic.DictionaryObject]:
    reference = writer.find_page_for_modification(0)[0]
    return reference, reference.get_object()


# --- from outside: updates ------------------------------------------------------------------------------


def change_the_text(writer: IncrementalPdfFileWriter) -> None:
    reference, page = first_page(writer)
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.mark_update(reference)


def draw_over_the_page(writer: IncrementalPdfFileWriter) -> None:
    reference, page = first_page(writer)
    cover = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Square"),
            pdf_name("/Rect"): generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 595, 842)),
        }
    )
    page["/Annots"].append(writer.add_object(cover))
    writer.mark_update(reference)


def swap_the_pages(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, replace: another page tree takes the place of the signed one."""
    _reference, page = first_page(writer)
    other = generic.DictionaryObject({key: page.raw_get(key) for key in page})
    other[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    kids = generic.ArrayObject([writer.add_object(other)])
    tree = {
        pdf_name("/Type"): pdf_name("/Pages"),
        pdf_name("/Kids"): kids,
        pdf_name("/Count"): generic.NumberObject(1),
    }
    writer.root[pdf_name("/Pages")] = writer.add_object(generic.DictionaryObject(tree))
    writer.update_root()


def hide_a_signature(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, hide: a field is there, but drawn as nothing."""
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field["/T"] == "client":
            field[pdf_name("/AP")] = generic.DictionaryObject()
            writer.mark_update(reference)


def show_another_signature_in_the_field(writer: IncrementalPdfFileWriter) -> None:
    fields = {reference.get_object()["/T"]: reference for reference in writer.root["/AcroForm"]["/Fields"]}
    fields["client"].get_object()[pdf_name("/V")] = fields["seller"].get_object().raw_get("/V")
    writer.mark_update(fields["client"])


def add_a_form_field(writer: IncrementalPdfFileWriter) -> None:
    field = {
        pdf_name("/FT"): pdf_name("/Tx"),
        pdf_name("/T"): pdf_string("sum"),
        pdf_name("/V"): pdf_string("1"),
    }
    writer.root["/AcroForm"]["/Fields"].append(writer.add_object(generic.DictionaryObject(field)))
    writer.update_container(writer.root["/AcroForm"]["/Fields"])


def forget_the_certification(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def run_a_script(writer: IncrementalPdfFileWriter) -> None:
    script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(script)
    writer.update_root()


def touch_the_metadata(writer: IncrementalPdfFileWriter) -> None:
    writer.mark_update(writer.trailer.raw_get("/Info"))


UPDATES = [
    change_the_text,
    draw_over_the_page,
    swap_the_pages,
    hide_a_signature,
    show_another_signature_in_the_field,
    add_a_form_field,
    forget_the_certification,
    run_a_script,
    touch_the_metadata,
]


@pytest.mark.parametrize("edit", UPDATES)
def test_an_update_after_the_seal_is_found(contract: Stages, keys: Keys, edit: Edit) -> None:
    assert codes(appended(contract.sealed, edit), keys)


@pytest.mark.parametrize("edit", [e for e in UPDATES if e is not show_another_signature_in_the_field])
def test_an_update_of_a_document_on_its_way_is_found(contract: Stages, keys: Keys, edit: Edit) -> None:
    assert codes(appended(contract.certified, edit), keys, complete=False)


@pytest.mark.parametrize("edit", UPDATES)
def test_an_insider_who_seals_a_change_along_is_found(contract: Stages, keys: Keys, edit: Edit) -> None:
    revision = open_revision(contract.signed)
    edit(revision)
    changed = fill(
        revision,
        KeyHolder(keys.organisation_seal),
        field="seal",
        inscription=Inscription(minutes(3), "x", "x"),
    )
    assert codes(changed, keys)


def test_an_update_between_two_signatures_is_found(contract: Stages, keys: Keys) -> None:
    changed = appended(contract.half, change_the_text)
    signed = sign(changed, keys, field="client", signer=CLIENT, typed="И", at=minutes(2), reason="")
    assert Code.UNSIGNED_UPDATE in codes(seal(signed, keys, reason="", at=minutes(3)), keys)


# --- from outside: bytes --------------------------------------------------------------------------------


@pytest.mark.parametrize("garbage", [b"\n", b" ", b"%%EOF\n", b"\0" * 2000, b"1 0 obj\n<<>>\nendobj\n"])
def test_appended_garbage_is_found(contract: Stages, invoice: bytes, keys: Keys, garbage: bytes) -> None:
    assert codes(contract.sealed + garbage, keys)
    assert codes(invoice + garbage, keys)


def test_garbage_before_the_beginning_is_found(contract: Stages, keys: Keys) -> None:
    assert codes(b"\n" + contract.sealed, keys)


@pytest.mark.parametrize("cut", [1, 2, 7, 200, 5000])
def test_a_truncated_file_is_found(contract: Stages, keys: Keys, cut: int) -> None:
    assert codes(contract.sealed[:-cut], keys)


def test_a_table_of_contents_given_twice_is_found(contract: Stages, keys: Keys) -> None:
    start = int(contract.sealed.rsplit(b"startxref\n", 1)[1].split()[0])
    assert codes(contract.sealed + contract.sealed[start:], keys)
    assert codes(contract.sealed + b"\nstartxref\n%d\n%%%%EOF\n" % start, keys)


def test_a_rollback_to_fewer_signatures_is_found(contract: Stages, keys: Keys) -> None:
    for earlier in (contract.certified, contract.half, contract.signed):
        assert codes(earlier, keys) == {Code.INCOMPLETE}


def test_a_rollback_to_the_unsigned_document_is_found(contract: Stages, keys: Keys) -> None:
    assert codes(contract.plain, keys) == {Code.NOT_SIGNED}


def test_a_rollback_of_a_document_on_its_way_is_found_by_its_hash(contract: Stages, keys: Keys) -> None:
    sha256 = hashlib.sha256(contract.half).hexdigest()
    verdict = verify(contract.certified, roots=[keys.root_pem], sha256=sha256, complete=False)
    assert [problem.code for problem in verdict.problems] == [Code.HASH_DIFFERS]


@pytest.mark.parametrize("number", range(4))
def test_a_byte_range_that_was_tampered_with_is_found(contract: Stages, keys: Keys, number: int) -> None:
    at = contract.sealed.rindex(b"/ByteRange [") + len(b"/ByteRange [")
    end = contract.sealed.index(b"]", at)
    numbers = contract.sealed[at:end].split()
    for shift in (-2, -1, 1, 2):
        moved = [*numbers]
        moved[number] = b"%d" % (int(numbers[number]) + shift)
        text = b" ".join(moved) + b"]"
        room = len(contract.sealed[at : end + 4])
        assert codes(contract.sealed[:at] + text.ljust(room) + contract.sealed[at + room :], keys)


@pytest.mark.parametrize(("document", "count"), [("contract", 30), ("invoice", 60)])
def test_every_flipped_bit_outside_the_last_signature_is_found(
    contract: Stages, invoice: bytes, keys: Keys, document: str, count: int
) -> None:
    pdf = {"contract": contract.sealed, "invoice": invoice}[document]
    chance, (start, end) = random.Random(150), holes(pdf)[-1]
    for place in chance.sample([*range(start + 1), *range(end - 1, len(pdf))], count):
        changed = bytearray(pdf)
        changed[place] ^= 1 << chance.randrange(8)
        assert codes(bytes(changed), keys), place


def test_every_flipped_bit_inside_the_last_signature_is_found_too(invoice: bytes, keys: Keys) -> None:
    chance, (start, end) = random.Random(200), holes(invoice)[-1]
    for place in chance.sample(range(start, end), 60):
        changed = bytearray(invoice)
        changed[place] ^= 1 << chance.randrange(8)
        assert codes(bytes(changed), keys), place


def test_any_change_is_found_by_the_hash(contract: Stages, keys: Keys) -> None:
    sha256 = hashlib.sha256(contract.sealed).hexdigest()
    changed = bytearray(contract.sealed)
    changed[holes(contract.sealed)[-1][1] - 2] ^= 1
    verdict = verify(bytes(changed), roots=[keys.root_pem], sha256=sha256)
    assert verdict.problems[0].code is Code.HASH_DIFFERS


def test_a_change_is_placed(contract: Stages, keys: Keys) -> None:
    changed = contract.sealed.replace(b"20261121110600Z", b"20261121110601Z")
    verdict = verify(changed, roots=[keys.root_pem])
    assert verdict.signatures[0].problem is None
    place = next(each.problem.place for each in verdict.signatures if each.problem)
    assert place == f"seller, bytes {len(contract.certified)}–{len(contract.half)}"


# --- the container of the last signature ----------------------------------------------------------------


def with_container(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Replace the last signature's hexadecimal content, keeping its length."""
    start, end = holes(pdf)[-1]
    inside = change(pdf[start + 1 : end - 1])
    assert len(inside) == end - start - 2
    return pdf[: start + 1] + inside + pdf[end - 1 :]


def with_cms(pdf: bytes, edit: Callable[[cms.SignedData], None]) -> bytes:
    def change(inside: bytes) -> bytes:
        info = cms.ContentInfo.load(bytes.fromhex(inside.decode()))
        edit(info["content"])
        return info.dump(force=True).hex().upper().encode().ljust(len(inside), b"0")

    return with_container(pdf, change)


def test_something_in_the_padding_is_found(invoice: bytes, keys: Keys) -> None:
    assert codes(with_container(invoice, lambda inside: inside[:-2] + b"01"), keys) == {Code.BAD_FORM}


def test_another_spelling_of_the_signature_is_found(invoice: bytes, keys: Keys) -> None:
    assert codes(with_container(invoice, bytes.lower), keys) == {Code.BAD_FORM}


def test_an_untouched_container_is_the_same_file(invoice: bytes) -> None:
    assert with_cms(invoice, lambda signed: None) == invoice


def test_an_unsigned_attribute_that_was_added_is_found(invoice: bytes, keys: Keys) -> None:
    def add(signed: cms.SignedData) -> None:
        value = cms.CMSAttribute({"type": "1.2.3.4", "values": [cms.OctetString(b"x")]})
        signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([value])

    assert codes(with_cms(invoice, add), keys) == {Code.BAD_FORM}


def test_a_certificate_that_was_added_is_found(pdf: bytes, keys: Keys, stranger: Keys, monkeypatch) -> None:  # noqa: ANN001
    monkeypatch.setattr("signing.keyholder._OVERHEAD", 2048)  # leave room for it
    roomy = seal(pdf, keys, reason="", at=NOW)

    def add(signed: cms.SignedData) -> None:
        signed["certificates"].append(cms.CertificateChoices("certificate", stranger.authority.certificate))

    assert codes(with_cms(roomy, add), keys) == {Code.BAD_FORM}


def test_a_signature_of_another_document_is_found(contract: Stages, keys: Keys, pdf: bytes) -> None:
    other = stages(pdf, keys).sealed
    for (start, end), (other_start, other_end) in zip(holes(contract.sealed), holes(other), strict=True):
        if end - start == other_end - other_start:
            pasted = contract.sealed[:start] + other[other_start:other_end] + contract.sealed[end:]
            assert Code.CONTENT_CHANGED in codes(pasted, keys)


def test_a_gap_wider_than_the_signature_is_found_even_if_signed(invoice: bytes, keys: Keys) -> None:
    """The holder of the keys leaves bytes uncovered, to fill them in later."""
    start, end = holes(invoice)[0]
    for shift in (2, 40):
        at = invoice.rindex(b"/ByteRange [")
        stop = invoice.index(b"]", at) + 1
        numbers = b"/ByteRange [0 %d %d %d]" % (start, end + shift, len(invoice) - end - shift)
        moved = invoice[:at] + numbers.ljust(stop - at) + invoice[max(stop, at + len(numbers)) :]
        covered = hashlib.sha256(moved[:start] + moved[end + shift :]).digest()
        signature = KeyHolder(keys.organisation_seal).sign_digest(covered).hex().upper().encode()
        forged = moved[: start + 1] + signature.ljust(end - start - 2, b"0") + moved[end - 1 :]
        assert codes(forged, keys) & {Code.BYTE_RANGE, Code.BAD_FORM}


# --- other keys -----------------------------------------------------------------------------------------


def test_an_authority_of_the_same_name_is_not_confirmed(pdf: bytes, keys: Keys, stranger: Keys) -> None:
    verdict = verify(stages(pdf, stranger).sealed, roots=[keys.root_pem])
    assert verdict.status is Status.INTACT_UNTRUSTED
    assert {problem.code for problem in verdict.problems} == {Code.ISSUER_UNCONFIRMED}
    assert [each.who for each in verdict.signatures] == [
        each.who for each in verify(stages(pdf, keys).sealed, roots=[keys.root_pem]).signatures
    ]


def test_a_certificate_in_the_name_of_our_authority_is_called_forged(
    pdf: bytes, keys: Keys, stranger: Keys
) -> None:
    """Its key identifier says that it is ours, so a chain is found; the signature under it is another's."""
    from dataclasses import replace

    posing = replace(stranger.authority, certificate=keys.authority.certificate)
    forged = stages(pdf, replace(keys, authority=posing)).sealed
    verdict = verify(forged, roots=[keys.root_pem])
    assert verdict.status is Status.BROKEN
    assert {problem.code for problem in verdict.problems} == {Code.CERTIFICATE_FORGED}


def test_a_root_inside_the_file_proves_nothing(pdf: bytes, keys: Keys, stranger: Keys) -> None:
    from dataclasses import replace

    with_root = replace(stranger.organisation_seal, chain=(stranger.authority.certificate,))
    forged = seal(pdf, replace(stranger, organisation_seal=with_root), reason="", at=NOW)
    assert verify(forged, roots=[keys.root_pem]).status is Status.INTACT_UNTRUSTED


def test_a_signer_certified_by_a_stranger_is_not_confirmed(
    contract: Stages, keys: Keys, stranger: Keys
) -> None:
    signed = sign(contract.half, stranger, field="client", signer=CLIENT, typed="И", at=minutes(2), reason="")
    verdict = verify(seal(signed, keys, reason="", at=minutes(3)), roots=[keys.root_pem])
    assert [problem.place for problem in verdict.problems] == ["client"]
    assert [each.trusted for each in verdict.signatures] == [True, True, False, True]


def test_a_signer_cannot_close_the_document_instead_of_the_organisation(contract: Stages, keys: Keys) -> None:
    person = KeyHolder(keys.one_time(CLIENT, minutes(3)))
    inscription = Inscription(minutes(3), "x", "x")
    closed = fill(open_revision(contract.signed), person, field="seal", inscription=inscription)
    assert codes(closed, keys) == {Code.SEAL_OF_ANOTHER, Code.CERTIFICATE_UNFIT}


def test_a_certificate_used_after_its_minutes_is_found(contract: Stages, keys: Keys) -> None:
    late = Inscription(minutes(60), "x", "x")
    holder = KeyHolder(keys.one_time(CLIENT, minutes(2)))
    signed = fill(open_revision(contract.half), holder, field="client", inscription=late)
    sealed = seal(signed, keys, reason="", at=minutes(61))
    assert codes(sealed, keys) == {Code.CERTIFICATE_UNFIT}


def test_a_certificate_for_issuing_does_not_sign(contract: Stages, keys: Keys) -> None:
    holder = KeyHolder(keys.authority)
    inscription = Inscription(minutes(3), "x", "x")
    sealed = fill(open_revision(contract.signed), holder, field="seal", inscription=inscription)
    assert Code.CERTIFICATE_UNFIT in codes(sealed, keys)


def test_a_key_that_is_not_the_certificates_is_found(contract: Stages, keys: Keys, stranger: Keys) -> None:
    from dataclasses import replace

    mixed = replace(keys.organisation_seal, key=stranger.organisation_seal.key)
    inscription = Inscription(minutes(3), "x", "x")
    sealed = fill(open_revision(contract.signed), KeyHolder(mixed), field="seal", inscription=inscription)
    assert codes(sealed, keys) == {Code.SIGNATURE_INVALID}


# --- structure, by insiders -----------------------------------------------------------------------------


def organisation(revision: Revision, keys: Keys, field: str, permission: MDPPerm | None = None) -> bytes:
    inscription = Inscription(minutes(3), "x", "x")
    holder = KeyHolder(keys.organisation_seal)
    return fill(revision, holder, field=field, inscription=inscription, permission=permission)


def test_a_signature_that_was_not_reserved_is_found(contract: Stages, keys: Keys) -> None:
    revision = open_revision(contract.signed)
    reserve(revision, Field("third", 0, (57, 400, 269, 471)))
    third = organisation(revision, keys, "third")
    assert codes(seal(third, keys, reason="", at=minutes(4)), keys) == {Code.NOT_RESERVED}


def test_a_signature_after_the_seal_is_found(contract: Stages, keys: Keys) -> None:
    revision = open_revision(contract.sealed)
    reserve_invisible(revision, "late")
    assert codes(organisation(revision, keys, "late"), keys)


def test_a_seal_before_the_last_signer_is_found(contract: Stages, keys: Keys) -> None:
    early = organisation(open_revision(contract.half), keys, "seal")
    assert codes(early, keys) == {Code.INCOMPLETE}
    signed = sign(early, keys, field="client", signer=CLIENT, typed="И", at=minutes(4), reason="")
    assert codes(signed, keys) == {Code.OUT_OF_ORDER}


def test_a_document_that_was_never_certified_is_found(pdf: bytes, keys: Keys) -> None:
    revision = open_revision(pdf)
    reserve_invisible(revision, "seal")
    assert codes(organisation(revision, keys, "seal"), keys) == {Code.NOT_CERTIFIED}


def test_a_certification_that_allows_more_is_found(pdf: bytes, keys: Keys) -> None:
    revision = open_revision(pdf)
    reserve_invisible(revision, "seal")
    lax = organisation(revision, keys, "seal", MDPPerm.ANNOTATE)
    assert codes(lax, keys) == {Code.NOT_CERTIFIED}


def test_a_second_certification_is_found(contract: Stages, keys: Keys) -> None:
    again = organisation(open_revision(contract.signed), keys, "seal", MDPPerm.ANNOTATE)
    assert codes(again, keys) & {Code.NOT_CERTIFIED, Code.OTHER_CHANGE}


def test_a_changed_document_under_a_fresh_certification_of_a_stranger_is_not_confirmed(
    pdf: bytes, keys: Keys, stranger: Keys
) -> None:
    forged = certify(appended(pdf, change_the_text), stranger, fields=FIELDS, reason="", at=NOW)
    verdict = verify(forged, roots=[keys.root_pem], complete=False)
    assert verdict.status is Status.INTACT_UNTRUSTED


def test_a_signature_dated_before_the_document_was_sent_is_found(
    contract: Stages, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "signing.sealing.no_earlier", lambda _revision, at: at
    )  # as somebody else's program would
    at = NOW - timedelta(minutes=1)
    early = sign(contract.certified, keys, field="client", signer=CLIENT, typed="И", at=at, reason="")
    assert codes(early, keys, complete=False) == {Code.OUT_OF_ORDER}
