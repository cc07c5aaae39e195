"""A process of the embedded pool: it goes with its runner, and its log is for machines to the end."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.integration.core.installation import make_installation

RUNNER_THAT_GOES = """
from multiprocessing import get_context
from docsvc.supervisor.hand import serve_hand

context = get_context("forkserver")
ours, theirs = context.Pipe()
hand = context.Process(target=serve_hand, args=(theirs,))
hand.start()
ours.close()
theirs.close()
hand.join()
raise SystemExit(hand.exitcode)
"""


def begin(data: Path) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"DOCSVC_DATA": str(data)}
    command = [sys.executable, "-c", RUNNER_THAT_GOES]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)


def test_a_hand_whose_runner_was_killed_while_it_loaded_leaves_without_a_word(tmp_path: Path) -> None:
    data = tmp_path / "data"
    make_installation(data, database_url=f"sqlite:///{data}/docsvc.sqlite3").tools.database.dispose()
    done = begin(data)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_ends_a_hand_is_told_in_the_log_and_quotes_nothing(tmp_path: Path) -> None:
    (tmp_path / "docsvc.sqlite3").mkdir()
    done = begin(tmp_path)
    assert done.returncode == 1
    (line,) = map(json.loads, done.stderr.splitlines())
    assert (line["event"], line["role"]) == ("process_failed", "hand")
    assert str(tmp_path) not in done.stderr
