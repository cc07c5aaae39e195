"""What may stand in a line of the log. A key that is not named here, or a value of another form, is left out.

Names, addresses, links and codes have no key, and no key has a form that they would fit: what writes a line
cannot leak by mistake. An exception is told by its kind and its place; its words often quote somebody's data.
"""

import re
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any, Final

UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
REQUEST_ID: Final = r"[0-9a-f][0-9a-f-]{14,62}[0-9a-f]"
_WORD: Final = r"[a-z][a-z0-9_-]{0,59}"
_DOTTED: Final = r"[A-Za-z_][\w.]{0,99}"
_NUMBER: Final = r"-?\d{1,12}(?:\.\d{1,6})?"

FORMS: Final[dict[str, re.Pattern[str]]] = {
    key: re.compile(form, re.ASCII)
    for key, form in {
        "time": r"[0-9T:.+Z-]{20,32}",
        "level": _WORD,
        "event": _WORD,
        "role": _WORD,
        "worker": r"[a-z]+(?:-\d+)?:[\w.-]{1,40}:[0-9a-f]{8}",
        "pid": _NUMBER,
        "request": REQUEST_ID,
        "document": UUID,
        "job": UUID,
        "name": _WORD,
        "queue": _WORD,
        "route": r"[a-z_]{1,40}(?:\.[a-z_]{1,40}){0,3}",
        "method": r"[A-Z]{3,7}",
        "status": _NUMBER,
        "ms": _NUMBER,
        "attempts": _NUMBER,
        "count": _NUMBER,
        "outcome": _WORD,
        "part": _WORD,
        "state": _WORD,
        "reason": _WORD,
        "place": r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}",
        "logger": r"[a-z_][a-z0-9_.]{0,79}",
        "error": _DOTTED,
        "causes": _DOTTED,
        "trace": r"[\w./<>-]{1,200}:\d{1,6} [\w<>]{1,80}",
    }.items()
}
"""Every key with the form of its value, or of each in a list, in the order in which a line is written."""

Line = MutableMapping[str, Any]

MOST_FRAMES: Final = 30
MOST_CAUSES: Final = 5
MOST_CHARACTERS: Final = 300
LONGEST_TEXT: Final = 1000
"""Characters that are looked at: a library may put a whole file into a message."""

_SPEAKING: Final = (ArithmeticError, AttributeError, ImportError, MemoryError, NameError, TypeError)
"""Exceptions of the language whose words name code, never data."""

_SPEAKING_PLACES: Final = ("sqlalchemy.exc.OperationalError", "redis.exceptions.ConnectionError")
"""Exceptions of libraries that say why a server cannot be reached."""

_HIDDEN: Final = re.compile(r"\S*@\S*|\S*://\S*|[^\x20-\x7e]+|[\w-]*\d[\w-]{5,}|[\w-]{32,}", re.ASCII)


def only_known(line: Line) -> dict[str, Any]:
    """Return what a line may say, in order; `said` is a scrubbed text of a library."""
    known = {key: line[key] for key, form in FORMS.items() if key in line and _fits(form, line[key])}
    said = str(line.get("said", ""))
    return known | ({"said": said} if said and said == scrubbed(said) else {})


def scrubbed(text: str) -> str:
    """Return a text of a library without what may be an address, a link, a code or anybody's name."""
    return _HIDDEN.sub("…", text[:LONGEST_TEXT])[:MOST_CHARACTERS]


def told(error: BaseException, *, trace: bool = True) -> dict[str, Any]:
    """Return an exception without what it quotes: its kind, those behind it, and where it was raised."""
    first, *behind = list(_chain(error))
    found: dict[str, Any] = {"error": _kind(first)}
    if behind:
        found["causes"] = [_kind(each) for each in behind]
    if said := next((words for each in (first, *behind) if (words := _words(each))), ""):
        found["said"] = said
    if trace:
        found["trace"] = _trace(first)
    return found


def _fits(form: re.Pattern[str], value: object) -> bool:
    if isinstance(value, list):
        return all(_fits(form, each) for each in value)
    return isinstance(value, str | int | float) and form.fullmatch(str(value)) is not None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an exception and what caused it, the nearest first."""
    current: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if current is None:
            return
        yield current
        hidden = None if current.__suppress_context__ else current.__context__
        current = current.__cause__ or hidden


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _words(error: BaseException) -> str:
    if isinstance(error, OSError):
        return error.strerror or ""
    bases = {f"{base.__module__}.{base.__qualname__}" for base in type(error).__mro__}
    if isinstance(error, _SPEAKING) or not bases.isdisjoint(_SPEAKING_PLACES):
        return scrubbed(str(getattr(error, "orig", None) or error).partition("\n")[0])
    return ""


def _trace(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(file: str) -> str:
    """Return the end of a path: the module, not where this machine keeps it."""
    return "/".join(file.split("/")[-3:])
