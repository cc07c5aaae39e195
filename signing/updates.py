"""What an incremental update may bring: one signature in one reserved field.

Far less than DocMDP P=2 allows.
"""

from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification

from signing.verdict import Broken, Code

_MAY_CHANGE: Final = frozenset({"/V", "/AP"})
_TRAILER_MAY_CHANGE: Final = frozenset({"/ID", "/Size", "/Prev"})


def check_update(reader: Any, embedded: Any, *, timestamp: bool) -> None:
    """Check the update that brought a signature: its field got a value and a look, and nothing else happened.

    A document time stamp may bring validation data too, and is left to pyHanko's rules for long-term
    archival. Raises Broken.
    """
    revision = embedded.signed_revision
    if timestamp:
        _check_archival(reader, revision, embedded.fq_name)
    else:
        _check_signature(reader, embedded, revision)


def _check_signature(reader: Any, embedded: Any, revision: int) -> None:
    field = embedded.fq_name
    place, xrefs = embedded.sig_field.container_ref, reader.xrefs
    if not _known(xrefs, place, revision - 1):
        raise Broken(Code.NOT_RESERVED, field)
    before, after = (reader.get_object(place, revision=number) for number in (revision - 1, revision))
    changed = {key for key in before.keys() | after.keys() if _raw(before, key) != _raw(after, key)}
    if changed - _MAY_CHANGE:
        raise Broken(Code.OTHER_CHANGE, field, f"field entries {sorted(changed)}")
    touched = xrefs.explicit_refs_in_revision(revision) - {xrefs.get_xref_container_info(revision).stream_ref}
    old = {ref for ref in touched if _known(xrefs, ref, revision - 1)}
    if old != {place} or xrefs.refs_freed_in_revision(revision):
        names = ", ".join(
            f"{ref.idnum} {ref.generation}" for ref in sorted(old - {place}, key=lambda r: r.idnum)
        )
        raise Broken(Code.OTHER_CHANGE, field, f"objects {names}")
    fresh = {_key(ref) for ref in touched - old}
    if fresh != _reached(reader, [_raw(after, key) for key in _MAY_CHANGE], fresh):
        raise Broken(Code.OTHER_CHANGE, field, "objects that belong to no signature")
    _check_trailer(reader, revision, field)


def _reached(reader: Any, start: list[Any], fresh: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Follow references into the new objects only.

    They are read as they are now: no later update may touch them.
    """
    seen: set[tuple[int, int]] = set()
    pending = start
    while pending:
        value = pending.pop()
        match value:
            case generic.IndirectObject() if _key(value) in fresh and _key(value) not in seen:
                seen.add(_key(value))
                pending.append(reader.get_object(value.reference))
            case generic.DictionaryObject():
                pending.extend(value.raw_get(key) for key in value)
            case generic.ArrayObject():
                pending.extend(value.raw_get(index) for index in range(len(value)))
    return seen


def _check_trailer(reader: Any, revision: int, field: str) -> None:
    before, after = (reader.trailer.flatten(number) for number in (revision - 1, revision))
    changed = {key for key in before.keys() | after.keys() if _raw(before, key) != _raw(after, key)}
    if changed - _TRAILER_MAY_CHANGE:
        raise Broken(Code.OTHER_CHANGE, field, f"trailer entries {sorted(changed)}")


def _check_archival(reader: Any, revision: int, field: str) -> None:
    before, after = (reader.get_historical_resolver(number) for number in (revision - 1, revision))
    try:
        result = DEFAULT_DIFF_POLICY.apply(before, after)
    except SuspiciousModification as error:
        raise Broken(Code.OTHER_CHANGE, field, str(error)) from error
    if result.modification_level > ModificationLevel.LTA_UPDATES:
        raise Broken(Code.OTHER_CHANGE, field, result.modification_level.name)


def _known(xrefs: Any, ref: generic.Reference, revision: int) -> bool:
    return xrefs.get_historical_ref(ref, revision) is not None


def _key(ref: Any) -> tuple[int, int]:
    return ref.idnum, ref.generation


def _raw(dictionary: Any, key: str) -> Any:
    return dictionary.raw_get(key) if key in dictionary else None
