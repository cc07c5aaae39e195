"""A process of ours ends at once: it stops for a reload or for good, and somebody waits for it."""

import subprocess
import sys

ENDING = """
import atexit, gc
atexit.register(lambda: print(gc.get_freeze_count() > 0))
from docsvc.supervisor.parent import end_quickly
end_quickly()
"""


def test_what_was_loaded_is_not_tidied_up_at_the_end() -> None:
    done = subprocess.run([sys.executable, "-c", ENDING], check=True, capture_output=True, text=True)
    assert done.stdout == "True\n"
