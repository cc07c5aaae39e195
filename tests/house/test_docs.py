"""README.md and docs/ name only what exists: files, settings, commands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer

from docsvc.cli import words
from docsvc.cli.app import app
from docsvc.config.names import PREFIX, READ

LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
SETTINGS = re.compile(r"<!-- begin settings -->(.*)<!-- end settings -->", re.DOTALL)
VARIABLE = re.compile(r"\bDOCSVC_[A-Z0-9_]*[A-Z]\b")
FIGURE = re.compile(r"\bdocsvc_[a-z_]*[a-z]\b")
COMMAND = re.compile(r"(?:^ {4,}|`|bin/)docsvc((?: [a-z][a-z-]*)+)([^`|\n]*)", re.MULTILINE)
OPTION = re.compile(r"(?<!\S)--?[a-z][a-z-]*")
MOST_BYTES = 1_500_000
NOT_SETTINGS = {"DOCSVC_REQUIRE_SERVICES"}
"""Variables of the tests, not of an installation."""


@pytest.fixture(scope="session")
def pages(root: Path) -> dict[Path, str]:
    paths = [root / "README.md", root / "CHANGELOG.md", *sorted((root / "docs").glob("*.md"))]
    return {path: path.read_text(encoding="utf-8") for path in paths}


def links(text: str) -> Iterator[str]:
    """Return the relative addresses of a page, as they are written."""
    found = (match[1] or match[2] for match in LINK.finditer(text))
    return (address for address in found if not re.match(r"[a-z]+:", address))


def anchors(text: str) -> set[str]:
    """Return the anchors that a code host makes of the headings."""
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {each.strip().replace(" ", "-") for each in words}


def settings_of_the_code(root: Path) -> set[str]:
    """Return every variable that docsvc/config/environment.py reads."""
    tree = ast.parse((root / "docsvc" / "config" / "environment.py").read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = (
        call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"_value", "_count"}
    )
    names = (call.args[1] for call in named)
    return {
        f"DOCSVC_{name.value}"
        for name in names
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
    }


def problem_of(words: list[str], options: list[str]) -> str:
    """Return why the command line would not accept these words, or nothing."""
    command: Any = typer.main.get_command(app)
    for word in words:
        if not hasattr(command, "commands"):
            break  # what follows are arguments
        if word not in command.commands:
            return f"no command {word}"
        command = command.commands[word]
    if hasattr(command, "commands"):
        return "a command is missing"
    spellings = (each for known in command.params for each in (*known.opts, *known.secondary_opts))
    known = {*spellings, "--help"}
    return ", ".join(f"no option {option}" for option in options if option not in known)


def test_every_link_and_picture_is_there(pages: dict[Path, str]) -> None:
    dead = []
    for path, text in pages.items():
        for address in links(text):
            name, _, anchor = unquote(address).partition("#")
            target = (path.parent / name).resolve() if name else path
            if not target.exists():
                dead.append(f"{path.name}: {address}")
            elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
                dead.append(f"{path.name}: {address}: no such heading")
    assert not dead, "\n".join(dead)


def test_every_picture_is_shown_somewhere(root: Path, pages: dict[Path, str]) -> None:
    shown = {Path(address).name for text in pages.values() for address in links(text)}
    there = {path.name for path in (root / "docs" / "pictures").iterdir()}
    assert there
    assert there - shown == set()


def test_pictures_do_not_weigh_down_the_repository(root: Path) -> None:
    assert sum(path.stat().st_size for path in (root / "docs" / "pictures").iterdir()) <= MOST_BYTES


def test_the_table_of_settings_is_that_of_the_code(root: Path, pages: dict[Path, str]) -> None:
    table = SETTINGS.search(pages[root / "README.md"])
    assert table
    assert set(VARIABLE.findall(table[1])) == settings_of_the_code(root)
    assert settings_of_the_code(root) == {f"{PREFIX}{name}" for name in READ}


def test_no_page_names_a_setting_that_does_not_exist(root: Path, pages: dict[Path, str]) -> None:
    known = settings_of_the_code(root) | NOT_SETTINGS | {words.VARIABLE}
    named = {name for text in pages.values() for name in VARIABLE.findall(text)}
    plain = {name.removesuffix("_FILE") for name in named if not name.startswith("DOCSVC_BLOBS_")}
    assert plain - known == set()


def test_every_figure_named_is_measured(root: Path, pages: dict[Path, str]) -> None:
    measuring = (root / "docsvc/observe/metrics.py", root / "docsvc/health/figures.py")
    known = {name for path in measuring for name in FIGURE.findall(path.read_text(encoding="utf-8"))}
    named = {name for text in pages.values() for name in FIGURE.findall(text)}
    assert named
    assert {name for name in named if not {name, name.removesuffix("_total")} & known} == set()


def test_every_command_named_exists_with_its_options(pages: dict[Path, str]) -> None:
    named = [
        (path.name, words.split(), OPTION.findall(rest))
        for path, text in pages.items()
        for words, rest in COMMAND.findall(text.replace("\\\n", " "))
    ]
    refused = [
        f"{page}: docsvc {' '.join(words)}: {problem}"
        for page, words, options in named
        if (problem := problem_of(words, options))
    ]
    assert named
    assert not refused, "\n".join(refused)


def test_every_command_is_in_the_readme(root: Path, pages: dict[Path, str]) -> None:
    tree: Any = typer.main.get_command(app)
    every = {
        f"docsvc {name} {inner}".strip()
        for name, command in tree.commands.items()
        for inner in getattr(command, "commands", {"": None})
    }
    readme = pages[root / "README.md"]
    assert {command for command in every if f"`{command}`" not in readme} == set()


def test_no_page_points_outside_the_repository(pages: dict[Path, str]) -> None:
    assert [path.name for path, text in pages.items() if re.search(r"\bshared/", text)] == []
