"""The structure of a signed PDF: which signatures, over which bytes, in which order."""

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.archival import check_ending, check_stamped, check_unstamped
from signing.evidence import Evidence, read_evidence_store
from signing.updates import check_update
from signing.values import CERTIFICATION_FIELD, SEAL_FIELD
from signing.verdict import Broken, Code, Role
from signing.whole_tokens import read_whole

read_whole()

_HEX: Final = frozenset(b"0123456789ABCDEF")
_NUMBERS: Final = 4
_LONGEST: Final = 200
_OPENING: Final = frozenset({CERTIFICATION_FIELD, SEAL_FIELD})
"""The fields of whoever signs first, by name; any other program calls its own otherwise."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: pyHanko's view of it, and the bytes of the file that it covers.

    The signature covers 0 to `end`, but for its own `/Contents`, which is the gap from `hole` to `after`.
    `filled` are the values that came with it.
    """

    field: str
    role: Role
    embedded: Any
    hole: int
    after: int
    end: int
    filled: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """Say where the signature itself is."""
        return f"{self.field}, bytes {self.hole}–{self.after}"


@dataclass(frozen=True, slots=True)
class Layout:
    """The signatures, first to last, and the evidence for them; `unstamped` if no time stamp covers it."""

    signatures: tuple[Signed, ...]
    evidence: Evidence
    unstamped: bool

    @property
    def closed_at(self) -> int:
        """Say how many bytes the file had when the last person or seal signed."""
        return max(one.end for one in self.signatures if one.role is not Role.TIMESTAMP)


def read(pdf: bytes, *, complete: bool) -> Layout:
    """Take the file apart and check its structure, first signature first. Raises Broken."""
    reader = _open(pdf)
    found = [_located(pdf, embedded) for embedded in _filled(reader)]
    roles = _roles(reader, found)
    signed = tuple(
        Signed(embedded.fq_name, role, embedded, *place)
        for (embedded, place), role in zip(found, roles, strict=True)
    )
    unstamped = _check_revisions(reader, signed, pdf)
    filled = [_check_update(reader, one) for one in signed[1:]]
    _check_order(reader, signed, complete=complete)
    told = (signed[0], *(replace(one, filled=values) for one, values in zip(signed[1:], filled, strict=True)))
    return Layout(told, read_evidence_store(reader), unstamped)


def _open(pdf: bytes) -> PdfFileReader:
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    if reader.encrypted or reader.xrefs.hybrid_xrefs_present:
        raise Broken(Code.UNREADABLE, detail="encrypted, or with two tables of contents")
    return reader


