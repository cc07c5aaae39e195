"""Bytes of a TrueType file. Source: OpenType 1.9, "Organization of an OpenType Font" and "glyf"."""

import struct
from collections.abc import Iterator
from typing import Final

_MAGIC: Final = 0xB1B0AFBA
_ADJUSTMENT_AT: Final = 8  # in the table head
_HEADER: Final = 10  # bytes before the outline: the number of contours and the box

_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _INSTRUCTIONS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100


def components(outline: bytes) -> list[int]:
    """List the glyphs that a composite one is made of, none for a simple one."""
    return [struct.unpack_from(">H", outline, at + 2)[0] for at, _flags, _end in _parts(outline)]


def unhinted(outline: bytes) -> bytes:
    """Drop the hinting program of a glyph."""
    if not outline:
        return b""
    bare = bytearray(outline)
    contours: int = struct.unpack_from(">h", outline)[0]
    if contours >= 0:
        at = _HEADER + 2 * contours
        length = struct.unpack_from(">H", outline, at)[0]
        bare[at : at + 2 + length] = b"\0\0"
    else:
        for at, flags, end in _parts(outline):
            struct.pack_into(">H", bare, at, flags & ~_INSTRUCTIONS)
            last = end
        del bare[last:]
    return bytes(bare)


def _parts(outline: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield place, flags and end of each component record."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, more = _HEADER, True
    while more:
        flags = struct.unpack_from(">H", outline, at)[0]
        end = at + 4 + (4 if flags & _WORDS else 2)
        end += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES) + 8 * bool(flags & _MATRIX)
        yield at, flags, end
        at, more = end, bool(flags & _MORE)


def assemble(tables: dict[str, bytes]) -> bytes:
    """Join tables into a TrueType file with a directory and check sums."""
    tables = tables | {"head": _without_adjustment(tables["head"])}
    power = len(tables).bit_length() - 1
    span = 16 << power
    start = struct.pack(">LHHHH", 0x00010000, len(tables), span, power, 16 * len(tables) - span)
    offset, body, places = len(start) + 16 * len(tables), bytearray(), {}
    for tag in sorted(tables):
        places[tag] = offset + len(body)
        start += struct.pack(">4sLLL", tag.encode(), _checksum(tables[tag]), places[tag], len(tables[tag]))
        body += tables[tag] + bytes(-len(tables[tag]) % 4)
    whole = bytearray(start + body)
    adjustment = (_MAGIC - _checksum(bytes(whole))) & 0xFFFFFFFF
    struct.pack_into(">L", whole, places["head"] + _ADJUSTMENT_AT, adjustment)
    return bytes(whole)


def _without_adjustment(head: bytes) -> bytes:
    return head[:_ADJUSTMENT_AT] + bytes(4) + head[_ADJUSTMENT_AT + 4 :]


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}L", padded))
    return total & 0xFFFFFFFF
