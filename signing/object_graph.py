"""How the objects of a PDF hang together, and what a revision did to them."""

from typing import Any, Final

from pyhanko.pdf_utils import generic

_ACTING: Final = frozenset({"/A", "/AA", "/JS", "/OpenAction", "/Launch", "/URI", "/EmbeddedFiles", "/XFA"})


def known(reader: Any, ref: Any, revision: int) -> bool:
    """Tell whether an object was there in a revision."""
    return reader.xrefs.get_historical_ref(ref, revision) is not None


def key_of(ref: Any) -> tuple[int, int]:
    """Return what names an object: its number and its generation."""
    return ref.idnum, ref.generation


def raw(dictionary: Any, key: str) -> Any:
    """Return an entry as it is written, a reference as a reference; None where there is none."""
    return dictionary.raw_get(key) if key in dictionary else None


def changed_keys(reader: Any, ref: Any, revision: int) -> set[str]:
    """Name the entries of a dictionary that a revision changed."""
    before, after = (reader.get_object(ref, revision=number) for number in (revision - 1, revision))
    return {key for key in before.keys() | after.keys() if raw(before, key) != raw(after, key)}


def walk(
    reader: Any, start: list[Any], fresh: set[tuple[int, int]], revision: int
) -> tuple[set[tuple[int, int]], bool]:
    """Follow references into the new objects of a revision only.

    Return which of them are reached, and whether anything there does something when it is opened or clicked.
    """
    seen: set[tuple[int, int]] = set()
    acts, pending = False, list(start)
    while pending:
        value = pending.pop()
        match value:
            case generic.IndirectObject() if key_of(value) in fresh and key_of(value) not in seen:
                seen.add(key_of(value))
                pending.append(_read(reader, value.reference, revision))
            case generic.DictionaryObject():
                acts = acts or not _ACTING.isdisjoint(value)
                pending.extend(value.raw_get(key) for key in value)
            case generic.ArrayObject():
                pending.extend(value.raw_get(index) for index in range(len(value)))
    return seen, acts


def _read(reader: Any, ref: Any, revision: int) -> Any:
    """Read an object as a revision left it; the reader keeps parsed only what was not changed since."""
    if reader.xrefs.get_last_change(ref) == revision:
        return reader.get_object(ref)
    return reader.get_object(ref, revision=revision)
