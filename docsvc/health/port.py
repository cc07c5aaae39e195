"""A port of its own for a node without a web server: whether it is alive, whether it is well, its figures."""

from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from typing import ClassVar

from docsvc.health.answers import Answers, Asker, Reply
from docsvc.health.listening import refused_address
from docsvc.health.node import WORKER
from docsvc.tools import Tools

REQUEST_SECONDS = 5
Way = Callable[[Asker], Reply]


def serve_health(tools: Tools, *, host: str = "127.0.0.1", port: int) -> ThreadingHTTPServer:
    """Answer on a port in the background until the process ends; return the server, whose port may be 0.

    Raises `SetupIncomplete` where the address is somebody else's.
    """
    answers = Answers(tools, blocking=WORKER)

    class Handler(_Handler):
        ways: ClassVar[Mapping[str, Way]] = {
            "/healthz": lambda _: answers.alive(),
            "/readyz": lambda _: answers.ready(),
            "/metrics": answers.metrics,
        }

    try:
        server = _Server((host, port), Handler)
    except OSError as error:
        raise refused_address(host, port, error, option="--health-port") from error
    Thread(target=server.serve_forever, daemon=True, name="health-port").start()
    return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without asking the name servers what this machine is called: they may be what is ill."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "docsvc", int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; a client that is slow is left."""

    timeout = REQUEST_SECONDS
    ways: ClassVar[Mapping[str, Way]] = {}

    def do_GET(self) -> None:
        """Answer with a body."""
        self._reply(self._answer())

    def do_HEAD(self) -> None:
        """Answer without one."""
        self._reply(self._answer(), with_body=False)

    def log_message(self, *_: object) -> None:
        """Write nothing: it would be a line a probe."""

    def version_string(self) -> str:
        """Say nothing of what answers."""
        return "docsvc"

    def _answer(self) -> Reply:
        way = self.ways.get(self.path.partition("?")[0])
        if way is None:
            return Reply(404, "text/plain", b"not found\n")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return way(Asker(self.client_address[0], headers))

    def _reply(self, reply: Reply, *, with_body: bool = True) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if with_body:
            self.wfile.write(reply.body)
