"""The small supervisor: two processes, restarted when they die, stopped together."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic, sleep
from types import FrameType

from docsvc.config import Settings
from docsvc.work import write_privately

GRACE_SECONDS = 30
RESTART_SECONDS = 1.0
WATCH_SECONDS = 0.2
WEB_WORKER = "docsvc.supervisor.web.Worker"
WEB_WORKERS = 2
WEB_THREADS = 16


@dataclass(slots=True)
class Child:
    """A process that has to be there; `command` starts it again."""

    command: list[str]
    environ: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def keep(self) -> None:
        """Start the process when it is not running, at most once a second."""
        if self.process is not None and self.process.poll() is None:
            return
        if monotonic() - self.started < RESTART_SECONDS:
            return
        self.started = monotonic()
        self.process = subprocess.Popen(self.command, env=dict(self.environ))

    def stop(self) -> None:
        """Ask the process to finish; kill it when it takes too long."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Run the web server and the embedded runner until SIGTERM or Ctrl-C.

    Neither is forked from the other: gunicorn's master steals exit codes, and a child forked after OpenDAL
    was used hangs.
    """
    write_privately()
    environ = os.environ | {"DOCSVC_DATA": str(settings.data), "DOCSVC_BASE_URL": settings.base_url}
    children = [
        Child(_web_command(host, port, settings.trusted_proxies), environ),
        Child([sys.executable, "-m", "docsvc.supervisor.runner"], environ),
    ]
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        for child in children:
            child.keep()
        sleep(WATCH_SECONDS)
    for child in children:
        child.stop()


def _web_command(host: str, port: int, trusted_proxies: int) -> list[str]:
    """Return how gunicorn is started. It has no access log: paths hold the links of recipients."""
    command = [sys.executable, "-m", "gunicorn", "api.app:create_app()", "--bind", f"{host}:{port}"]
    command += ["--worker-class", WEB_WORKER, "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)]
    command += ["--graceful-timeout", str(GRACE_SECONDS), "--no-control-socket", "--log-level", "warning"]
    return command if trusted_proxies else [*command, "--forwarded-allow-ips", ""]
