"""What may follow the seal: evidence that keeps the signatures verifiable, and time stamps over it.

pyHanko's rules for archival updates come first; ours are narrower, for a file may be added to by anybody.
Source: ETSI EN 319 142-1 §5.4.2 (DSS), §5.4.3 (document time stamps).
"""

import re
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields

from signing.evidence import read_evidence_store
from signing.object_graph import key_of, known, raw, walk
from signing.verdict import Broken, Code

_ENDING: Final = re.compile(
    rb"\s*((endstream)?\s*(endobj)?|(trailer)?\s*<<[^%]*>>)\s*startxref\s+\d+\s+%%EOF(\r\n|\r|\n)?"
)
_TRAILER_MAY_CHANGE: Final = frozenset({"/ID", "/Size", "/Prev"})
_LONGEST: Final = 160
_FORM_MAY_CHANGE: Final = frozenset({"/Fields", "/SigFlags"})


def check_unstamped(reader: Any, revision: int, place: str) -> None:
    """Check an update that no signature or stamp came with: new evidence, and nothing else. Raises Broken."""
    before, after = _around(reader, revision)
    _check_update(reader, revision, place, otherwise=Code.UNSIGNED_UPDATE)
    if raw(before.root, "/AcroForm") != raw(after.root, "/AcroForm") or _form(before) != _form(after):
        raise Broken(Code.UNSIGNED_UPDATE, place, "the form")
    if "/DSS" in before.root:
        raise Broken(Code.BAD_EVIDENCE, place, "evidence comes once without a time stamp")
    if not read_evidence_store(after).size:
        raise Broken(Code.BAD_EVIDENCE, place, "an update without evidence")


def check_stamped(reader: Any, revision: int, field: str) -> None:
    """Check an update that brought a document time stamp: nothing but it and evidence. Raises Broken."""
    before, after = _around(reader, revision)
    _check_update(reader, revision, field, otherwise=Code.OTHER_CHANGE)
    old, new = _form(before), _form(after)
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    if changed - _FORM_MAY_CHANGE:
        raise Broken(Code.OTHER_CHANGE, field, f"form entries {sorted(changed)}")
    if set(_fields(after)) - set(_fields(before)) != {field}:
        raise Broken(Code.OTHER_CHANGE, field, "fields besides the one of the time stamp")
    x0, y0, x1, y1 = (float(edge) for edge in _fields(after)[field].get("/Rect", (0, 0, 0, 0)))
    if x0 != x1 and y0 != y1:
        raise Broken(Code.OTHER_CHANGE, field, "a time stamp that is seen on a page")


def check_ending(pdf: bytes, reader: Any, revision: int) -> None:
    """Check that nothing follows an update that no signature covers. Raises Broken."""
    end = reader.xrefs.get_xref_container_info(revision).end_location
    if not _ENDING.fullmatch(pdf[end:]):
        raise Broken(Code.BYTES_ADDED, f"bytes {end}–{len(pdf)}")


def _around(reader: Any, revision: int) -> tuple[Any, Any]:
    return reader.get_historical_resolver(revision - 1), reader.get_historical_resolver(revision)


def _form(resolver: Any) -> dict[str, Any]:
    """Return the entries of the form as they are written."""
    form = resolver.root["/AcroForm"] if "/AcroForm" in resolver.root else {}  # noqa: SIM401 - get() leaves references
    return {key: raw(form, key) for key in form}


def _fields(resolver: Any) -> dict[str, Any]:
    return {name: ref.get_object() for name, _value, ref in enumerate_sig_fields(resolver)}


def _check_update(reader: Any, revision: int, place: str, *, otherwise: Code) -> None:
    before, after = _around(reader, revision)
    try:
        result = DEFAULT_DIFF_POLICY.apply(before, after)
    except SuspiciousModification as error:
        raise Broken(otherwise, place, str(error).partition("\n")[0][:_LONGEST]) from error
    if result.modification_level > ModificationLevel.LTA_UPDATES:
        raise Broken(otherwise, place, result.modification_level.name)
    _check_trailer(reader, revision, place, otherwise)
    _check_objects(reader, revision, place, otherwise)


def _check_trailer(reader: Any, revision: int, place: str, otherwise: Code) -> None:
    before, after = (reader.trailer.flatten(number) for number in (revision - 1, revision))
    changed = {key for key in before.keys() | after.keys() if raw(before, key) != raw(after, key)}
    if changed - _TRAILER_MAY_CHANGE:
        raise Broken(otherwise, place, f"trailer entries {sorted(changed)}")


def _check_objects(reader: Any, revision: int, place: str, otherwise: Code) -> None:
    """Demand that every new object hangs below one that might be changed, and that none of them acts."""
    own = reader.xrefs.get_xref_container_info(revision).stream_ref
    touched = set(reader.xrefs.explicit_refs_in_revision(revision)) - {own}
    old = {ref for ref in touched if known(reader, ref, revision - 1)}
    fresh = {key_of(ref) for ref in touched - old}
    values = [reader.get_object(ref, revision=revision) for ref in old]
    if old & _about(reader):
        raise Broken(otherwise, place, "what the document says about itself")
    if fresh != walk(reader, values, fresh, revision)[0]:
        raise Broken(Code.BAD_EVIDENCE, place, "objects that belong to no evidence")
    new = [reader.get_object(ref, revision=revision) for ref in touched - old]
    if walk(reader, new, fresh, revision)[1]:
        raise Broken(Code.BAD_EVIDENCE, place, "an action")


def _about(reader: Any) -> set[Any]:
    """Name the objects that tell title, producer and dates: pyHanko's rules would let them change."""
    found = (raw(reader.trailer, "/Info"), raw(reader.root, "/Metadata"))
    return {each.reference for each in found if isinstance(each, generic.IndirectObject)}
