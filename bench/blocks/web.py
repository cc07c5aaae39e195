"""Reads over HTTP: a page and an API answer of the real server, beside bare Flask with the same bytes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import httpx

from bench.installation import Installation, Place
from bench.measure import Figure, figure
from bench.report import Goal, Row
from bench.visitors import Load, read_for
from docsvc.actions.make_api_key import make_api_key
from docsvc.demo.people import Colleague
from docsvc.demo.stage import HOST, free_port, server
from docsvc.supervisor.serve import WEB_THREADS, WEB_WORKERS
from docsvc.work import SYSTEM

PATIENCE_SECONDS = 20.0
PEER = "bare Flask, same bytes"


@dataclass(frozen=True, slots=True)
class Read:
    """What is asked for: its name in the table, the address and the headers."""

    name: str
    url: str
    headers: dict[str, str]


class Reader(Colleague):
    """A colleague whose cookies others may use."""

    def cookie(self) -> str:
        """Return the header that a browser would send."""
        return "; ".join(f"{name}={value}" for name, value in self._client.cookies.items())


def rows(here: Place) -> Iterator[Row]:
    """Time reads of one document, logged in and with a key."""
    installation = here.installation
    document_id = installation.quote(0)
    with server(installation.settings.data) as address:
        for read in (_api(installation, address, document_id), _page(installation, address, document_id)):
            yield from _rows(here, read)


def _rows(here: Place, read: Read) -> Iterator[Row]:
    body = httpx.get(read.url, headers=read.headers).raise_for_status().content
    with bare(here.folder, body) as plain:
        ours, theirs = [], []
        for _ in range(1 + here.size.rounds // 2):
            ours.append(read_for(here.size.seconds, read.url, read.headers))
            theirs.append(read_for(here.size.seconds, plain, {}))
    yield Row(f"{read.name}, reads", _rate(ours), PEER, _rate(theirs), Goal(2000))
    yield Row(f"{read.name}, 95 % within", _p95(ours), PEER, _p95(theirs), Goal(50))


def _api(installation: Installation, address: str, document_id: str) -> Read:
    with installation.tools.work() as work:
        email = installation.manager.email
        key = make_api_key(work, actor=SYSTEM, name="bench", scopes=["documents:read"], user_email=email)
    url = f"{address}/api/v1/documents/{document_id}"
    return Read("HTTP API, a document", url, {"Authorization": f"Bearer {key}"})


def _page(installation: Installation, address: str, document_id: str) -> Read:
    email = installation.manager.email
    reader = Reader(address, email=email, password=installation.passwords[email])
    cookie = reader.cookie()
    reader.close()
    return Read("HTTP page, a document", f"{address}/documents/{document_id}", {"Cookie": cookie})


@contextmanager
def bare(folder: Path, body: bytes) -> Iterator[str]:
    """Serve some bytes as our supervisor serves: the same server, workers and threads."""
    (folder / "body").write_bytes(body)
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "bench.bare:app", "--bind", f"{HOST}:{port}"]
    command += ["--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)]
    command += ["--no-control-socket", "--log-level", "warning"]
    process = subprocess.Popen(command, env=os.environ | {"BENCH_BODY": str(folder / "body")})
    try:
        _wait_for(f"http://{HOST}:{port}/")
        yield f"http://{HOST}:{port}/"
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _wait_for(url: str) -> None:
    end = monotonic() + PATIENCE_SECONDS
    while True:
        try:
            httpx.get(url, timeout=2).raise_for_status()
        except httpx.TransportError:
            if monotonic() > end:
                raise
            sleep(0.05)
        else:
            return


def _rate(loads: list[Load]) -> Figure:
    return figure([load.rate for load in loads], "req/s")


def _p95(loads: list[Load]) -> Figure:
    return figure([load.p95 for load in loads], "ms")
