"""What compose.yaml and the Dockerfile say, read as an engine reads them: nothing is started here."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).parents[2]
VARIABLE: Final = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
STEP: Final = re.compile(r"^([A-Z]+) (.*)$", re.MULTILINE)
CONTINUED: Final = re.compile(r" *\\\n *")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the Dockerfile with those that it grows from, in their order."""

    name: str
    steps: tuple[tuple[str, str], ...]

    def last(self, instruction: str) -> str:
        """Return what the last such instruction says; raise IndexError where there is none."""
        return [said for name, said in self.steps if name == instruction][-1]

    @property
    def environ(self) -> dict[str, str]:
        """Return the variables that are set for whatever runs in it."""
        set_by = (shlex.split(said) for name, said in self.steps if name == "ENV")
        return dict(pair.split("=", 1) for said in set_by for pair in said)

    @property
    def command(self) -> list[str]:
        """Return what it runs without being told: all in exec form."""
        return [*json.loads(self.last("ENTRYPOINT")), *json.loads(self.last("CMD"))]

    @property
    def probe(self) -> list[str]:
        """Return the command that asks whether it is well."""
        probe: list[str] = json.loads(self.last("HEALTHCHECK").partition("CMD ")[2])
        return probe


@dataclass(frozen=True, slots=True)
class Service:
    """One service of ours, as it would be started; `read_only` are the volumes that it may not write."""

    name: str
    target: str
    command: list[str]
    environ: dict[str, str]
    secrets: tuple[str, ...]
    volumes: dict[str, str]
    read_only: frozenset[str]
    after: frozenset[str]
    raw: Mapping[str, Any] = field(repr=False)


def stages() -> dict[str, Stage]:
    """Return the stages of the Dockerfile by their names."""
    made: dict[str, Stage] = {}
    steps: list[tuple[str, str]] = []
    name = ""
    for instruction, said in _instructions():
        if instruction == "FROM":
            base, _, name = said.partition(" AS ")
            steps = list(made[base].steps) if base in made else []
        steps.append((instruction, said))
        made[name] = Stage(name, tuple(steps))
    return made


def _instructions() -> list[tuple[str, str]]:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines(keepends=True)
    text = CONTINUED.sub(" ", "".join(line for line in lines if not line.startswith("#")))
    return STEP.findall(text)


def compose() -> dict[str, Any]:
    """Return compose.yaml with its anchors resolved and its variables as they are written."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return read


def ours(settings: Mapping[str, str]) -> Iterator[Service]:
    """Return the services that are built here, in their order; `settings` are what .env would say."""
    built = stages()
    for name, raw in compose()["services"].items():
        if "build" not in raw:
            continue
        target = raw["build"]["target"]
        mounts = [mount.split(":") for mount in raw["volumes"]]
        yield Service(
            name=name,
            target=target,
            command=[*json.loads(built[target].last("ENTRYPOINT")), *filled(raw["command"], settings)],
            environ=built[target].environ | filled(raw["environment"], settings),
            secrets=tuple(raw["secrets"]),
            volumes={place: volume for volume, place, *_ in mounts},
            read_only=frozenset(place for _, place, *mode in mounts if mode == ["ro"]),
            after=frozenset(raw["depends_on"]),
            raw=raw,
        )


def filled(value: Any, settings: Mapping[str, str]) -> Any:
    """Put variables in: `${X:-default}`, and `${X:?reason}`, which raises KeyError where it is not set."""
    match value:
        case str():
            return VARIABLE.sub(lambda found: _value(found, settings), value)
        case list():
            return [filled(each, settings) for each in value]
        case dict():
            return {key: str(filled(each, settings)) for key, each in value.items()}
    return value


def _value(found: re.Match[str], settings: Mapping[str, str]) -> str:
    name, sign, words = found.groups()
    return settings.get(name) or words if sign == "-" else settings[name]
