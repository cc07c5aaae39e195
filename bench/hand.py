"""What a process of the real pool does here: one document a message, by the way that is asked for."""

import json
import sys
from multiprocessing.connection import Connection

from templates import library
from templates.limits import render_safely, stop

OURS, NAIVE = "ours", "naive"


def serve_prints(pipe: Connection) -> None:
    """Make the PDF that each message describes; answer with what had to be imported for it, or nothing.

    `ours` takes template and Facts, and a cook lays out; `naive` a page that stands alone.
    """
    pipe.send(None)
    while True:
        try:
            name, payload, _job = pipe.recv()
        except (EOFError, OSError):
            stop()
            return
        known = set(sys.modules)
        _make(name, payload)
        pipe.send(" ".join(sorted(set(sys.modules) - known)))


def _make(name: str, payload: dict[str, str]) -> None:
    if name == OURS:
        source = next(each for each in library() if each.digest == payload["template"])
        render_safely(source, json.loads(payload["facts"]))
        return
    import weasyprint

    weasyprint.HTML(string=payload["page"]).write_pdf()