def _filled(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    names = [name for name, _value, _ref in enumerate_sig_fields(reader, filled_status=True)]
    if not names:
        raise Broken(Code.NOT_SIGNED)
    try:
        embedded = list(reader.embedded_signatures)
    except ValueError as error:  # of the ASN.1 parser
        raise Broken(Code.BAD_FORM, detail="a signature that cannot be read") from error
    if sorted(e.fq_name for e in embedded) != sorted(set(names)):
        raise Broken(Code.BAD_FORM, detail="a signature of an unknown kind, or two fields of one name")
    if embedded[0].fq_name not in _OPENING:
        raise Broken(Code.FOREIGN, ", ".join(each.fq_name for each in embedded)[:_LONGEST])
    return embedded


def _located(pdf: bytes, embedded: EmbeddedPdfSignature) -> tuple[EmbeddedPdfSignature, tuple[int, int, int]]:
    """Check that the byte range leaves out the signature itself and nothing else."""
    field, numbers = embedded.fq_name, [int(n) for n in embedded.byte_range]
    if len(numbers) != _NUMBERS or numbers[0] != 0 or min(numbers) < 0:
        raise Broken(Code.BYTE_RANGE, field, str(numbers))
    _zero, hole, after, length = numbers
    end, gap = after + length, pdf[hole:after]
    if not hole < after <= end <= len(pdf) or gap[:1] != b"<" or gap[-1:] != b">":
        raise Broken(Code.BYTE_RANGE, field, str(numbers))
    if not _HEX.issuperset(gap[1:-1]) or bytes.fromhex(gap[1:-1].decode()) != embedded.pkcs7_content:
        raise Broken(
            Code.BAD_FORM, f"{field}, bytes {hole}–{after}", "the gap holds something else than the signature"
        )
    return embedded, (hole, after, end)


def _roles(
    reader: PdfFileReader, found: list[tuple[EmbeddedPdfSignature, tuple[int, int, int]]]
) -> list[Role]:
    first = found[0][0]
    certified = reader.root.get("/Perms", {})
    reference = certified.raw_get("/DocMDP") if "/DocMDP" in certified else None
    if reference != first.sig_field.raw_get("/V") or first.docmdp_level is None:
        raise Broken(Code.NOT_CERTIFIED, first.fq_name)
    match first.docmdp_level:
        case MDPPerm.NO_CHANGES:
            opening = Role.SEAL
        case MDPPerm.FILL_FORMS:
            opening = Role.CERTIFICATION
        case _:
            raise Broken(Code.NOT_CERTIFIED, first.fq_name, "it allows other changes")
    return [opening, *(_later_role(embedded) for embedded, _place in found[1:])]


def _later_role(embedded: EmbeddedPdfSignature) -> Role:
    if embedded.sig_object_type == "/DocTimeStamp":
        return Role.TIMESTAMP
    if "/Reference" in embedded.sig_object:
        raise Broken(Code.BAD_FORM, embedded.fq_name, "sets permissions of its own")
    return Role.SEAL if embedded.fq_name == SEAL_FIELD else Role.SIGNER


def _check_revisions(reader: PdfFileReader, signed: tuple[Signed, ...], pdf: bytes) -> bool:
    """Demand that every update since the first signature is one signature, and the last covers the file.

    After the seal evidence may come too; tell whether it is what comes last.
    """
    previous, expected = 0, signed[0].embedded.signed_revision
    for one in signed:
        revision = one.embedded.signed_revision
        if one.end <= previous or revision < expected:
            raise Broken(Code.UNSIGNED_UPDATE, f"{one.field}, bytes {previous}–{one.end}")
        _check_between(reader, range(expected, revision), one)
        if reader.xrefs.get_xref_container_info(revision).end_location > one.end:
            raise Broken(Code.BYTE_RANGE, one.field, "its table of contents is not covered")
        previous, expected = one.end, revision + 1
    later = range(expected, reader.xrefs.total_revisions)
    if previous != len(pdf) and not later:
        raise Broken(Code.BYTES_ADDED, f"bytes {previous}–{len(pdf)}")
    return _check_after(reader, later, signed, pdf)


def _check_between(reader: PdfFileReader, revisions: range, one: Signed) -> None:
    """Allow evidence before a time stamp, and nothing before a signature."""
    if revisions and one.role is not Role.TIMESTAMP:
        raise Broken(Code.UNSIGNED_UPDATE, one.field)
    for revision in revisions:
        check_unstamped(reader, revision, one.field)


def _check_after(reader: PdfFileReader, later: range, signed: tuple[Signed, ...], pdf: bytes) -> bool:
    if not later:
        return False
    if Role.SEAL not in {one.role for one in signed}:
        raise Broken(Code.UNSIGNED_UPDATE, f"bytes {signed[-1].end}–{len(pdf)}")
    for revision in later:
        check_unstamped(reader, revision, "DSS")
    check_ending(pdf, reader, later[-1])
    return True


def _check_update(reader: PdfFileReader, one: Signed) -> tuple[tuple[str, str], ...]:
    if one.role is Role.TIMESTAMP:
        check_stamped(reader, one.embedded.signed_revision, one.field)
        return ()
    return check_update(reader, one.embedded)


def _check_order(reader: PdfFileReader, signed: tuple[Signed, ...], *, complete: bool) -> None:
    roles = [one.role for one in signed]
    while roles[-1] is Role.TIMESTAMP:
        roles.pop()
    if Role.TIMESTAMP in roles or Role.SEAL in roles[:-1]:
        raise Broken(Code.OUT_OF_ORDER, detail=", ".join(roles))
    reserved = _reserved(reader, signed[0])
    filled = {one.field for one in signed[1 : len(roles)]}
    if not filled <= reserved:
        raise Broken(Code.NOT_RESERVED, ", ".join(sorted(filled - reserved)))
    if roles[-1] is Role.SEAL or complete:
        missing = sorted(reserved - filled) or ([SEAL_FIELD] if roles[-1] is not Role.SEAL else [])
        if missing:
            raise Broken(Code.INCOMPLETE, ", ".join(missing))


def _reserved(reader: PdfFileReader, first: Signed) -> set[str]:
    """List the fields that were there, empty, when the document was certified."""
    then = reader.get_historical_resolver(first.embedded.signed_revision)
    return {name for name, _value, _ref in enumerate_sig_fields(then)} - {first.field}
