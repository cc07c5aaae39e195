"""pyHanko reads a PDF letter by letter; here it is given whole what stands in one piece.

A signature is one hexadecimal text of thousands of digits, and a quarter of a verification's time went into
reading those, one by one. Only how fast a text or a name is read changes: what is not plain (spaces between
the digits, escapes, the end of the file) pyHanko reads itself, and its readers stay the measure in the tests.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils import generic

_pyhanko: Any = generic
_LETTERED_TEXT: Final = _pyhanko.read_hex_string_from_stream
_LETTERED_NAME: Final = _pyhanko.NameObject.read_from_stream
_TEXT: Final = re.compile(rb"<[0-9A-Fa-f]*>")
_NAME: Final = re.compile(rb"/[!\"$&'*-.0-;=?-Z\\^-z|~]*(?=[\x00\t\n\f\r ()<>\[\]{}/%])")
"""Regular characters but for # (the escape), up to a delimiter or white space. Source: ISO 32000-1 §7.2.2."""


def read_text(stream: Any) -> Any:
    """Read a text in hexadecimal, as pyHanko does."""
    found = _taken(_TEXT, stream)
    if found is None:
        return _LETTERED_TEXT(stream)
    digits = found[1:-1].decode()
    return _pyhanko.pdf_string(bytes.fromhex(digits + "0" * (len(digits) % 2)))


def read_name(stream: Any) -> Any:
    """Read a name, as pyHanko does."""
    found = _taken(_NAME, stream)
    return _LETTERED_NAME(stream) if found is None else _pyhanko.NameObject(found.decode())


def _taken(pattern: "re.Pattern[bytes]", stream: Any) -> bytes | None:
    """Take what fits from where the stream stands; leave it there where nothing does."""
    if not isinstance(stream, BytesIO):
        return None
    start = stream.tell()
    found = pattern.match(stream.getbuffer(), start)
    if found is None:
        return None
    stream.seek(found.end())
    return bytes(found[0])


def read_whole() -> None:
    """Have pyHanko read so in this process from here on."""
    _use(read_text, read_name)


@contextmanager
def read_by_letters() -> Iterator[None]:
    """Have pyHanko read as it comes for a while: to compare with. Not for threads."""
    _use(_LETTERED_TEXT, _LETTERED_NAME)
    try:
        yield
    finally:
        read_whole()


def _use(text: Any, name: Any) -> None:
    _pyhanko.read_hex_string_from_stream = text
    _pyhanko.NameObject.read_from_stream = staticmethod(name)
