"""The log of every process: JSON for machines, plain lines on a terminal, on stderr.

A line is an event in one word with keys (`observe.lines`). What other libraries write through `logging` comes
out as `library_said`, its text scrubbed and without the values that were put into it.
"""

import json
import logging
import os
import sys
import threading
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict

from docsvc.observe.form import Form
from docsvc.observe.lines import FORMS, only_known, scrubbed, told

OURS: Final = ("api", "docsvc", "templates", "signing", "storage", "audit")
PLAIN: Final = frozenset({"asyncio", "gunicorn", "multiprocessing", "rq"})
"""Libraries that speak of processes only; what others write without a template may quote a document."""

Logger = structlog.stdlib.BoundLogger


def logger(name: str) -> Logger:
    """Return the log of a module; `name` is its `__name__`."""
    found: Logger = structlog.stdlib.get_logger(name)
    return found


def about(**ids: str) -> None:
    """Let every further line of this request or job name these ids."""
    structlog.contextvars.bind_contextvars(**ids)


def request_id() -> str:
    """Return the request that the thread is busy with, or that its job comes from; else nothing."""
    return str(structlog.contextvars.get_contextvars().get("request", ""))


def begin(**ids: str) -> None:
    """Forget what the thread was busy with before, and be about these ids."""
    structlog.contextvars.clear_contextvars()
    about(**ids)


def is_text(form: Form) -> bool:
    """Tell whether a log of this form is read by a person who sits before it, on this process's stderr."""
    return form is Form.TEXT or (form is Form.AUTO and sys.stderr.isatty())


def configure(role: str, *, form: Form = Form.AUTO, worker: str = "") -> None:
    """Write this process's log from now on; `role` says what it does: `web`, `runner`, `hand` or `worker`.

    A second call replaces the first.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(as_text=is_text(form), about_process=_process(role, worker)))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    warnings.showwarning = _warned  # type: ignore[assignment]  # takes the rest without reading it
    sys.excepthook = _crashed
    threading.excepthook = lambda about_thread: _write_crash(about_thread.exc_value)
    sys.unraisablehook = lambda unraisable: _ignored(unraisable.exc_value)


def _process(role: str, worker: str) -> dict[str, str]:
    return {"role": role} | ({"worker": worker} if worker else {})


def _formatter(*, as_text: bool, about_process: Mapping[str, str]) -> ProcessorFormatter:
    def finish(_logger: Any, _method: str, line: EventDict) -> EventDict:
        """Keep what a line may say; the process itself knows what it is."""
        return only_known({**_without_exception(line), **about_process, "pid": os.getpid()})

    bare = ProcessorFormatter.remove_processors_meta
    steps = [_foreign, bare, *_STAMPS, finish, _renderer(as_text=as_text)]
    return ProcessorFormatter(processors=steps, use_get_message=False, pass_foreign_args=True)


def _foreign(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Tell of a record that came by `logging`; ours are events already, of libraries only the template."""
    record: logging.LogRecord = line["_record"]
    line.update(level=record.levelname.lower(), logger=record.name)
    if line["_from_structlog"] or FORMS["event"].fullmatch(str(line["event"])):
        return line
    library = record.name.partition(".")[0]
    speaks = library in PLAIN or (library not in OURS and line.get("positional_args"))
    said = scrubbed(str(line["event"])) if speaks else ""
    return {**line, "event": "library_said"} | ({"said": said} if said else {})


def _without_exception(line: EventDict) -> EventDict:
    """Replace an exception by what may be told of it."""
    found = line.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else sys.exc_info()[1] if found is True else found
    return {**line, **told(error)} if isinstance(error, BaseException) else line


def _renderer(*, as_text: bool) -> Any:
    if as_text:
        colours = sys.stderr.isatty()
        return structlog.dev.ConsoleRenderer(sort_keys=False, colors=colours, timestamp_key="time")
    return lambda _logger, _method, line: json.dumps(line, ensure_ascii=False, default=str)


def _crashed(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    """Tell of the exception that ends the process; Python itself would print what it quotes."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, place)
        return
    _write_crash(error)


def _ignored(error: BaseException | None) -> None:
    """Tell of an exception that nobody can catch any more, such as one of a finalizer."""
    logger(__name__).warning("exception_ignored", exc_info=error)


def _warned(_message: Any, kind: type[Warning], file: str, *_place: Any) -> None:
    """Tell of a warning of the language by its kind: its words may quote."""
    logger(__name__).warning("python_warned", reason=kind.__name__.lower(), place=Path(file).name)


def _write_crash(error: BaseException | None) -> None:
    logger(__name__).critical("process_failed", exc_info=error)


_STAMPS: Final[tuple[Any, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
)

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.contextvars.merge_contextvars,
        ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
"""Whoever writes without `configure` (a command, a test) writes to `logging`, never to stdout."""

for _name in OURS:
    logging.getLogger(_name).addHandler(logging.NullHandler())  # else a command would print what it logs
