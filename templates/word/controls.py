"""Content controls that are left with nothing in them once tags are filled in: they go."""

from templates.word.names import w
from templates.word.settle import drop_all
from templates.word.tree import parent_of, read_again, written

_EMPTY = (b"<w:sdtContent></w:sdtContent>", b"<w:sdtContent/>")


def without_empty_controls(part: bytes) -> bytes:
    """Give a filled-in part without content controls around nothing, which some Words call damaged."""
    if not any(empty in part for empty in _EMPTY):
        return part
    root = read_again(part)
    while empty := [each for each in root.iter(w("sdtContent")) if not len(each)]:
        drop_all([parent_of(each) for each in empty])
    return written(root)
