"""Foot- and endnotes as the filled-in text refers to them: one for each reference, in the order of the text.

A loop repeats references and a condition takes some away. LibreOffice gives notes out in their order,
whatever their ids say: one that nothing refers to any more would be printed in the place of another.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from itertools import count

from lxml import etree

from templates.word.names import w
from templates.word.package import NOTES, TextPart, parse
from templates.word.settle import drop_all
from templates.word.tree import written

_ID = re.compile(rb'w:id="([^"]*)"')
_TAGS = (w("footnote"), w("endnote"))


@dataclass(frozen=True, slots=True)
class Notes:
    """A part of notes that the body refers to, by elements of the name `reference`."""

    name: str
    reference: bytes


def notes_of(part: TextPart, body: etree._Element) -> Iterator[Notes]:
    """Give the notes of a part, where the body refers to any; the others go: nobody sees what they say."""
    own = list(_own(part.root)) if part.role in NOTES else []
    if not own:
        return
    reference = f"{etree.QName(own[0]).localname}Reference"
    wanted = {each.get(w("id")) for each in body.iter(w(reference))}
    drop_all(note for note in own if note.get(w("id")) not in wanted)
    if wanted:
        yield Notes(part.name, reference.encode())


def ordered(notes: Iterable[Notes], body: str, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the parts that must change for every reference of the body to have its own note, and in order."""
    changed: dict[str, bytes] = {}
    for each in notes:
        text = changed.get(body, parts[body])
        references = re.compile(rb"<w:" + each.reference + rb"\b[^>]*/>")
        wanted = [found[1].decode() for found in map(_ID.search, references.findall(text)) if found]
        root = parse(parts[each.name])
        if wanted != [note.get(w("id")) for note in _own(root)]:
            refer = partial(_refer, numbers=_rewrite(root, wanted))
            changed[each.name] = written(root)
            changed[body] = references.sub(refer, text)
    return changed


def _own(root: etree._Element) -> Iterator[etree._Element]:
    """Give the notes of an author: the others are lines between notes and text."""
    return (note for note in root.iter(*_TAGS) if note.get(w("type"), "normal") == "normal")


def _rewrite(root: etree._Element, wanted: Iterable[str]) -> Iterator[bytes]:
    """Write a note for each id that is wanted, and give their new ids, empty where there is no note."""
    known = {note.get(w("id")): note for note in _own(root)}
    drop_all(known.values())
    taken = {each.get(w("id")) for each in root}
    free = (number for number in map(str, count(1)) if number not in taken)
    numbers: list[bytes] = []
    for name in wanted:
        if name in known:
            note = known[name]
            root.append(note if note.getparent() is None else _copy(note))
            root[-1].set(w("id"), next(free))
        numbers.append(root[-1].get(w("id"), "").encode() if name in known else b"")
    return iter(numbers)


def _copy(note: etree._Element) -> etree._Element:
    copy = deepcopy(note)
    drop_all(copy.iter(w("bookmarkStart"), w("bookmarkEnd")))
    return copy


def _refer(reference: re.Match[bytes], numbers: Iterator[bytes]) -> bytes:
    """Refer by the new id; a reference to no note goes: Word would call the file damaged."""
    number = next(numbers) if _ID.search(reference[0]) else b""
    return _ID.sub(b'w:id="' + number + b'"', reference[0]) if number else b""
