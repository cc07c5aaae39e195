"""A place is held by one living process; whoever takes it learns who held it before."""

import subprocess
import sys
from pathlib import Path

import pytest

from docsvc.observe.lines import FORMS
from docsvc.supervisor.place import Place, take_place

HOLD = """
import sys
from pathlib import Path
from docsvc.supervisor.place import take_place
print(take_place(Path(sys.argv[1]), "mail").name, flush=True)
sys.stdin.read()
"""


def test_the_dead_are_known_by_their_place_and_the_living_keep_theirs(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        theirs = holder.stdout.readline().strip()
        second = take_place(tmp_path, "mail")
        holder.kill()
    first = take_place(tmp_path, "mail")
    assert theirs.startswith("mail-1:")
    assert (second.number, second.before) == (2, "")
    assert (first.number, first.before) == (1, theirs)
    assert len({theirs, first.name, second.name}) == 3


def test_where_nothing_can_be_written_names_are_still_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))
    found = [take_place(tmp_path / "file", "mail") for _ in range(2)]
    assert {(place.before, place.number) for place in found} == {("", 0)}
    assert len({place.name for place in found}) == 2


def test_a_read_only_folder_is_replaced_by_one_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").touch()  # no folder can be made in it, as in one that is read only
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found: Place = take_place(tmp_path / "data", "mail")
    assert found.number == 1
    assert len(list(tmp_path.glob("docsvc-*/mail-1"))) == 1


def test_a_line_of_the_log_may_name_the_holder_of_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host in ("docsvc-worker-7d9f", "app_1.internal", "h" * 80):
        monkeypatch.setattr("socket.gethostname", lambda host=host: host)
        name = take_place(tmp_path / host, "render").name
        assert FORMS["worker"].fullmatch(name), name
