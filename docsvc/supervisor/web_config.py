"""What gunicorn is told by a file: `--config python:docsvc.supervisor.web_config`."""

import gc
from importlib import import_module
from typing import Any

from docsvc.supervisor.parent import end_quickly, go_with_parent
from docsvc.supervisor.ready import say_ready
from docsvc.supervisor.scratch import move_in


def on_starting(server: Any) -> None:
    """Begin as the master of the web server: import once what its processes then share.

    Nothing is opened here: each makes its application, with its connections, after it was forked.
    """
    go_with_parent()
    end_quickly()
    move_in()
    import_module(server.app.app_uri.partition(":")[0])
    gc.collect()
    gc.freeze()  # else the first collection in each process would copy what they all share


def post_worker_init(worker: Any) -> None:
    """Say that this process of it answers from now on."""
    say_ready(worker.ppid)
