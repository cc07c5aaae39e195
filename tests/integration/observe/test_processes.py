"""Processes of a node count in one folder: nothing is lost when one dies, and no files pile up."""

import os
import subprocess
import sys
from pathlib import Path

from docsvc.observe import metrics
from tests.services.scrape import value

COUNT = """
import sys
from docsvc.observe import metrics
metrics.JOBS.labels("render", "done").inc(int(sys.argv[1]))
metrics.JOB_SECONDS.labels("render").observe(0.2)
sys.stdout.write(metrics.counted().decode())
"""


def run(folder: Path, count: int) -> str:
    environ = os.environ | {metrics.FOLDER: str(folder)}
    command = [sys.executable, "-c", COUNT, str(count)]
    return subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout


def test_a_process_that_comes_after_another_goes_on_with_its_count_in_its_file(tmp_path: Path) -> None:
    run(tmp_path, 2)
    files = {path.name for path in tmp_path.iterdir()}
    told = run(tmp_path, 3)
    assert value(told, "docsvc_jobs_total", name="render", outcome="done") == 5
    assert value(told, "docsvc_job_seconds_count", name="render") == 2
    assert {path.name for path in tmp_path.iterdir()} == files
