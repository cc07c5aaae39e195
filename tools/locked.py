#!/usr/bin/env python3
"""Print the part of requirements.lock that running docsvc needs, or that the packages named need.

Usage: locked.py [PACKAGE …] >some.lock, in the folder with pyproject.toml and requirements.lock. There is one
lock for running and testing: it says under each package who asked for it, and that is read here backwards.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ENTRY = re.compile(r"^(?P<name>[a-z0-9][\w.-]*)==.*(?:\n[ \t].*)*", re.MULTILINE | re.IGNORECASE)
COMMENT = re.compile(r"^ +#(?: +via)? *(\S.*)?$", re.MULTILINE)
REQUIREMENT = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A package of the lock: its lines, and who asked for it."""

    text: str
    askers: frozenset[str]


def entries(lock: str) -> dict[str, Entry]:
    """Return the packages of a lock by their names."""
    return {
        normal(found["name"]): Entry(found[0], frozenset(filter(None, COMMENT.findall(found[0]))))
        for found in ENTRY.finditer(lock)
    }


def needed(lock: Mapping[str, Entry], names: Iterable[str]) -> dict[str, Entry]:
    """Return these packages and all that they need; raise SystemExit where the lock lacks one."""
    kept = {normal(name) for name in names}
    if absent := kept - lock.keys():
        raise SystemExit(f"requirements.lock has no {', '.join(sorted(absent))}: run make lock")
    while more := {name for name, entry in lock.items() if entry.askers & kept} - kept:
        kept |= more
    return {name: entry for name, entry in lock.items() if name in kept}


def dependencies(pyproject: str) -> Iterator[str]:
    """Return the names of what docsvc itself asks for, without what its tests do."""
    for requirement in tomllib.loads(pyproject)["project"]["dependencies"]:
        if name := REQUIREMENT.match(requirement):
            yield normal(name[0])


def normal(name: str) -> str:
    """Return a package's name as locks spell it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main(names: list[str]) -> None:
    """Print the entries that are asked for."""
    lock = entries(Path("requirements.lock").read_text(encoding="utf-8"))
    wanted = names or dependencies(Path("pyproject.toml").read_text(encoding="utf-8"))
    sys.stdout.write("\n".join(entry.text for entry in needed(lock, wanted).values()) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
