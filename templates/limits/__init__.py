"""Run work on material from outside where it can do no harm: bounded memory and time, no network, no secrets.

A *kitchen* is a process without our environment (inside bubblewrap where that is there: no files but programs
and fonts) that has everything loaded and forks a *cook* when asked. A cook may start nothing and talk to
nobody; it does one call after another, each within its limits, so that what it has parsed stays known, and is
killed when a call takes too long.
"""

from templates.limits.kitchen import limited, start, stop
from templates.limits.rendering import merge_safely, render_edited_safely, render_safely
from templates.limits.wire import LIMITS, Broken, Limits

__all__ = [
    "LIMITS",
    "Broken",
    "Limits",
    "limited",
    "merge_safely",
    "render_edited_safely",
    "render_safely",
    "start",
    "stop",
]
