"""The one LibreOffice of this process: started when needed, replaced when worn, hung or dead."""

import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic
from typing import Final

from templates.errors import ConversionFailed, OfficeNotStarted, TemplateError
from templates.office.instance import Died, Instance, NotStarted
from templates.phrase import Phrase

DOCUMENTS: Final = 200
"""LibreOffice is replaced after so many documents: it grows by some 0.3 MB with each."""

START_SECONDS: Final = 60.0
"""A start takes 2 s; on a machine that is busy with ten of them, some more."""

MEMORY_BYTES: Final = 600 * 1024**2
"""It is replaced, too, when it keeps more than this: one huge document is enough."""


class Keeper:
    """Turns of one thread, which all conversions of a process take; the thread owns the instance."""

    def __init__(self) -> None:
        self._instance: Instance | None = None
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="office")

    def start(self) -> None:
        """Have an instance made, and return at once; what goes wrong is told to who asks for a PDF."""
        self._turns.submit(self._renew)

    def convert(self, docx: bytes, seconds: float) -> bytes:
        """Make a PDF as soon as it is this caller's turn; `seconds` count from then."""
        return self._turns.submit(self._convert, docx, seconds).result()

    def stop(self) -> None:
        """End the instance and the thread after the turns that were asked for; a start is not waited for."""
        if (starting := self._instance) is not None and not starting.is_ready:
            starting.kill()
        # In its own thread, whose end would kill the instance before it can bid farewell.
        with suppress(RuntimeError):  # the interpreter is ending, and the thread has gone already
            self._turns.submit(self._drop)
        self._turns.shutdown()
        self._drop()

    def _convert(self, docx: bytes, seconds: float) -> bytes:
        try:
            pdf = self._try_twice(docx, monotonic() + seconds)
        except TimeoutError as error:
            self._drop()
            self.start()
            raise ConversionFailed(
                Phrase("не готово за %(seconds)s с; разбейте документ на части", seconds=f"{seconds:g}")
            ) from error
        except NotStarted as error:
            raise OfficeNotStarted from error
        except Died as error:
            self.start()
            raise ConversionFailed(
                "LibreOffice не выдержал этого документа; разбейте его на части"
            ) from error
        if self._is_worn:
            self.start()  # after the answer: nobody waits for it unless they come at once
        check(pdf)
        return pdf

    def _try_twice(self, docx: bytes, until: float) -> bytes:
        """Make a PDF; whether it was the document that LibreOffice died of, a new instance tells."""
        with suppress(Died):
            return self._try(docx, until)
        return self._try(docx, until)

    def _try(self, docx: bytes, until: float) -> bytes:
        try:
            return self._ready(until).convert(docx, until)
        except Died:
            self._drop()
            raise

    def _ready(self, until: float) -> Instance:
        if self._instance is None or not self._instance.is_alive:
            self._drop()
            self._instance = Instance()
        self._instance.wait_until_ready(until)
        return self._instance

    @property
    def _is_worn(self) -> bool:
        instance = self._instance
        return instance is not None and (instance.done >= DOCUMENTS or instance.memory > MEMORY_BYTES)

    def _renew(self) -> None:
        if self._is_worn:
            self._drop()
        with suppress(TemplateError):
            try:
                self._ready(monotonic() + START_SECONDS)
            except (Died, TimeoutError):
                self._drop()

    def _drop(self) -> None:
        instance, self._instance = self._instance, None
        if instance is not None:
            instance.end()


def check(pdf: bytes) -> None:
    """Raise ConversionFailed where a PDF cannot be read or has no page."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = len(PdfReader(io.BytesIO(pdf)).pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise ConversionFailed("LibreOffice вывел испорченный PDF") from error
    if not pages:
        raise ConversionFailed("в документе нет ни одной страницы")
