"""One worker of looks for a test, with short leases: `python -m tests.integration.relay.quick scan`.

`lasting_all` waits for a file; whoever has seen that may have half a second for each job. `approval_clocks`
hangs, in C, and lets no thread run.
"""

import ctypes
import os
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from docsvc import jobs
from docsvc.relay import leases, outbox
from docsvc.supervisor import worker
from docsvc.tools import Tools

LEASE = timedelta(seconds=2)
FILE = "DOCSVC_TEST_FILE"


def wait_for_file(_tools: Tools, _payload: Mapping[str, str]) -> None:
    while not Path(os.environ[FILE]).exists():
        time.sleep(0.05)
    vars(worker)["JOB_SECONDS"] = 0.5


def main() -> None:
    for module in (outbox, leases):
        vars(module)["LEASE"] = LEASE
    vars(leases)["BEAT_SECONDS"] = 0.3
    jobs.JOBS["lasting_all"] = wait_for_file
    jobs.JOBS["approval_clocks"] = lambda _tools, _payload: ctypes.PyDLL(None).pause()
    worker.main()


if __name__ == "__main__":
    main()
