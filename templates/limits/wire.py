"""What goes between us and a cook: calls there, answers back.

A call is ours and is trusted by the cook. An answer comes from a process that touched hostile material, so
only plain values and the value classes and errors of this package are read from it.
"""

import io
import pickle
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from functools import lru_cache
from typing import Any, ClassVar

from markupsafe import Markup

from templates.errors import TemplateError
from templates.phrase import Phrase, phrase_made
from templates.source import Source

_PLAIN = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (set, frozenset, date, datetime, timedelta, Decimal, Markup)
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take: wall clock and CPU in seconds, address space in bytes.

    The defaults are for reading a template; a document of a thousand lines takes longer.
    """

    seconds: float = 30
    cpu: int = 20
    memory: int = 2 * 2**30


LIMITS = Limits()
LONGEST_PHRASE = 2**20
"""Characters of an answer's phrase, its values written out: who is not trusted cannot have us write more."""

_PLACE = re.compile(r"%\((\w+)\)s")


class Broken(RuntimeError):
    """A limited function failed in a way that is nobody's template: its traceback."""


class Ending(StrEnum):
    """How a call ended."""

    DONE = "done"
    REFUSED = "refused"
    MEMORY = "memory"
    BROKEN = "broken"
    DIED = "died"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of this package, named by where it stands, and what it is called with."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    limits: Limits


@lru_cache(maxsize=64)
def _unpack(blob: bytes) -> Source:
    """Read a template once for each blob, not for each call."""
    return Source.unpack(blob)


def _error(kind: type[TemplateError], args: tuple[Any, ...], state: Mapping[str, Any]) -> TemplateError:
    """Make an error as it was: constructors take other arguments than `args`."""
    made = kind.__new__(kind)
    made.args = args
    made.__dict__.update(state)
    return made


def _phrase(message: str, values: Mapping[str, str]) -> Phrase:
    """Make a phrase as it was; raise UnpicklingError for one that is none, or would grow when written out."""
    if not _is_phrase(message, values):
        raise pickle.UnpicklingError("фраза слишком длинная или не той формы")
    return phrase_made(message, values)


def _is_phrase(message: str, values: Mapping[str, str]) -> bool:
    """Tell whether every place of the words has its value, as text, and nothing else is filled in."""
    if not isinstance(message, str) or not all(isinstance(each, str) for each in values.values()):
        return False
    names = _PLACE.findall(message)
    bare = not values or "%" not in _PLACE.sub("", message).replace("%%", "")
    if not bare or not set(names) <= set(values) or {"cls", "message"} & set(values):
        return False
    return len(message) + sum(len(values[name]) for name in names) <= LONGEST_PHRASE


class _Writer(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, Source):
            return _unpack, (obj.pack(),)
        if isinstance(obj, Phrase):
            return _phrase, (obj.message, obj.values)
        if isinstance(obj, Enum):
            return type(obj), (obj.value,)  # Debian 12's Python 3.11.2 would write a call of getattr
        if isinstance(obj, TemplateError):
            return _error, (type(obj), obj.args, vars(obj))
        return NotImplemented


class _Reader(pickle.Unpickler):
    functions: ClassVar = {"_unpack": _unpack, "_error": _error, "_phrase": _phrase}

    def find_class(self, module: str, name: str) -> Any:
        """Give a plain class, or a value class or error of ours. Raises UnpicklingError for anything else."""
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        if module == __name__ and name in self.functions:
            return self.functions[name]
        found = super().find_class(module, name) if module.partition(".")[0] == "templates" else None
        if isinstance(found, type) and found.__module__ == module and _is_value(found):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} не может быть ответом")


def _is_value(kind: type) -> bool:
    named = issubclass(kind, tuple) and hasattr(kind, "_fields")
    return named or is_dataclass(kind) or issubclass(kind, Enum | TemplateError)


def write(value: object) -> bytes:
    """Put a call or an answer into bytes."""
    buffer = io.BytesIO()
    _Writer(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def read_call(raw: bytes) -> Call:
    """Read a call: in a cook only."""
    call: Call = pickle.loads(raw)  # noqa: S301 - written by the process that started us
    return call


def read_answer(raw: bytes) -> tuple[Ending, Any]:
    """Read how a call ended and what it gave. Raises UnpicklingError for what no cook of ours writes."""
    ending, given = _Reader(io.BytesIO(raw)).load()
    return Ending(ending), given
