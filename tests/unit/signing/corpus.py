"""Changed files, each made by one known attack on a signed PDF, with the reason to refuse it.

Sources of the names: Mladenov et al., «1 Trillion Dollar Refund» (CCS 2019); «Shadow Attacks» (NDSS 2021);
«Attacks on PDF Certification» (S&P 2021); «PDFA comments» and «/Contents» tricks of the PDF Insecurity pages.
"""

import re
from collections.abc import Callable

from signing import Code, Keys, seal, sign
from signing.keyholder import KeyHolder
from signing.revision import Inscription, fill, open_revision
from tests.unit.signing.contract import CLIENT, Stages, minutes
from tests.unit.signing.corpus_pages import (
    font_swapped,
    free_text,
    layer_hidden,
    linked,
    overlaid,
    page_added,
    page_cropped,
    page_turned,
    pages_removed,
    pages_replaced,
    redacted,
    stamped,
    text_swapped,
)
from tests.unit.signing.corpus_signatures import (
    acting_evidence,
    byte_range_null,
    byte_range_zero,
    certification_dropped,
    contents_emptied,
    field_twice,
    file_attached,
    form_dropped,
    form_filled,
    junk_evidence,
    metadata_touched,
    script_added,
    signature_hidden,
    signature_lent,
    signature_moved,
    stowaway,
)
from tests.unit.signing.corpus_writing import Edit, appended

UPDATES: dict[Edit, set[Code]] = {
    edit: {Code.OTHER_CHANGE, Code.UNSIGNED_UPDATE}
    for edit in (
        *(text_swapped, overlaid, free_text, stamped, redacted, linked, font_swapped, page_added),
        *(pages_removed, pages_replaced, page_turned, page_cropped, layer_hidden, signature_hidden),
        *(signature_moved, form_filled, script_added, file_attached, metadata_touched),
    )
} | {
    signature_lent: {
        Code.BAD_FORM,
        Code.BYTE_RANGE,
        Code.UNSIGNED_UPDATE,
        Code.OTHER_CHANGE,
        Code.UNREADABLE,
    },
    field_twice: {Code.BAD_FORM},
    form_dropped: {Code.NOT_SIGNED, Code.UNREADABLE},
    certification_dropped: {Code.NOT_CERTIFIED},
    contents_emptied: {Code.BAD_FORM, Code.BYTE_RANGE, Code.UNREADABLE},
    byte_range_null: {Code.BYTE_RANGE, Code.UNREADABLE},
    byte_range_zero: {Code.BYTE_RANGE},
    junk_evidence: {Code.BAD_EVIDENCE, Code.UNSIGNED_UPDATE},
    acting_evidence: {Code.BAD_EVIDENCE, Code.UNSIGNED_UPDATE},
    stowaway: {Code.BAD_EVIDENCE, Code.UNSIGNED_UPDATE},
}
"""Each update by an outsider, with the codes of which one has to be given."""

LEAVES_NO_FIELD = {form_dropped}
"""After this nobody can sign any more."""

SPOILS_SIGNING = LEAVES_NO_FIELD | {signature_lent, contents_emptied, byte_range_null, field_twice}
"""After these the next signer's own software stumbles."""


# --- bytes ----------------------------------------------------------------------------------------------


def _start(pdf: bytes) -> int:
    return int(pdf.rsplit(b"startxref", 1)[1].split()[0])


def _loop(pdf: bytes) -> bytes:
    """A table of contents that names itself as the one before it."""
    end = len(pdf)
    size = re.findall(rb"/Size (\d+)", pdf)[-1].decode()
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1].decode()
    table = f"xref\n0 0\ntrailer\n<< /Size {size} /Root {root} /Prev {end} >>\nstartxref\n{end}\n%%EOF\n"
    return pdf + table.encode()


def _cut_to_an_earlier_end(pdf: bytes) -> bytes:
    """Rollback: everything up to an earlier %%EOF is a whole file."""
    ends = [match.end() for match in re.finditer(rb"%%EOF\n?", pdf)]
    return pdf[: ends[-2]]


