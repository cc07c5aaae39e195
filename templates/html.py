"""HTML and CSS into PDF/A by WeasyPrint."""

import gc
import logging
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from typing import Any

from templates.attachment import Attachment
from templates.errors import RenderFailed
from templates.fetch import OwnFiles, Refused
from templates.phrase import Phrase
from templates.roomy import roomy
from templates.source import Source
from templates.typesetter import CSS, HTML, Document, FontConfiguration, URLFetchingError
from templates.typesetter import Attachment as Embedded

STYLE = "style.css"
VARIANT = "pdf/a-3b"
_LOCK = Lock()  # fontconfig and the shared configuration are not for two threads at once
_MAX_PICTURES = 64
_PACKED = 5  # zlib's level: the 9 that WeasyPrint takes costs four times as much and saves 3 per cent

_LEGIBLE = "/Metadata"
_NO_GLYPH = ".notdef"


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint only logs and then goes on from: a lost picture, a character drawn as a box."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error, and a missing glyph, which WeasyPrint calls a warning."""
        if record.levelno >= logging.ERROR:
            self.told.append(record.getMessage())
        elif record.getMessage().startswith(_NO_GLYPH) and isinstance(record.args, tuple):
            char, code = record.args
            self.told.append(
                Phrase("в шрифтах нет знака «%(char)s» (U+%(code)s)", char=char, code=f"{code:04X}")
            )


_COMPLAINTS = _Complaints()
_LOGGER = logging.getLogger("weasyprint")
_LOGGER.addHandler(_COMPLAINTS)
_LOGGER.propagate = False


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=64)
def _style(source: Source) -> tuple[list[CSS], dict[str, Any]]:
    """Parse a template's style once for each blob and process; beside it, its decoded pictures."""
    if STYLE not in source.files:
        return [], {}
    css = CSS(
        string=source.text(STYLE), base_url=None, url_fetcher=OwnFiles(source.files), font_config=_fonts()
    )
    return [css], {}


def lay_out(
    source: Source,
    text: str,
    *,
    attachments: Sequence[Attachment] = (),
    assets: Mapping[str, bytes] | None = None,
) -> bytes:
    """Lay filled-in HTML out as PDF/A-3b. `assets` stand in for files of the template of the same path.

    The same input makes the same bytes. Raises RenderFailed.
    """
    try:
        with _LOCK, _uncollected():
            _COMPLAINTS.told.clear()
            pdf = roomy(lambda: _lay_out(source, text, attachments, assets or {}))
            told = "; ".join(dict.fromkeys(_COMPLAINTS.told))
    except Refused as error:
        raise RenderFailed(source.main, str(error)) from error
    except URLFetchingError as error:
        raise RenderFailed(source.main, Phrase("не загрузилось: %(error)s", error=error)) from error
    except (ValueError, TypeError, LookupError, ArithmeticError, AssertionError, RecursionError) as error:
        raise RenderFailed(STYLE, Phrase("вёрстка не удалась: %(error)s", error=f"{error!r}")) from error
    if told:
        raise RenderFailed(source.main, told)
    return pdf


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the garbage collector off: it walks the boxes of a long table over and over, and they all live."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _lay_out(
    source: Source, text: str, attachments: Sequence[Attachment], assets: Mapping[str, bytes]
) -> bytes:
    styles, pictures = _style(source)
    if len(pictures) > _MAX_PICTURES:
        pictures.clear()
    files = OwnFiles({**source.files, **assets})
    document = HTML(string=text, base_url=None, url_fetcher=files)
    pdf: bytes = document.write_pdf(
        stylesheets=styles,
        font_config=_fonts(),
        cache={} if assets else pictures,
        pdf_variant=VARIANT,
        uncompressed_pdf=True,  # else objects lie in packed streams, and whoever reads one unpacks them all
        finisher=_deflate,
        attachments=[_attach(attachment, files) for attachment in attachments],
    )
    return pdf


def _deflate(_document: Document, pdf: Any) -> None:
    """Pack fonts, pages and attachments; the metadata stay legible to what searches archives."""
    for stream in pdf.objects:
        extra = getattr(stream, "extra", None)  # what no other object has
        if extra is None or "Filter" in extra or extra.get("Type") == _LEGIBLE:
            continue
        stream.compress = not all(isinstance(piece, bytes) for piece in stream.stream)
        if not stream.compress:
            stream.stream = [zlib.compress(b"\n".join(stream.stream), _PACKED)]
            extra["Filter"] = "/FlateDecode"


def _attach(attachment: Attachment, files: OwnFiles) -> Embedded:
    return Embedded(
        string=attachment.data,
        url_fetcher=files,
        name=attachment.name,
        description=attachment.description,
        created=attachment.made,
        modified=attachment.made,
        relationship=attachment.relationship,
    )


def prepare(source: Source) -> None:
    """Parse a template's style ahead of its first document."""
    _style(source)
