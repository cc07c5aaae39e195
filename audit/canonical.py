"""One spelling for every value: JSON by RFC 8785, made strict.

RFC 8785 has no decimals and no dates, so money is a string (`Decimal("1234.50")` becomes `"1234.50"`),
a time is UTC with microseconds (`2026-11-21T09:30:00.000000Z`) and a day is `2026-11-21`. Floats are
refused: a sum that went through one is already wrong.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

import rfc8785

from audit.errors import NotCanonical

DEPTH = 64  # far above any real record, far below the interpreter's own limit
_SAFE_INTEGER = 2**53 - 1  # RFC 8785 §3.2.2.3: beyond it a reader in another language rounds


def canonical(value: object, *, depth: int = DEPTH) -> bytes:
    """Write a value as canonical JSON (RFC 8785), UTF-8.

    Takes None, bool, int up to 2⁵³-1, str, finite Decimal, aware datetime, date, list, tuple and mappings
    with string keys. Raises NotCanonical with the path of whatever else it meets: floats, naive times,
    lone surrogates, bytes, values nested deeper than `depth`.
    """
    return rfc8785.dumps(cast(Any, _plain(value, "$", depth)))


def parse_canonical(data: bytes) -> object:
    """Read bytes that must be the canonical form of their value.

    Raises NotCanonical with the first byte that differs from what `canonical` would have written.
    """
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_unique)
    except NotCanonical:
        raise
    except UnicodeDecodeError as error:
        raise NotCanonical(f"byte {error.start}", "not UTF-8") from None
    except json.JSONDecodeError as error:
        place = len(text[: error.pos].encode())
        raise NotCanonical(f"byte {place}", f"not JSON ({error.msg})") from None
    except ValueError:
        raise NotCanonical("$", "a number with too many digits") from None
    except RecursionError:
        raise NotCanonical("$", f"nested deeper than {DEPTH}") from None
    again = canonical(value)
    if again != data:
        raise NotCanonical(f"byte {first_difference(data, again)}", "not spelled canonically")
    return cast(object, value)


def timestamp(at: datetime) -> str:
    """Write an aware time as UTC with microseconds and `Z`; raise NotCanonical for a naive one."""
    if at.utcoffset() is None:
        raise NotCanonical("$", "a time without a zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def first_difference(left: bytes, right: bytes) -> int:
    """Find the first byte at which two texts differ, which may be the end of the shorter."""
    pairs = zip(left, right, strict=False)
    shorter = min(len(left), len(right))
    return next((index for index, (one, other) in enumerate(pairs) if one != other), shorter)


def _plain(value: object, path: str, depth: int) -> object:
    """Turn a value into what JSON knows, or refuse it by its path."""
    if depth < 0:
        raise NotCanonical(path, "nested too deep")
    match value:
        case Mapping():
            return {_text(key, path): _plain(item, f"{path}.{key}", depth - 1) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item, f"{path}[{index}]", depth - 1) for index, item in enumerate(value)]
        case _:
            return _scalar(value, path)


def _scalar(value: object, path: str) -> object:
    match value:
        case None | bool():
            return value
        case str():
            return _text(value, path)
        case int():
            return _integer(value, path)
        case float():
            raise NotCanonical(
                path, "a float, which has already rounded; write numbers with a fraction as text"
            )
        case Decimal():
            return _decimal(value, path)
        case datetime():
            return _instant(value, path)
        case date():
            return value.isoformat()
        case _:
            raise NotCanonical(path, f"{type(value).__name__} has no canonical form")


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise NotCanonical(path, f"a key that is {type(value).__name__}, not text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical(path, "a lone surrogate, which no text can hold") from None
    return value


def _integer(value: int, path: str) -> int:
    if abs(value) > _SAFE_INTEGER:
        raise NotCanonical(path, "a whole number beyond 2⁵³-1; write it as text")
    return value


def _decimal(value: Decimal, path: str) -> str:
    if not value.is_finite():
        raise NotCanonical(path, f"{value} is not a number")
    return format(value, "f")


def _instant(value: datetime, path: str) -> str:
    try:
        return timestamp(value)
    except NotCanonical as error:
        raise NotCanonical(path, error.reason) from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise NotCanonical(ascii(repeated), "a repeated key")
    return found
