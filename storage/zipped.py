"""A ZIP with exactly one spelling, so that any changed byte shows and has a name.

Entries are stored, not deflated: what a deflater writes differs between its versions and makers, and a
package must check on every machine for as long as it is kept. PDFs do not shrink anyway, and what is not
deflated cannot be a bomb. Everything else is fixed: order as given, UTF-8 flag, 1980-01-01, mode 0644, no
extra fields, no comments. Layout: local header and bytes of each entry, central directory, end record.
Source: PKWARE APPNOTE 6.3, §4.3.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from zlib import crc32

from storage.errors import BundleBroken, BundleRefused

MAX_ENTRIES = 200
MAX_ENTRY_BYTES = 256 * 2**20
MAX_TOTAL_BYTES = 512 * 2**20
_MAX_NAME_BYTES = 200  # file systems hold 255; a suffix such as " (1)" must still fit

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4sH26s3H2I")  # the 26 bytes are those of the local header after its mark
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_MARKS = (_LOCAL_MARK, _CENTRAL_MARK, _END_MARK)

_CHECKSUM = range(14, 18)  # of a local header

_VERSION = 20  # 2.0 reads it
_MADE_BY = 3 << 8 | _VERSION  # Unix, so that the mode below counts
_UTF8 = 1 << 11
_STORED = 0
_TIME, _DAY = 0, 1 << 5 | 1  # 1980-01-01 00:00:00, the first that a ZIP can say
_MODE = 0o100644 << 16

_FORBIDDEN = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff<>:"/\\|?*]|^[ .]|[ .]$'
)
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def write_zip(entries: Sequence[tuple[str, bytes]]) -> bytes:
    """Write entries, in their order, as a ZIP; raise BundleRefused for a name or a size it may not have."""
    problem = _problem(entries)
    if problem is not None:
        raise BundleRefused(problem)
    written = [part for name, content in entries for part in (_header(name, content), content)]
    records = list(_records(entries))
    size = sum(len(part) for part in written)
    return b"".join((*written, *records, _end(records, start=size)))


def read_zip(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Read a ZIP that `write_zip` wrote.

    Raises BundleBroken at the entry or the byte that `write_zip` would not have written: a file that
    passes is equal, byte for byte, to its entries written again.
    """
    if len(data) > MAX_TOTAL_BYTES + MAX_ENTRIES * 1024:
        raise BundleBroken(f"byte {MAX_TOTAL_BYTES}", "the package is larger than any we make")
    entries = tuple(_walk(data))
    problem = _problem(entries)
    if problem is not None:
        raise BundleBroken("the list of entries", problem)
    _check_directory(data, entries)
    return entries


