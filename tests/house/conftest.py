"""What the repository's tests about itself look at."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def repository_files(root: Path) -> tuple[Path, ...]:
    """List what is in the repository or would be with the next commit: nothing that git ignores."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout
    paths = (root / name for name in listed.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


@pytest.fixture(scope="session")
def pyproject(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def packages(pyproject: dict[str, Any]) -> tuple[str, ...]:
    """Name the packages of the product; `test_packages` compares them with the folders."""
    return tuple(pyproject["tool"]["importlinter"]["root_packages"])


@pytest.fixture(scope="session")
def modules(root: Path, repository_files: tuple[Path, ...], packages: tuple[str, ...]) -> tuple[Path, ...]:
    """List the product's own Python files."""
    python = (path for path in repository_files if path.suffix == ".py")
    return tuple(path for path in python if path.relative_to(root).parts[0] in packages)
