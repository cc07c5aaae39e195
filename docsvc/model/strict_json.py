"""Read JSON from outside without surprises: what two programs could read differently is refused.

Refused are repeated keys, NaN and Infinity, numbers beyond reason, characters that no document can hold
(XML 1.0 §2.2, lone surrogates among them), nesting over 32 levels and bodies over 1 MiB.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from templates.text import illegal_character

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MOST_PROBLEMS = 100
ROOT = "$"
"""The path of the document as a whole."""

_MAX_DIGITS = 30
_SHOWN = 40
_TOO_DEEP = Phrase("вложенность больше %(most)s уровней", most=MAX_DEPTH)


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written, repeated keys and all."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """A number in place of its value: why it is not taken."""

    reason: str


def read_json(raw: bytes, *, most: int = MAX_BYTES) -> Any:
    """Read a body: objects, lists, strings, `int`, `Decimal` (never float), bool and None.

    Raises `BadInput` that names the path of everything refused (`lines[2].name`), or the line and column
    where the text stops being JSON.
    """
    if len(raw) > most:
        _stop(Phrase("за один раз принимается не больше %(most)s КиБ", most=most // 1024))
    reader = _Reader()
    tree = reader.value(_parse(_decode(raw)), "", 0)
    if reader.problems:
        raise BadInput(reader.problems)
    return tree


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        _stop(Phrase("это не UTF-8: байт %(byte)s не читается", byte=error.start + 1))


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=lambda name: _Refused(Phrase("%(name)s — не число", name=name)),
        )
    except json.JSONDecodeError as error:
        words = "это не JSON: ошибка в строке %(line)s, столбце %(column)s"
        _stop(Phrase(words, line=error.lineno, column=error.colno))
    except RecursionError:
        _stop(_TOO_DEEP)


def _stop(reason: str) -> NoReturn:
    raise BadInput([(ROOT, reason)]) from None


def _whole(text: str) -> int | _Refused:
    return _Refused("слишком длинное число") if len(text) > _MAX_DIGITS else int(text)


def _fraction(text: str) -> Decimal | _Refused:
    number = Decimal(text) if len(text) <= _MAX_DIGITS + 2 else None
    if number is None or abs(number.adjusted()) > _MAX_DIGITS:
        return _Refused("слишком длинное число")
    return number


class _Reader:
    """Copies a parsed tree and keeps what is wrong with it, so that all of it is told at once."""

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []

    def value(self, raw: Any, path: str, depth: int) -> Any:
        """Copy one value; `depth` counts the containers around it."""
        match raw:
            case _Refused():
                self._refuse(path, raw.reason)
            case str():
                self._text(raw, path)
                return raw
            case list() if depth == MAX_DEPTH:
                self._refuse(path, _TOO_DEEP)
            case _Pairs():
                return self._object(raw, path, depth + 1)
            case list():
                return [self.value(item, f"{path}[{n}]", depth + 1) for n, item in enumerate(raw)]
            case _:
                return raw
        return None

    def _object(self, pairs: _Pairs, path: str, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, item in pairs:
            inner = _below(path, name)
            if name in result:
                self._refuse(inner, "поле повторяется")
            self._text(name, inner)
            result[name] = self.value(item, inner, depth)
        return result

    def _text(self, text: str, path: str) -> None:
        if code := illegal_character(text):
            words = "недопустимый символ %(code)s: такой не может стоять в документе"
            self._refuse(path, Phrase(words, code=code))

    def _refuse(self, path: str, reason: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((path or ROOT, reason))


def _below(path: str, name: str) -> str:
    """Return the path of a field; a name that is no identifier stands in brackets, escaped and shortened."""
    if name.isidentifier() and len(name) <= _SHOWN:
        return f"{path}.{name}" if path else name
    return f"{path}[{name[:_SHOWN]!a}]"
