"""`docsvc serve`: the web server, and beside it what does the work, or tells others of it."""

import errno
import os
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

from docsvc.config import Settings
from docsvc.health.listening import refused_address
from docsvc.observe import logs
from docsvc.supervisor.children import RELAY, WEB_GRACE_SECONDS, Child, keep_running, python
from docsvc.supervisor.ready import answering, ready_folder
from docsvc.supervisor.scratch import FOLDER, scratch
from docsvc.work import write_privately

RUNNER = "docsvc.supervisor.runner"
WEB_WORKER = "docsvc.supervisor.web.Worker"
WEB_LOG = "docsvc.supervisor.web_log.WebLog"
WEB_WORKERS = 2
WEB_THREADS = 16
BACKLOG = 2048
BIND_SECONDS = 5.0
"""How long an address may be somebody else's: of a server that is just going."""


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    embedded: bool = True,
    begun: Callable[[], object] = lambda: None,
) -> None:
    """Run the web server until SIGTERM or Ctrl-C, with the embedded runner unless others do the work.

    Where there is Redis, a relay runs beside it. None is forked from another: gunicorn's master steals exit
    codes, and a child forked after OpenDAL was used hangs. SIGHUP takes up new code, and settings that are
    kept in files, with no request failed and no job cut off: the next web server answers on the same socket
    before this one goes. `begun` is called once the address is ours. Raises `SetupIncomplete` where it cannot
    be, or stays somebody else's.
    """
    write_privately()
    logs.configure("supervisor", form=settings.log)
    environ = os.environ | {"DOCSVC_DATA": str(settings.data), "DOCSVC_BASE_URL": settings.base_url}
    with closing(_listen(host, port)) as listener, scratch() as told:
        ready = ready_folder(told[FOLDER])
        environ |= told
        beside = [RUNNER] if embedded else []
        beside += [RELAY] if settings.redis_url else []
        web = _web(settings, environ, listener, ready)
        children = [web, *(Child(python(module), environ) for module in beside)]
        keep_running(children, begun=begun, stopping=listener.close)


def _web(settings: Settings, environ: dict[str, str], listener: socket.socket, ready: Path) -> Child:
    return Child(
        _web_command(listener.fileno(), settings.trusted_proxies),
        environ,
        WEB_GRACE_SECONDS + 5,
        descriptors=(listener.fileno(),),
        ready=lambda pid: answering(ready, pid) >= WEB_WORKERS,
    )


def _web_command(descriptor: int, trusted_proxies: int) -> list[str]:
    """Return how gunicorn is started. It has no access log: paths hold the links of recipients."""
    command = python("gunicorn", "api.app:create_app()", "--bind", f"fd://{descriptor}")
    command += ["--worker-class", WEB_WORKER, "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)]
    command += ["--graceful-timeout", str(WEB_GRACE_SECONDS), "--no-control-socket", "--log-level", "warning"]
    command += ["--logger-class", WEB_LOG, "--config", "python:docsvc.supervisor.web_config"]
    return command if trusted_proxies else [*command, "--forwarded-allow-ips", ""]


def _listen(host: str, port: int) -> socket.socket:
    """Open the socket that one web server hands to the next; whoever comes meanwhile waits in its queue.

    `::` is every address of the machine, of IPv4 too.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    end = monotonic() + BIND_SECONDS
    while True:
        try:
            return socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=both)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or monotonic() > end:
                raise refused_address(host, port, error, option="--port") from error
        sleep(0.2)
