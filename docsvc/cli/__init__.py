"""The command line: everything an administrator does without a browser."""

import sys
from collections.abc import Sequence

REFUSALS = frozenset(
    {*(f"{package}.errors" for package in ("docsvc", "templates", "signing", "storage", "audit"))}
    | {"templates.findings"}
)
"""Modules and packages whose errors are answers to a person, not faults of the program."""

INTERRUPTED = 130
"""How a shell calls the end by Ctrl-C."""


def main() -> None:
    """Run the command that the arguments name, and exit with its code: the console script."""
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before there is a command, while its modules load
        code = INTERRUPTED
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a refusal is told in words, without a traceback."""
    from docsvc.cli.app import app
    from docsvc.cli.output import complain

    try:
        code = app(list(arguments), prog_name="docsvc", standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    except Exception as error:
        if not _is_refusal(error):
            raise
        complain(error)
        return 1
    return code if isinstance(code, int) else 0


def _is_refusal(error: Exception) -> bool:
    modules = {base.__module__ for base in type(error).__mro__}
    ours = any(f"{module}.".startswith(tuple(f"{each}." for each in REFUSALS)) for module in modules)
    return isinstance(error, OSError) or ours or "sqlalchemy.exc" in modules
