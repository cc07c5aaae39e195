"""Who else has an account on the machine reads nothing of an installation."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from docsvc.config import read_settings
from docsvc.installation import initialise

OTHERS = 0o077


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """Work where new files are readable by everybody, as on most machines."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def prepare(folder: Path, database_url: str) -> None:
    settings = read_settings({"DOCSVC_DATA": str(folder), "DOCSVC_DATABASE_URL": database_url})
    initialise(settings, organisation="ООО «Полярная звезда»")


def modes(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mode & OTHERS for path in (folder, *folder.rglob("*"))}


@pytest.mark.parametrize("exists", [False, True])
def test_a_new_installation_is_its_owners_alone(tmp_path: Path, *, exists: bool) -> None:
    folder = tmp_path / "data"
    if exists:
        folder.mkdir(mode=0o755)
    prepare(folder, f"sqlite:///{folder}/docsvc.sqlite3")
    assert folder / "docsvc.sqlite3" in modes(folder)
    assert modes(folder)[folder] == 0
    assert modes(folder)[folder / "docsvc.sqlite3"] == 0


def test_a_database_beside_the_folder_is_the_owners_alone_too(tmp_path: Path) -> None:
    database = tmp_path / "elsewhere.sqlite3"
    prepare(tmp_path / "data", f"sqlite:///{database}")
    assert database.stat().st_mode & OTHERS == 0


def test_preparing_an_installation_leaves_the_callers_own_files_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    prepare(folder, f"sqlite:///{folder}/docsvc.sqlite3")
    other = tmp_path / "report.csv"
    other.touch()
    assert other.stat().st_mode & OTHERS == 0o044
