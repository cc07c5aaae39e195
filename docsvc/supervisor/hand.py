"""What a process of the embedded runner's pool does."""

import os
import resource
import signal
from multiprocessing.connection import Connection

MEMORY_BYTES = 4 * 1024**3
"""Address space of one hand: a hostile template meets this wall, not the machine's."""


def serve_hand(pipe: Connection) -> None:
    """Do each job that arrives by `pipe`; end when the runner closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    from docsvc.config import read_settings
    from docsvc.jobs import run_job
    from docsvc.wiring import open_tools

    tools = open_tools(read_settings(os.environ))
    while True:
        try:
            name, payload = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(run_job(tools, name, payload))
