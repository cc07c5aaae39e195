"""Write a ZIP quickly and always the same: parts that never change are deflated once and copied."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from struct import Struct

_LOCAL, _CENTRAL, _END = Struct("<4s5H3I2H"), Struct("<4s6H3I5H2I"), Struct("<4s4H2IH")
_VERSION, _UTF8, _DATE = 20, 0x800, 33  # 1 January 1980, ZIP's own beginning of time
_FAST, _SMALL = 1, 6
STORED, DEFLATED = 0, 8
_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".odttf")


@dataclass(frozen=True, slots=True)
class Entry:
    """A part ready to be copied: its name, method, checksum, size, and packed bytes with their header."""

    name: bytes
    method: int
    crc: int
    packed: int
    size: int
    record: bytes


def entry(name: str, data: bytes, *, once: bool = False) -> Entry:
    """Pack a part; `once` takes more time for fewer bytes."""
    method, packed = STORED, data
    if not name.lower().endswith(_PACKED):
        deflate = zlib.compressobj(_SMALL if once else _FAST, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed, method = deflate.compress(data) + deflate.flush(), DEFLATED
    encoded, crc = name.encode(), zlib.crc32(data)
    head = _LOCAL.pack(
        b"PK\3\4", _VERSION, _UTF8, method, 0, _DATE, crc, len(packed), len(data), len(encoded), 0
    )
    return Entry(encoded, method, crc, len(packed), len(data), head + encoded + packed)


def write_zip(entries: Iterable[Entry]) -> bytes:
    """Put entries together in the order given."""
    records: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for each in entries:
        directory.append(
            _CENTRAL.pack(
                *(b"PK\1\2", _VERSION, _VERSION, _UTF8, each.method, 0, _DATE),
                *(each.crc, each.packed, each.size, len(each.name), 0, 0, 0, 0, 0, offset),
            )
            + each.name
        )
        records.append(each.record)
        offset += len(each.record)
    size = sum(map(len, directory))
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), size, offset, 0)
    return b"".join((*records, *directory, end))
