"""The repository builds anywhere: it names no package registry and no folder of one machine."""

import re
from pathlib import Path

REGISTRY = re.compile(
    r"\b(pypi|npmjs|yarnpkg|pythonhosted|rubygems|crates|anaconda)\.(org|com|io)\b"
    r"|//registry\.|\b(deb|security)\.debian\.|\b(docker|ghcr|quay)\.io\b"
    r"|^\s*--(index-url|extra-index-url|find-links|trusted-host)\b",
    re.MULTILINE,
)
MACHINE = re.compile(r"(?<![\w./-])/(?:(?:home|Users)/\w+/|(?:root|work)/\w)")


def found(pattern: re.Pattern[str], path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8", errors="ignore")
    return [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {match[0].strip()}"
        for match in pattern.finditer(text)
    ]


def test_no_file_names_a_package_registry(root: Path, repository_files: tuple[Path, ...]) -> None:
    named = {
        str(path.relative_to(root)): hits for path in repository_files if (hits := found(REGISTRY, path))
    }
    assert not named


def test_no_file_names_a_folder_of_this_machine(root: Path, repository_files: tuple[Path, ...]) -> None:
    pattern = re.compile(f"{MACHINE.pattern}|{re.escape(str(root))}/")
    named = {str(path.relative_to(root)): hits for path in repository_files if (hits := found(pattern, path))}
    assert not named
