"""Who else has an account on the machine reads nothing of an installation."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.core.installation import make_installation

OTHERS = 0o077


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """Work where new files are readable by everybody, as on most machines."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mode & OTHERS for path in (folder, *folder.rglob("*"))}


@pytest.mark.parametrize("exists", [False, True])
def test_a_new_installation_is_its_owners_alone(tmp_path: Path, *, exists: bool) -> None:
    folder = tmp_path / "data"
    if exists:
        folder.mkdir(mode=0o755)
    made = make_installation(folder, database_url=f"sqlite:///{folder}/docsvc.sqlite3")
    made.tools.database.dispose()
    assert folder / "docsvc.sqlite3" in modes(folder)
    assert modes(folder)[folder] == 0
    assert modes(folder)[folder / "docsvc.sqlite3"] == 0


def test_a_database_beside_the_folder_is_the_owners_alone_too(tmp_path: Path) -> None:
    database = tmp_path / "elsewhere.sqlite3"
    made = make_installation(tmp_path / "data", database_url=f"sqlite:///{database}")
    made.tools.database.dispose()
    assert database.stat().st_mode & OTHERS == 0


def test_preparing_an_installation_leaves_the_callers_own_files_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    make_installation(folder, database_url=f"sqlite:///{folder}/docsvc.sqlite3").tools.database.dispose()
    other = tmp_path / "report.csv"
    other.touch()
    assert other.stat().st_mode & OTHERS == 0o044