def _walk(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Go from local header to local header until the central directory begins."""
    place, count = 0, 0
    while data[place : place + 4] not in (_CENTRAL_MARK, _END_MARK):
        name, content = _read_entry(data, place)
        place += len(_header(name, b"")) + len(content)
        count += 1
        if count > MAX_ENTRIES:
            raise BundleBroken(f"byte {place}", f"there are more than {MAX_ENTRIES} entries")
        yield name, content


def _read_entry(data: bytes, place: int) -> tuple[str, bytes]:
    if data[place : place + 4] != _LOCAL_MARK or len(data) < place + _LOCAL.size:
        raise BundleBroken(f"byte {place}", "no entry and no central directory begins here")
    size, name_size = _LOCAL.unpack_from(data, place)[8:10]
    start = place + _LOCAL.size + name_size
    end = start + size
    if data[end : end + 4] not in _MARKS:
        raise BundleBroken(f"byte {end}", f"no record begins here, where the header at byte {place} leads")
    name = _read_name(data[place + _LOCAL.size : start], place + _LOCAL.size)
    _check_header(name, data[place:start], _header(name, data[start:end]), place=place)
    return name, data[start:end]


def _check_header(name: str, found: bytes, header: bytes, *, place: int) -> None:
    if found == header:
        return
    byte = place + first_difference(found, header)
    if byte - place in _CHECKSUM:
        raise BundleBroken(name, f"its bytes, or the checksum of them at byte {byte}, were changed")
    raise BundleBroken(f"byte {byte}", f"the header of {name} was changed")


def _read_name(raw: bytes, place: int) -> str:
    try:
        name = raw.decode()
    except UnicodeDecodeError as error:
        raise BundleBroken(f"byte {place + error.start}", "the name of an entry is not UTF-8") from None
    problem = _name_problem(name)
    if problem is not None:
        raise BundleBroken(f"byte {place}", problem)
    return name


def _check_directory(data: bytes, entries: Sequence[tuple[str, bytes]]) -> None:
    """Compare what follows the entries with the directory that belongs to them."""
    header = 0
    start = place = sum(len(_header(name, b"")) + len(content) for name, content in entries)
    records = list(_records(entries))
    for (name, content), record in zip(entries, records, strict=True):
        _check_record(data[place : place + len(record)], record, place=place, header=header)
        header += len(_header(name, b"")) + len(content)
        place += len(record)
    end = _end(records, start=start)
    if data[place:] != end:
        byte = place + first_difference(data[place:], end)
        raise BundleBroken(f"byte {byte}", "the end of the ZIP was changed")


def _check_record(found: bytes, record: bytes, *, place: int, header: int) -> None:
    """Compare a record at `place` with that of the entry whose local header begins at `header`."""
    if found == record:
        return
    difference = first_difference(found, record)
    if difference < _CENTRAL.size:
        raise BundleBroken(f"byte {place + difference}", "the central directory was changed")
    byte = header + _LOCAL.size + difference - _CENTRAL.size
    other = place + difference
    raise BundleBroken(f"byte {byte}", f"the name here and the one at byte {other} disagree; one was changed")


def _header(name: str, content: bytes) -> bytes:
    raw = name.encode()
    fields = (_VERSION, _UTF8, _STORED, _TIME, _DAY, crc32(content), len(content), len(content), len(raw), 0)
    return _LOCAL.pack(_LOCAL_MARK, *fields) + raw


def _records(entries: Sequence[tuple[str, bytes]]) -> Iterator[bytes]:
    """Write the central directory: per entry its local header again, with mode and offset."""
    offset = 0
    for name, content in entries:
        header = _header(name, content)
        after_mark = header[4 : _LOCAL.size]
        raw = header[_LOCAL.size :]
        yield _CENTRAL.pack(_CENTRAL_MARK, _MADE_BY, after_mark, 0, 0, 0, _MODE, offset) + raw
        offset += len(header) + len(content)


def _end(records: Sequence[bytes], *, start: int) -> bytes:
    count, size = len(records), sum(len(record) for record in records)
    return _END.pack(_END_MARK, 0, 0, count, count, size, start, 0)


def _problem(entries: Sequence[tuple[str, bytes]]) -> str | None:
    """Say why these entries cannot be one package, or None."""
    if len(entries) > MAX_ENTRIES:
        return f"there are {len(entries)} entries; {MAX_ENTRIES} are allowed"
    if sum(len(content) for _, content in entries) > MAX_TOTAL_BYTES:
        return f"the entries have more than {MAX_TOTAL_BYTES // 2**20} MiB together"
    folded = [name.casefold() for name, _ in entries]
    if len(set(folded)) != len(folded):
        twice = next(name for name in folded if folded.count(name) > 1)
        return f"two entries are named {twice!r}, or differ by case only"
    return next(filter(None, (_entry_problem(name, content) for name, content in entries)), None)


def _entry_problem(name: str, content: bytes) -> str | None:
    if len(content) > MAX_ENTRY_BYTES:
        return f"{name!r} has more than {MAX_ENTRY_BYTES // 2**20} MiB"
    return _name_problem(name)


def _name_problem(name: str) -> str | None:
    """Say why a name cannot be a plain file name on every system, or None."""
    if not name or _FORBIDDEN.search(name) or _DEVICE.fullmatch(name):
        return f"{name!a} cannot be the name of a file everywhere"
    if unicodedata.normalize("NFC", name) != name:
        return f"{name!a} is not in the normal form NFC"
    if len(name.encode(errors="replace")) > _MAX_NAME_BYTES:
        return f"{name!r} has more than {_MAX_NAME_BYTES} bytes"
    return None


def first_difference(left: bytes, right: bytes) -> int:
    """Find the first byte at which two texts differ, which may be the end of the shorter."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(left), len(right)))
