"""Dockerfile and compose.yaml agree with the code: what no engine is needed to see."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import typer
from packaging.requirements import Requirement

from docsvc.cli.app import app
from docsvc.model.queues import Queue
from docsvc.supervisor.children import JOB_GRACE_SECONDS, WEB_GRACE_SECONDS
from tests.house.test_docs import settings_of_the_code
from tests.services.containers import Service, compose, ours, stages
from tools.locked import dependencies, entries, needed, normal

SETTINGS = {"ADMIN_EMAIL": "admin@office.example", "ORGANISATION": "ООО «Север»"}
IMAGES = ("web", "worker")
PACKAGE = re.compile(r"^\t?(?:need|wish) ([a-z][\w.-]+) ", re.MULTILINE)


@pytest.fixture(scope="session")
def services() -> tuple[Service, ...]:
    return tuple(ours(SETTINGS))


def parse(words: list[str]) -> None:
    """Parse a command line as docsvc would, without doing it; raise click's UsageError."""
    command: Any = typer.main.get_command(app)
    assert words.pop(0) == "docsvc"
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    command.make_context("docsvc", words)


def option(command: list[str], name: str) -> str:
    return command[command.index(name) + 1]


def test_what_is_copied_is_there_and_reaches_the_builder(root: Path) -> None:
    lines = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    copied = {
        source
        for name, said in stages()["build"].steps
        if name == "COPY" and "--from" not in said
        for source in shlex.split(said)[:-1]
    }
    assert lines[1] == "*"
    assert {path for path in allowed if not (root / path).exists()} == set()
    assert copied - allowed == {"."}


def test_nothing_reaches_the_builder_but_the_product(root: Path, packages: tuple[str, ...]) -> None:
    lines = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    folders = {line[1:] for line in lines if line.startswith("!") and (root / line[1:]).is_dir()}
    assert folders == set(packages)


def test_every_setting_of_the_containers_is_known(root: Path, services: tuple[Service, ...]) -> None:
    given = {name for service in services for name in service.environ if name.startswith("DOCSVC_")}
    assert given
    assert {name.removesuffix("_FILE") for name in given} - settings_of_the_code(root) == set()


def test_every_secret_and_folder_that_a_setting_names_is_mounted(services: tuple[Service, ...]) -> None:
    for service in services:
        named = " ".join(value for name, value in service.environ.items() if name.startswith("DOCSVC_"))
        assert set(re.findall(r"/run/secrets/(\w+)", named)) == set(service.secrets), service.name
        folders = set(re.findall(r"/var/lib/[\w/]+", named))
        assert folders == service.volumes.keys(), service.name


def test_every_secret_is_one_that_the_script_makes(root: Path, tmp_path: Path) -> None:
    script = ["bash", str(root / "tools" / "secrets.sh"), str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True, timeout=120)
    made = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert set(made) == set(compose()["secrets"])
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o444}
    subprocess.run(script, check=True, capture_output=True, timeout=120)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == made
    assert made["postgres_password"].strip() in made["database_url"]


def test_every_command_of_the_containers_parses(services: tuple[Service, ...]) -> None:
    for command in (*(service.command for service in services), *(stages()[name].command for name in IMAGES)):
        parse([*command])


def test_every_queue_has_its_worker(services: tuple[Service, ...]) -> None:
    asked = [option(service.command, "--queues") for service in services if "worker" in service.command]
    served = [queue.partition(":")[0] for each in asked for queue in each.split(",")]
    assert sorted(served) == sorted(Queue)


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_runs_as_nobody_in_particular_and_stops_when_told(image: str) -> None:
    stage = stages()[image]
    uid, gid = stage.last("USER").split(":")
    assert int(uid) > 1000
    assert int(gid) > 1000
    assert stage.last("STOPSIGNAL") == "SIGTERM"
    assert {name for name, _ in stage.steps}.isdisjoint({"ADD", "VOLUME", "ARG"})


