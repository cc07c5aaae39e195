"""What a process of the real pool does here: one document a message, by the way that is asked for."""

import json
import sys
from multiprocessing.connection import Connection

from templates import library, render

OURS, NAIVE = "ours", "naive"


def serve_prints(pipe: Connection) -> None:
    """Make the PDF that each message describes; answer with what had to be imported for it, or nothing.

    `ours` takes template and Facts, `naive` a page that stands alone.
    """
    while True:
        try:
            name, payload = pipe.recv()
        except (EOFError, OSError):
            return
        known = set(sys.modules)
        _make(name, payload)
        pipe.send(" ".join(sorted(set(sys.modules) - known)))


def _make(name: str, payload: dict[str, str]) -> None:
    if name == OURS:
        source = next(each for each in library() if each.digest == payload["template"])
        render(source, json.loads(payload["facts"]))
        return
    import weasyprint

    weasyprint.HTML(string=payload["page"]).write_pdf()
