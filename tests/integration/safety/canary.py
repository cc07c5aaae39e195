"""What must not be touched: a server that counts who asks, and a folder of secrets."""

import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRET = "S3CR3T"
DRAWING = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="9"><text id="a" y="8">{SECRET}</text></svg>'
)


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path == "/redirect":
                self.send_response(302)
                self.send_header("Location", "/secret.svg")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "image/svg+xml")
            self.end_headers()
            self.wfile.write(DRAWING.encode())

        do_HEAD = do_GET  # noqa: N815 - named by the library

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def secrets(folder: Path) -> str:
    """Fill a folder with secrets of every kind, and give its address."""
    (folder / "secret.txt").write_text(SECRET)
    (folder / "secret.svg").write_text(DRAWING)
    (folder / "secret.css").write_text(f'body::before {{ content: "{SECRET}" }}')
    with zipfile.ZipFile(folder / "secret.zip", "w") as archive:
        archive.writestr("secret.svg", DRAWING)
    return f"file://{folder}"
