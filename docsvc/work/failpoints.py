"""Named places where a test may end everything at once, as a power cut would."""

import os
import signal


def die_at(name: str, chosen: str | None) -> None:
    """Kill the whole process group when `name` is the chosen failpoint (`DOCSVC_FAILPOINT`)."""
    if chosen is not None and name == chosen:
        os.killpg(os.getpgrp(), signal.SIGKILL)
