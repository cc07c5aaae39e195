"""Turn DOCX into PDF by a LibreOffice of its own: the program that runs inside of the sandbox.

It is run as a file by the Python that has LibreOffice's `uno`, so it uses the standard library only. It reads
requests (`REQUEST`, then a DOCX) from standard input and answers each by `ANSWER` and what that announces.
When its input closes it kills LibreOffice, removes the folder and ends.
"""

from __future__ import annotations  # the system's Python may be older than ours

import os
import resource
import select
import shutil
import signal
import struct
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

REQUEST = struct.Struct(">Q")
ANSWER = struct.Struct(">cQQ")  # status, LibreOffice's resident memory in bytes, length of what follows
READY, PDF, UNREADABLE, UNPRINTABLE = b"R", b"P", b"L", b"S"

MEMORY_BYTES = 3 * 1024**3  # address space, a document's wall: LibreOffice without one takes 0.9 GB of it
FILE_BYTES = 256 * 1024**2
LOOK_SECONDS = 0.02
FURNISHED = 81  # how LibreOffice ends when it has furnished a new profile and wants to be started again

_ACCEPT = f"pipe,name=docsvc-{os.urandom(8).hex()};urp;StarOffice.ComponentContext"
_OPTIONS = (
    "--headless",
    "--invisible",
    "--nologo",
    "--nodefault",
    "--norestore",
    "--nolockcheck",
    "--nofirststartwizard",
    f"--accept={_ACCEPT}",
)
_NO_UPDATE = _NEVER_EXECUTE = 0
_PDF_A_3 = 3
_AS_IF_ACCEPTED = 1  # com.sun.star.document.RedlineDisplayType.INSERTED
_LOADING = {
    "FilterName": "MS Word 2007 XML",
    "Hidden": True,
    "ReadOnly": True,
    "UpdateDocMode": _NO_UPDATE,
    "MacroExecutionMode": _NEVER_EXECUTE,
}
_PRINTING = {
    "SelectPdfVersion": _PDF_A_3,
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "ExportBookmarksToPDFDestination": True,
    "ExportFormFields": False,  # a content control is text: the only fields of the PDF are those to sign in
    "ExportNotes": False,
    "ReduceImageResolution": False,
    "Quality": 95,
}


class Office:
    """One soffice, its profile and its folder."""

    def __init__(self, program: str, folder: Path) -> None:
        self._folder = folder
        self._command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", *_OPTIONS]
        self._desktop: Any = None
        self._printing: Any = None
        self._process = self._launch()

    def connect(self, asked: BinaryIO) -> bool:
        """Wait until soffice answers; tell whether it did before it ended or `asked` closed."""
        resolver = _create(import_module("uno").getComponentContext(), "com.sun.star.bridge.UnoUrlResolver")
        while not _closed(asked, LOOK_SECONDS):
            if self._process.poll() == FURNISHED:
                self._process = self._launch()
            elif self._process.returncode is not None:
                return False
            try:
                context = resolver.resolve(f"uno:{_ACCEPT}")
            except Exception:  # noqa: BLE001, S112 -- UNO's exceptions have no class before it is loaded
                continue
            self._desktop = _create(context, "com.sun.star.frame.Desktop")
            self._printing = _printing()
            _remove_sockets(self._process.pid)
            return True
        return False

    def convert(self, docx: bytes) -> tuple[bytes, bytes]:
        """Return PDF and the file, or another status and UNO's words; raises where soffice is gone."""
        source, target = self._folder / "document.docx", self._folder / "document.pdf"
        source.write_bytes(docx)
        try:
            return self._print(source, target)
        finally:
            source.unlink()
            target.unlink(missing_ok=True)

    def _print(self, source: Path, target: Path) -> tuple[bytes, bytes]:
        status = UNREADABLE
        try:
            document = self._open(source)
            if document is None:
                return UNREADABLE, b""
            status = UNPRINTABLE
            if not _renew_contents(document):
                document.close(True)  # noqa: FBT003 -- UNO knows no names of arguments
                document = self._open(source)
            document.storeToURL(target.as_uri(), self._printing)
            document.close(True)  # noqa: FBT003 -- UNO knows no names of arguments
            return PDF, target.read_bytes()
        except Exception as error:  # noqa: BLE001 -- whatever UNO raises is the answer
            self._close_all()
            return status, f"{type(error).__name__}: {error}".encode()

    def _open(self, source: Path) -> Any:
        # From a file, not a stream: the links of a document without an address count as trusted.
        document = self._desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, _values(_LOADING))
        if document is not None and document.Redlines.hasElements():
            document.RedlineDisplayType = _AS_IF_ACCEPTED
        return document

    def _close_all(self) -> None:
        documents = self._desktop.Components.createEnumeration()
        while documents.hasMoreElements():
            documents.nextElement().close(True)  # noqa: FBT003

    @property
    def memory(self) -> int:
        """Return soffice's resident memory in bytes."""
        return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * resource.getpagesize()

    def watch(self, asked: BinaryIO) -> None:
        """Kill soffice as soon as `asked` closes, whatever it is doing."""
        while not _closed(asked, None):
            pass
        self._process.kill()

    def wait(self) -> None:
        """Reap what ends, where this is the first process; leave when soffice does: it is all there is."""
        while os.waitpid(-1, 0)[0] != self._process.pid:
            pass
        self.leave()

    def leave(self) -> None:
        """Kill soffice, remove the folder and end this process, whatever its other threads wait for."""
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
        os._exit(0)

    def _launch(self) -> subprocess.Popen[bytes]:
        nothing = subprocess.DEVNULL
        # One thread runs while processes are made, so a function may be called between fork and exec.
        return subprocess.Popen(
            self._command,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            preexec_fn=_die_with_parent,  # noqa: PLW1509
        )


