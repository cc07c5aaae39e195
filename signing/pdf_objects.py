"""PDF objects by short names: pyHanko's constructors carry no types, so the untyped calls are all here."""

from typing import Any

from pyhanko.pdf_utils import generic

_generic: Any = generic


def name(text: str) -> Any:
    """Make a name; the text begins with a slash."""
    return _generic.pdf_name(text)


def numbers(*values: float) -> Any:
    """Make an array of numbers, with two decimals where they are not whole."""
    return array(*(number(value) for value in values))


def number(value: float) -> Any:
    """Make a number, with two decimals if it is not whole."""
    whole = round(value)
    return _generic.NumberObject(whole) if value == whole else _generic.FloatObject(f"{value:.2f}")


def array(*values: Any) -> Any:
    """Make an array of objects."""
    return _generic.ArrayObject(values)


def dictionary(**entries: Any) -> Any:
    """Make a dictionary; a text with a slash becomes a name, another one a string, a number a number."""
    return _generic.DictionaryObject({name(f"/{key}"): _value(value) for key, value in entries.items()})


def stream(data: bytes, **entries: Any) -> Any:
    """Make a compressed stream."""
    made = _generic.StreamObject(dictionary(**entries), stream_data=data)
    made.compress()
    return made


def packed(deflated: bytes, **entries: Any) -> Any:
    """Make a stream of what is deflated already."""
    return _generic.StreamObject(dictionary(Filter="/FlateDecode", **entries), encoded_data=deflated)


def _value(value: Any) -> Any:
    match value:
        case str() if value.startswith("/"):
            return name(value)
        case str():
            return _generic.pdf_string(value)
        case int() | float():
            return number(value)
        case _:
            return value