@pytest.mark.parametrize(("image", "word"), [("web", "--port"), ("worker", "--health-port")])
def test_an_image_is_asked_for_its_health_where_it_answers(
    image: str, word: str, services: tuple[Service, ...]
) -> None:
    commands = [stages()[image].command]
    commands += [each.command for each in services if each.target == image and each.name != "init"]
    ports = {option(command, word) for command in commands}
    assert [*ports] == re.findall(r"'127\.0\.0\.1', (\d+)", stages()[image].probe[-1])


def test_libreoffice_is_in_the_worker_alone() -> None:
    prepared = {name: [said for step, said in stages()[name].steps if step == "RUN"] for name in IMAGES}
    assert [any("packages.sh render" in said for said in prepared[name]) for name in IMAGES] == [False, True]


def test_a_node_is_given_the_time_to_finish(services: tuple[Service, ...]) -> None:
    wanted = {"web": WEB_GRACE_SECONDS, "worker": JOB_GRACE_SECONDS}
    for service in services:
        if service.name != "init":
            given = int(service.raw["stop_grace_period"].removesuffix("s"))
            assert given > wanted[service.target], service.name


def test_the_version_is_the_same_everywhere(pyproject: dict[str, Any], services: tuple[Service, ...]) -> None:
    version = pyproject["project"]["version"]
    assert f'version="{version}"' in " ".join(
        said for name, said in stages()["base"].steps if name == "LABEL"
    )
    assert {service.raw["image"].partition(":")[2] for service in services} == {version}


def test_only_the_first_start_may_write_keys(services: tuple[Service, ...]) -> None:
    writers = {service.name for service in services if "/var/lib/docsvc/data" not in service.read_only}
    assert writers == {"init"}


def test_what_opens_files_from_outside_has_no_way_out(services: tuple[Service, ...]) -> None:
    [render] = [service for service in services if service.name == "render"]
    assert render.raw["networks"] == ["inside"]
    assert compose()["networks"]["inside"]["internal"]


def test_what_is_open_is_open_on_loopback_only() -> None:
    ports = [port for service in compose()["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.skipif(shutil.which("apt-cache") is None, reason="no apt on this machine")
def test_every_system_package_is_one(root: Path) -> None:
    named = PACKAGE.findall((root / "tools" / "packages.sh").read_text(encoding="utf-8"))
    known = subprocess.run(["apt-cache", "pkgnames"], capture_output=True, text=True, check=True).stdout
    assert len(named) > 10
    assert set(named) - {*known.splitlines()} == set()


def test_the_images_get_what_docsvc_needs_and_not_what_its_tests_do(
    root: Path, pyproject: dict[str, Any]
) -> None:
    lock = entries((root / "requirements.lock").read_text(encoding="utf-8"))
    kept = set(needed(lock, dependencies((root / "pyproject.toml").read_text(encoding="utf-8"))))
    tested = {Requirement(each).name for each in pyproject["project"]["optional-dependencies"]["dev"]}
    assert {normal(name) for name in installed_needs("docsvc")} - kept == set()
    assert kept & ({*map(normal, tested)} - {*installed_needs("docsvc")}) == set()


@pytest.mark.parametrize("version", ["3.11.0", "3.12.0", "3.13.0", "3.14.0"])
def test_the_lock_has_what_every_python_needs_not_only_the_one_that_it_was_made_on(
    root: Path, version: str
) -> None:
    lock = entries((root / "requirements.lock").read_text(encoding="utf-8"))
    other = {"extra": "", "python_full_version": version, "python_version": version.rpartition(".")[0]}
    asked = (Requirement(each) for name in installed_needs("docsvc") for each in requires(name) or ())
    wanted = {normal(each.name) for each in asked if each.marker is None or each.marker.evaluate(other)}
    assert wanted - lock.keys() == set()


def installed_needs(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """Return what an installed package says that it needs, and what that needs."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(name, extras)]
    while waiting:
        asked = waiting.pop()
        if asked not in seen:
            seen.add(asked)
            waiting += [(normal(each.name), frozenset(each.extras)) for each in _asked_for(*asked)]
    return {found for found, _ in seen} - {name}


def _asked_for(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    for each in map(Requirement, requires(name) or ()):
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            yield each
