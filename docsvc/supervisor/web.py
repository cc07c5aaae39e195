"""The web server's worker: a request gets a thread once its head is here, and has to go on coming.

A thread that waits for a slow client is a thread lost to everybody else, so heads are gathered by the event
loop, which waits for any number of clients at once. Bodies and answers have limits of time: a body the one of
its size, as in Apache's mod_reqtimeout.
"""

from functools import partial
from selectors import EVENT_READ
from socket import socket
from time import monotonic
from typing import Any

from gunicorn.http.errors import NoMoreData, ParseException  # type: ignore[import-untyped]  # ships no types
from gunicorn.http.unreader import SocketUnreader  # type: ignore[import-untyped]  # ships no types
from gunicorn.util import write_error  # type: ignore[import-untyped]  # ships no types
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]  # ships no types

HEAD_SECONDS = 10.0
"""From the first to the last byte of a request's head, however it trickles in."""
LONGEST_HEAD = 64 * 1024
"""Bytes: cookies, links and headers of ours take less than 2 KB."""
BODY_SECONDS = 15.0
SLOWEST_BODY = 16 * 1024
"""Bytes a second: each so many that came give a body one more second."""
ANSWER_SECONDS = 120.0
"""For one piece of an answer, at most a whole PDF, to be taken by the client."""
CHUNK = 8192


class PatientUnreader(SocketUnreader):  # type: ignore[misc]  # of a library without types
    """Reads from a client; raises `NoMoreData`, as if they had left, when they are too slow."""

    def begin(self) -> None:
        """Give a request's body its time."""
        self._left = BODY_SECONDS

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return what came next, at most as many bytes as the library asks for.

        Only what the client makes us wait is their time: while a request waits for the database, its body
        lies ready.
        """
        if self._left <= 0:
            raise NoMoreData
        begun = monotonic()
        self.sock.settimeout(self._left)
        try:
            data: bytes = super().chunk(size_hint)
        except TimeoutError as error:
            raise NoMoreData from error
        finally:
            self.sock.settimeout(ANSWER_SECONDS)
            self._left -= monotonic() - begun
        self._left += len(data) / SLOWEST_BODY
        return data


class Worker(ThreadWorker):  # type: ignore[misc]  # of a library without types
    """A threaded worker that slow clients cannot fill, and that writes down no address."""

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection to a thread once the head of its next request is here."""
        if not conn.initialized:
            conn.init()
            conn.parser.unreader = PatientUnreader(conn.sock)
        if _has_head(conn):
            self._hand_over(conn)
            return
        conn.sock.settimeout(0)
        conn.timeout = monotonic() + HEAD_SECONDS
        self.pending_conns.append(conn)  # in the order of their timeouts: who comes too late is closed
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def on_pending_socket_readable(self, conn: TConn, client: socket) -> None:
        """Take the bytes that came; go on when they complete the head, close when there will be no more."""
        try:
            data = client.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        buffer = conn.parser.unreader.buf
        buffer.seek(0, 2)
        buffer.write(data)
        complete = _has_head(conn)
        if data and not complete and buffer.tell() <= LONGEST_HEAD:
            return
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        if complete:
            self._hand_over(conn)
        else:
            self.nr_conns -= 1
            conn.close()

    def handle_request(self, req: Any, conn: TConn) -> bool:
        """Answer a request whose client takes the answer in time."""
        conn.sock.settimeout(ANSWER_SECONDS)
        return bool(super().handle_request(req, conn))

    def handle_error(self, _req: Any, client: socket, _address: Any, error: Exception) -> None:
        """Answer what never reached the application; the library would log its address, a link perhaps."""
        try:
            if isinstance(error, ParseException):
                write_error(client, 400, "Bad Request", "")
                return
            self.log.error("unexpected failure of the web server", exc_info=error)
            write_error(client, 500, "Internal Server Error", "")
        except OSError:
            self.log.debug("the client has left")

    def _hand_over(self, conn: TConn) -> None:
        conn.parser.unreader.begin()
        super().enqueue_req(conn)


def _has_head(conn: TConn) -> bool:
    return b"\r\n\r\n" in conn.parser.unreader.buf.getvalue()
