"""A gateway for text messages on this machine: it keeps what it is sent and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class SmsGateway:
    """`status`, `answer` and `location` are what it says; `echoes` repeats the message, as some do."""

    port: int = 0
    status: int = 200
    answer: str = "accepted"
    location: str = ""
    echoes: bool = False
    drip: float = 0.0
    taken: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the gateway with places for a message."""
        return f"http://127.0.0.1:{self.port}/send?to={{phone}}&text={{text}}&id={{id}}"

    def texts(self) -> list[str]:
        """What was sent, in order."""
        return [each["text"] for each in self.taken]


@contextmanager
def sms_gateway() -> Iterator[SmsGateway]:
    """Run a gateway on a free port of loopback."""
    gateway = SmsGateway()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._take(dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            read: dict[str, Any] = (
                json.loads(body) if "json" in self.headers["Content-Type"] else dict(parse_qsl(body))
            )
            self._take(read)

        def _take(self, said: dict[str, str]) -> None:
            gateway.taken.append(said)
            gateway.headers.append(dict(self.headers.items()))
            self.send_response(gateway.status)
            if gateway.location:
                self.send_header("Location", gateway.location)
            self.end_headers()
            answer = json.dumps(said) if gateway.echoes else gateway.answer
            for letter in [answer] if not gateway.drip else answer:
                self.wfile.write(letter.encode())
                sleep(gateway.drip)

        def log_message(self, *_args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gateway.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
