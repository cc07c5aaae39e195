"""What an incremental update may bring: one signature in its reserved field, with the values of its signer.

Far less than DocMDP P=2 allows.
"""

from typing import Any, Final

from signing.fields_filled import check_value, field_name, label_of, owner_of
from signing.object_graph import changed_keys, key_of, known, raw, walk
from signing.verdict import Broken, Code

_MAY_CHANGE: Final = frozenset({"/V", "/AP"})
_TRAILER_MAY_CHANGE: Final = frozenset({"/ID", "/Size", "/Prev"})


def check_update(reader: Any, embedded: Any) -> tuple[tuple[str, str], ...]:
    """Check the update that brought a signature: its field got a value and a look, and so did its signer's.

    Nothing else happened. Return what was filled in along with it, by its label. Raises Broken.
    """
    revision, field = embedded.signed_revision, embedded.fq_name
    place = embedded.sig_field.container_ref
    if not known(reader, place, revision - 1):
        raise Broken(Code.NOT_RESERVED, field)
    touched = _touched(reader, revision)
    old = {ref for ref in touched if known(reader, ref, revision - 1)}
    _check_place(reader, place, revision, field)
    values = sorted(old - {place}, key=key_of)
    filled = tuple(_value(reader, ref, revision, field) for ref in values)
    if place not in old or reader.xrefs.refs_freed_in_revision(revision):
        raise Broken(Code.OTHER_CHANGE, field, "objects taken away")
    _check_fresh(reader, [place, *values], {key_of(ref) for ref in touched - old}, revision, field)
    _check_trailer(reader, revision, field)
    return filled


def _touched(reader: Any, revision: int) -> set[Any]:
    own = reader.xrefs.get_xref_container_info(revision).stream_ref
    return set(reader.xrefs.explicit_refs_in_revision(revision)) - {own}


def _check_place(reader: Any, place: Any, revision: int, field: str) -> None:
    changed = changed_keys(reader, place, revision)
    if changed - _MAY_CHANGE:
        raise Broken(Code.OTHER_CHANGE, field, f"field entries {sorted(changed)}")


def _value(reader: Any, ref: Any, revision: int, field: str) -> tuple[str, str]:
    """Read what the signer filled in, where the object is a field of theirs. Raises Broken."""
    before = reader.get_object(ref, revision=revision - 1)
    name = field_name(before)
    if not name:
        raise Broken(Code.OTHER_CHANGE, field, f"objects {ref.idnum} {ref.generation}")
    if owner_of(name) != field:
        raise Broken(Code.VALUE_OF_ANOTHER, field, name)
    after = reader.get_object(ref, revision=revision)
    value = check_value(before, after, changed_keys(reader, ref, revision), field)
    return label_of(before), value


def _check_fresh(
    reader: Any, changed: list[Any], fresh: set[tuple[int, int]], revision: int, field: str
) -> None:
    """Demand that every new object belongs to what was filled in, and that none of them acts."""
    values = [raw(reader.get_object(ref, revision=revision), key) for ref in changed for key in _MAY_CHANGE]
    found, acts = walk(reader, values, fresh, revision)
    if fresh != found:
        raise Broken(Code.OTHER_CHANGE, field, "objects that belong to no signature")
    if acts:
        raise Broken(Code.OTHER_CHANGE, field, "an action")


def _check_trailer(reader: Any, revision: int, field: str) -> None:
    before, after = (reader.trailer.flatten(number) for number in (revision - 1, revision))
    changed = {key for key in before.keys() | after.keys() if raw(before, key) != raw(after, key)}
    if changed - _TRAILER_MAY_CHANGE:
        raise Broken(Code.OTHER_CHANGE, field, f"trailer entries {sorted(changed)}")