def serve(program: str, folder: Path, asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer until `asked` closes; READY comes first, after a document that loads what others need."""
    office = Office(program, folder)
    try:
        if not office.connect(asked):
            return
        Thread(target=office.watch, args=(asked,), daemon=True).start()
        Thread(target=office.wait, daemon=True).start()
        office.convert(Path(__file__).with_name("first.docx").read_bytes())
        _answer(answers, READY, office.memory, b"")
        while head := asked.read(REQUEST.size):
            status, told = office.convert(asked.read(*REQUEST.unpack(head)))
            _answer(answers, status, office.memory, told)
    finally:
        office.leave()


def _answer(answers: BinaryIO, status: bytes, memory: int, told: bytes) -> None:
    answers.write(ANSWER.pack(status, memory, len(told)) + told)
    answers.flush()


def _closed(asked: BinaryIO, seconds: float | None) -> bool:
    """Tell whether the other end was closed, after at most `seconds`."""
    poll = select.poll()
    poll.register(asked, 0)  # a hang-up is reported without being asked for
    return bool(poll.poll(None if seconds is None else seconds * 1000))


def _renew_contents(document: Any) -> bool:
    """Make tables of contents anew: the file has the pages and headings that the template had.

    Twice, for the first time may move what is numbered. False where one lost most of its entries: its
    headings have no outline level, which Word does without and LibreOffice does not.
    """
    indexes = document.getDocumentIndexes()
    contents = [indexes.getByIndex(number) for number in range(indexes.getCount())]
    before = [_entries(each) for each in contents]
    for each in contents * 2:
        each.update()
    return all(_entries(each) * 2 >= had for each, had in zip(contents, before, strict=True))


def _entries(contents: Any) -> int:
    return sum(1 for line in contents.getAnchor().getString().splitlines() if line.strip())


def _create(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)


def _values(settings: dict[str, Any]) -> tuple[Any, ...]:
    value = import_module("uno").getClass("com.sun.star.beans.PropertyValue")
    return tuple(value(Name=name, Value=setting) for name, setting in settings.items())


def _printing() -> tuple[Any, ...]:
    # pyuno makes of a tuple a list of anything; the filter reads only a list of values.
    settings = import_module("uno").Any("[]com.sun.star.beans.PropertyValue", _values(_PRINTING))
    return _values({"FilterName": "writer_pdf_Export", "FilterData": settings})


def _remove_sockets(pid: int) -> None:
    """Remove soffice's sockets from where others might find them: we are connected."""
    ours = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()}
    for line in Path("/proc/net/unix").read_text().splitlines()[1:]:
        inode, *path = line.split(None, 7)[6:]
        if path and f"socket:[{inode}]" in ours:
            Path(path[0]).unlink(missing_ok=True)


def _die_with_parent() -> None:
    import ctypes

    death_signal = 1  # PR_SET_PDEATHSIG
    ctypes.CDLL(None).prctl(death_signal, signal.SIGKILL)


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (bound, bound))


def main(program: str, folder: Path) -> None:
    """Serve on the standard streams, which nobody else here may write to."""
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, FILE_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    shutil.copyfile(Path(__file__).with_name("profile.xcu"), user / "registrymodifications.xcu")
    serve(program, folder, asked, answers)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
