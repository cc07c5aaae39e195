"""Many readers at once, cheap enough to leave the cores to the server: raw sockets, kept open."""

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlsplit

READERS = 8  # as many as the server has threads


@dataclass(frozen=True, slots=True)
class Load:
    """What readers saw: requests answered in a second, and how long 95 % of them waited at most (ms)."""

    rate: float
    p95: float


def read_for(seconds: float, url: str, headers: dict[str, str]) -> Load:
    """Ask for one address on eight connections, again and again; raise `ValueError` unless it is a 200."""
    parts = urlsplit(url)
    lines = [f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}"]
    request = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()
    where, end = (parts.hostname or "", parts.port or 80), perf_counter() + seconds
    started = perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        waits = [
            wait
            for each in readers.map(lambda _: _read(where, request, end), range(READERS))
            for wait in each
        ]
    waits.sort()
    return Load(len(waits) / (perf_counter() - started), waits[int(len(waits) * 0.95)] * 1000)


def _read(where: tuple[str, int], request: bytes, end: float) -> list[float]:
    waits: list[float] = []
    line: socket.socket | None = None
    while not waits or perf_counter() < end:
        started = perf_counter()
        line = line or socket.create_connection(where, timeout=30)
        line.sendall(request)
        if not _answered(line):
            line.close()
            line = None  # the server ends a connection when it must; the next request opens another
        waits.append(perf_counter() - started)
    if line is not None:
        line.close()
    return waits


def _answered(line: socket.socket) -> bool:
    """Read one answer to its end; tell whether the connection stays open."""
    answer = bytearray()
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer += _some(line)
    head = bytes(answer[:end]).lower()
    if not head.startswith(b"http/1.1 200"):
        raise ValueError(head.decode(errors="replace"))
    missing = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]) - (len(answer) - end - 4)
    while missing > 0:
        missing -= len(_some(line))
    return b"connection: close" not in head


def _some(line: socket.socket) -> bytes:
    data = line.recv(65536)
    if not data:
        raise ConnectionError("the server hung up")
    return data
