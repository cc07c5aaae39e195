"""The programs beside Python work where nothing but /tmp can be written and the user is nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from templates.compare.redline import unpacked
from tests.integration.container.walls import walls, walls_work
from tests.services.containers import ROOT, stages

pytestmark = pytest.mark.skipif(not walls_work(), reason="bubblewrap does not work on this machine")

LIBRARY = ROOT / "templates" / "library"
REDLINE = """
import sys
from pathlib import Path
from templates.compare import redline
old, new = (Path(name).read_bytes() for name in sys.argv[1:])
sys.stdout.write(redline(old, new, author="Юрист")[:2].decode())
"""


def shut_in(image: str, *command: str) -> str:
    """Run a command as it would run in a container of the image; return what it printed."""
    environ = stages()[image].environ | {"HOME": "/nonexistent", "PATH": "/opt/docsvc/bin:/usr/bin:/bin"}
    mine = [*walls(seen=(), mounts={}, read_only=()), *command]
    done = subprocess.run(mine, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.needs("soffice")
def test_libreoffice_makes_a_document() -> None:
    sample = LIBRARY / "contract" / "ru" / "sample.json"
    template = LIBRARY / "contract" / "ru-word"
    words = f"docsvc render {template} {sample} -o /tmp/contract.pdf && head -c 5 /tmp/contract.pdf"
    assert shut_in("worker", "sh", "-c", words).endswith("%PDF-")


def test_word_files_are_compared_by_a_program_that_somebody_else_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    unpacked.cache_clear()
    assert unpacked().is_file()
    unpacked.cache_clear()
    files = [str(LIBRARY / kind / "ru-word" / "template.docx") for kind in ("contract", "nda")]
    assert shut_in("web", f"{sys.prefix}/bin/python", "-c", REDLINE, *files) == "PK"
