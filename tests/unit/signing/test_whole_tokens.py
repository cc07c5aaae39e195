"""Texts and names that are read whole are read as pyHanko reads them, letter by letter."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic

from signing.whole_tokens import read_by_letters, read_name, read_text, read_whole

AROUND = b'0123456789abcdefABCDEFxyz#<>/()[]{}% \n\r\t\f\0\\"!~\x7f\x80\xff'
tokens = st.lists(st.sampled_from([bytes([sign]) for sign in AROUND]), max_size=40).map(b"".join)
plain = st.binary(max_size=40).map(lambda held: held.hex().encode() + b">")


def outcome(read: Callable[[Any], Any], held: bytes) -> tuple[object, ...]:
    """Tell what was read, of which kind, and where the stream stands after it; or what was raised."""
    stream = BytesIO(b"..." + held)
    stream.seek(3)
    try:
        found = read(stream)
    except Exception as error:  # noqa: BLE001 - whatever pyHanko raises, it has to be the same
        return type(error), str(error), stream.tell()
    return type(found), found, getattr(found, "original_bytes", None), stream.tell()


@given(st.one_of(tokens, plain, st.tuples(plain, tokens).map(b"".join), st.binary(max_size=40)))
def test_a_text_is_read_as_pyhanko_reads_it(rest: bytes) -> None:
    with read_by_letters():
        expected = outcome(generic.read_hex_string_from_stream, b"<" + rest)
    assert outcome(read_text, b"<" + rest) == expected


@given(st.one_of(tokens, st.binary(max_size=40)))
def test_a_name_is_read_as_pyhanko_reads_it(rest: bytes) -> None:
    with read_by_letters():
        expected = outcome(generic.NameObject.read_from_stream, b"/" + rest)
    assert outcome(read_name, b"/" + rest) == expected


def test_every_sign_is_read_as_pyhanko_reads_it() -> None:
    signs = [bytes([sign]) for sign in range(256)]
    names = [b"/Ab" + sign + rest for sign in signs for rest in (b"c ", b"")]
    texts = [b"<0" + sign + b"1>" for sign in signs]
    with read_by_letters():
        expected = [outcome(generic.NameObject.read_from_stream, held) for held in names]
        expected += [outcome(generic.read_hex_string_from_stream, held) for held in texts]
    found = [outcome(read_name, held) for held in names] + [outcome(read_text, held) for held in texts]
    assert found == expected


def test_a_signature_is_read_whole() -> None:
    read_whole()
    assert generic.read_hex_string_from_stream is read_text
    stream = BytesIO(b"<" + b"30" * 5000 + b">")
    stream.read = None  # type: ignore[assignment,method-assign]
    assert len(read_text(stream)) == 5000
