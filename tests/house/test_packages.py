"""Every package is known to those who build, type-check and layer them."""

from pathlib import Path
from typing import Any

# Alembic loads migrations by path; they are no package.
NOT_PACKAGES = {"versions"}
# Folders with an __init__.py that the product does not ship.
NOT_SHIPPED = {"tests", "bench", "tools"}


def test_every_package_is_listed_wherever_pyproject_lists_packages(
    root: Path, repository_files: tuple[Path, ...], pyproject: dict[str, Any]
) -> None:
    inits = (path.relative_to(root) for path in repository_files if path.name == "__init__.py")
    there = {path.parts[0] for path in inits} - NOT_SHIPPED
    tools = pyproject["tool"]
    built = {pattern.removesuffix("*") for pattern in tools["setuptools"]["packages"]["find"]["include"]}
    assert built == there
    assert set(tools["mypy"]["packages"]) == there
    assert set(tools["importlinter"]["root_packages"]) == there


def test_every_folder_of_modules_is_a_package(root: Path, modules: tuple[Path, ...]) -> None:
    folders = {path.parent for path in modules if path.parent.name not in NOT_PACKAGES}
    loose = sorted(
        str(folder.relative_to(root)) for folder in folders if folder / "__init__.py" not in modules
    )
    assert not loose
