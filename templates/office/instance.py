"""One LibreOffice with its server: started, asked over pipes within a deadline, ended with all it started."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from templates.errors import ConversionFailed
from templates.office.command import environment, server_command
from templates.office.frames import Closed, read, write
from templates.office.programs import programs
from templates.office.protection import Protection, protection
from templates.office.server import ANSWER, FILE_BYTES, PDF, REQUEST, UNREADABLE

PREFIX: Final = "docsvc-office-"
"""How the name of the private folder begins, where no sandbox holds it."""

_FAREWELL_SECONDS = 2.0
_LOOK_SECONDS = 0.002
_ZIP = b"PK\x03\x04"
_UNREADABLE = "LibreOffice не прочитал файл; откройте его в Word и сохраните заново как .docx"
_UNPRINTABLE = (
    "LibreOffice открыл файл, но не смог вывести его; уберите из него вставленные объекты и рисунки"
)


class Died(Exception):
    """LibreOffice or its server ended before the answer came."""


class NotStarted(Died):
    """It ended before it was ready for a document."""


class Instance:
    """A server and its LibreOffice, in a session of their own.

    To be made in a thread that lives as long as they are needed: the sandbox dies with that thread.
    `until` is a moment of the monotonic clock; what is not done by then raises TimeoutError.
    """

    def __init__(self) -> None:
        self.done = 0
        self.memory = 0
        self._is_ready = False
        shut_in = protection() is Protection.SANDBOX
        self._folder = None if shut_in else Path(tempfile.mkdtemp(prefix=PREFIX))
        theirs_to_read, self._requests = os.pipe()
        self._answers, theirs_to_write = os.pipe()
        self._server = subprocess.Popen(
            server_command(programs(), self._folder),
            stdin=theirs_to_read,
            stdout=theirs_to_write,
            stderr=subprocess.DEVNULL,
            env=environment(self._folder),
            start_new_session=True,
        )
        for theirs in (theirs_to_read, theirs_to_write):
            os.close(theirs)
        for ours in (self._requests, self._answers):
            os.set_blocking(ours, False)

    @property
    def session(self) -> int:
        """Return the id of the process group that everything here belongs to."""
        return self._server.pid

    @property
    def is_alive(self) -> bool:
        """Tell whether the server is still there."""
        return not self._has_ended()

    @property
    def is_ready(self) -> bool:
        """Tell whether LibreOffice has started."""
        return self._is_ready

    def wait_until_ready(self, until: float) -> None:
        """Wait for LibreOffice to start. Raises NotStarted, TimeoutError."""
        if self._is_ready:
            return
        try:
            self._receive(until)
        except Died as died:
            raise NotStarted from died
        self._is_ready = True

    def convert(self, docx: bytes, until: float) -> bytes:
        """Have a PDF made. Raises ConversionFailed; Died or TimeoutError, after which it is of no use."""
        if not docx.startswith(_ZIP):  # LibreOffice makes an empty page of nothing at all
            raise ConversionFailed(_UNREADABLE)
        try:
            write(self._requests, REQUEST.pack(len(docx)) + docx, until)
        except Closed as closed:
            raise Died from closed
        status, told = self._receive(until)
        self.done += 1
        if status != PDF:
            raise ConversionFailed(_UNREADABLE if status == UNREADABLE else _UNPRINTABLE)
        return told

    def end(self) -> None:
        """End the server, LibreOffice and whatever they started; remove the folder."""
        os.close(self._requests)  # the server takes it as a farewell, even while LibreOffice hangs
        until = monotonic() + _FAREWELL_SECONDS
        while not self._has_ended() and monotonic() < until:
            sleep(_LOOK_SECONDS)
        self.kill()
        self._server.wait()
        os.close(self._answers)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """Kill it, so that whoever waits for it learns at once; `end` is still to be called."""
        with suppress(ProcessLookupError):
            os.killpg(self.session, signal.SIGKILL)

    def _receive(self, until: float) -> tuple[bytes, bytes]:
        try:
            status, self.memory, length = ANSWER.unpack(read(self._answers, ANSWER.size, until))
            if length > FILE_BYTES:
                raise Died
            return status, read(self._answers, length, until)
        except Closed as closed:
            raise Died from closed

    def _has_ended(self) -> bool:
        # The leader stays a zombie until `end`: while its id is taken, killing its group kills nobody else.
        return os.waitid(os.P_PID, self.session, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
