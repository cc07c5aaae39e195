"""What a process pays for when it starts."""

import subprocess
import sys

HEAVY = {"pyhanko", "weasyprint", "alembic", "docsvc.jobs", "rq.worker"}


def test_what_only_hands_work_out_starts_without_what_does_it() -> None:
    code = f"import sys, docsvc.supervisor.runner; print(sorted({HEAVY} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
