"""The services of compose.yaml as processes here: their commands, environment, secrets and volumes."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from tests.integration.container.walls import NOBODY, walls, walls_work
from tests.services.containers import Service, stages

PATIENCE_SECONDS: Final = 180
HEALTH_PORT: Final = "9100"
CODE: Final = "/opt/docsvc/bin"


@dataclass(slots=True)
class Machine:
    """What an engine provides: volumes and secrets in a folder, and what its names and ports are here."""

    folder: Path
    sockets: Path
    names: Mapping[str, str]
    health: Mapping[str, str]
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def make_volumes(self, services: tuple[Service, ...]) -> None:
        """Make the folders that the services share, as an engine copies them from the image."""
        for name in {volume for service in services for volume in service.volumes.values()}:
            (self.folder / name).mkdir(mode=0o700)
            if not os.geteuid():
                shutil.chown(self.folder / name, int(NOBODY), int(NOBODY))

    def start(self, service: Service) -> None:
        """Start a service; what it says goes into a file."""
        with self._log(service.name).open("wb") as log:
            self.running[service.name] = subprocess.Popen(
                self._command(service, *service.command),
                env=self._environ(service),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def run(self, service: Service, *words: str, given: bytes = b"") -> str:
        """Run a command beside a service and return what it printed, as `docker compose exec` does."""
        done = subprocess.run(
            self._command(service, *words),
            env=self._environ(service),
            input=given,
            capture_output=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        assert done.returncode == 0, (done.stderr + done.stdout).decode()
        return done.stdout.decode()

    def wait_until_well(self, service: Service) -> None:
        """Ask as the image's healthcheck does, until the answer is good."""
        probe = [self._here(service, word) for word in stages()[service.target].probe]
        end = monotonic() + PATIENCE_SECONDS
        while subprocess.run([sys.executable, *probe[1:]], capture_output=True, check=False).returncode:
            lives = self.running[service.name].poll() is None
            assert lives, f"{service.name} ended\n{self.said(service.name)}"
            assert monotonic() < end, f"{service.name} is not well\n{self.said(service.name)}"
            sleep(0.2)

    def stop(self) -> dict[str, int]:
        """Tell all services to stop, as the engine does, and return how they ended."""
        for process in self.running.values():
            if process.poll() is None:
                os.kill(_inside(process.pid), signal.SIGTERM)
        return {name: process.wait(PATIENCE_SECONDS) for name, process in self.running.items()}

    def clear(self) -> None:
        """Leave nothing behind, however a test ended."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def said(self, name: str) -> str:
        """Return what a service has said."""
        return self._log(name).read_text(encoding="utf-8")

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _command(self, service: Service, *words: str) -> list[str]:
        here = [self._here(service, word) for word in words]
        if not walls_work():
            return here
        sealed = {*service.read_only, *self._secrets(service)}
        mounts = self._secrets(service) | self._volumes(service)
        return [*walls(seen=[self.sockets], mounts=mounts, read_only=sealed), *here]

    def _environ(self, service: Service) -> dict[str, str]:
        """Return the whole environment: what image and compose.yaml say, and what an engine adds."""
        kept = {name: self._here(service, value) for name, value in service.environ.items()}
        code = CODE if walls_work() else f"{sys.prefix}/bin"
        return kept | {"HOME": "/nonexistent", "PATH": f"{code}:/usr/local/bin:/usr/bin:/bin"}

    def _here(self, service: Service, text: str) -> str:
        """Put what is here in place of the engine's names; without walls, of the container's paths too."""
        names = dict(self.names)
        if service.name in self.health:
            names[HEALTH_PORT] = self.health[service.name]
        if not walls_work():
            places = self._secrets(service) | self._volumes(service)
            names |= {place: str(path) for place, path in places.items()}
        for name, ours in names.items():
            text = text.replace(name, ours)
        return text

    def _secrets(self, service: Service) -> dict[str, Path]:
        return {f"/run/secrets/{name}": self.folder / "secrets" / name for name in service.secrets}

    def _volumes(self, service: Service) -> dict[str, Path]:
        return {place: self.folder / name for place, name in service.volumes.items()}


def _inside(pid: int) -> int:
    """Return the process that a signal is for: bubblewrap stays outside and hands none on."""
    if not walls_work():
        return pid
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