def _hybrid(pdf: bytes) -> bytes:
    size = re.findall(rb"/Size (\d+)", pdf)[-1].decode()
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1].decode()
    start, end = _start(pdf), len(pdf)
    table = f"xref\n0 0\ntrailer\n<< /Size {size} /Root {root} /Prev {start} /XRefStm {start} >>\n"
    return pdf + table.encode() + b"startxref\n%d\n%%%%EOF\n" % end


def _without_seal(pdf: bytes) -> bytes:
    """A byte range that stops where the signature begins: signature wrapping, without what follows."""
    at = pdf.rindex(b"/ByteRange [") + len(b"/ByteRange [")
    end = pdf.index(b"]", at)
    first, hole, _after, _length = pdf[at:end].split()
    new = b" ".join([first, hole, hole, b"0"]).ljust(end - at)
    return pdf[:at] + new + pdf[end:]


def _four_more(pdf: bytes) -> bytes:
    at = pdf.rindex(b"/ByteRange [") + len(b"/ByteRange [")
    end = pdf.index(b"]", at)
    room = pdf[at : end + 8]
    text = b" ".join([*pdf[at:end].split(), b"0", b"0"]) + b"]"
    return pdf[:at] + text.ljust(len(room)) + pdf[at + len(room) :]


BYTES: dict[str, tuple[Callable[[bytes], bytes], set[Code]]] = {
    "garbage at the end": (lambda pdf: pdf + b"garbage", {Code.BYTES_ADDED}),
    "a comment at the end": (lambda pdf: pdf + b"% PDF/A\n", {Code.BYTES_ADDED, Code.UNREADABLE}),
    "zeros at the end": (lambda pdf: pdf + bytes(4096), {Code.BYTES_ADDED, Code.UNREADABLE}),
    "an object at the end": (lambda pdf: pdf + b"9 0 obj\n<<>>\nendobj\n", {Code.BYTES_ADDED}),
    "a second end": (lambda pdf: pdf + b"startxref\n%d\n%%%%EOF\n" % _start(pdf), {Code.BYTES_ADDED}),
    "a polyglot with a page": (
        lambda pdf: b"<html><body>" + pdf,
        {Code.UNREADABLE, Code.BYTE_RANGE, Code.NOT_SIGNED},
    ),
    "a polyglot with an archive": (
        lambda pdf: pdf + b"PK\x05\x06" + bytes(18),
        {Code.BYTES_ADDED, Code.UNREADABLE},
    ),
    "another version in the head": (
        lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-1.3", 1),
        {Code.CONTENT_CHANGED},
    ),
    "a rollback": (_cut_to_an_earlier_end, {Code.INCOMPLETE}),
    "a loop of tables": (_loop, {Code.UNREADABLE, Code.UNSIGNED_UPDATE, Code.BYTES_ADDED}),
    "two tables of contents": (_hybrid, {Code.UNREADABLE, Code.BYTES_ADDED, Code.UNSIGNED_UPDATE}),
    "a signature over the beginning only": (_without_seal, {Code.BYTE_RANGE, Code.BAD_FORM}),
    "a byte range of six": (_four_more, {Code.BYTE_RANGE, Code.UNREADABLE}),
    "cut in the middle": (
        lambda pdf: pdf[: len(pdf) // 2],
        {Code.UNREADABLE, Code.NOT_SIGNED, Code.INCOMPLETE},
    ),
    "nothing of it": (lambda _pdf: b"%PDF-1.7\n%%EOF\n", {Code.UNREADABLE}),
}


# --- insiders: whoever holds the keys -------------------------------------------------------------------


def sealed_along(edit: Edit) -> Callable[[Stages, Keys], bytes]:
    """Change the document in the update of the seal itself."""

    def made(contract: Stages, keys: Keys) -> bytes:
        revision = open_revision(contract.signed)
        edit(revision)
        inscription = Inscription(minutes(3), "x", "x")
        return fill(revision, KeyHolder(keys.organisation_seal), field="seal", inscription=inscription)

    return made


def signed_over(edit: Edit) -> Callable[[Stages, Keys], bytes]:
    """Change the document between two signatures; both later ones cover the change."""

    def made(contract: Stages, keys: Keys) -> bytes:
        changed = appended(contract.half, edit)
        signed = sign(changed, keys, field="client", signer=CLIENT, typed="И", at=minutes(2), reason="")
        return seal(signed, keys, reason="", at=minutes(3))

    return made
