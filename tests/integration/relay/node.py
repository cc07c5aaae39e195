"""What `docsvc worker` runs, forked from here instead of started: the very processes, at a fifth of the cost.

`python -m tests.integration.relay.node`; all of them are in one process group and are killed as one.
"""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from docsvc.model import Queue
from docsvc.supervisor.children import RELAY
from docsvc.supervisor.parent import PARENT
from docsvc.supervisor.workers import WORKER


def begin(module: str, *arguments: str) -> int:
    """Fork a process that is what `python -m module` would be; return its id."""
    pid = os.fork()
    if pid == 0:
        sys.argv[1:] = arguments
        import_module(module).main()
        raise SystemExit
    return pid


def pass_on(children: Sequence[int]) -> None:
    """Let SIGTERM end the children, as the supervisor does."""

    def leave(_signal: int, _frame: object) -> None:
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)

    signal.signal(signal.SIGTERM, leave)


def main() -> None:
    """Work until SIGTERM."""
    os.environ[PARENT] = str(os.getpid())
    children = [begin(RELAY), *(begin(WORKER, queue.value) for queue in Queue)]
    pass_on(children)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
