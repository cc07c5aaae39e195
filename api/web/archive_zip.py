"""Many packages of the archive as one download, with the register of what is inside and what is not."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from flask import Response
from flask_babel import gettext as _

from api.context import actor, tools
from api.downloads import named
from api.web.register import register_file, register_line
from docsvc.actions.record_view import record_view
from docsvc.queries.archive import ArchiveRow
from docsvc.queries.files import File, document_file
from docsvc.tools import Tools
from docsvc.work import Actor

NOWHEN = (1980, 1, 1, 0, 0, 0)
"""Entries have no time of their own: that of a document is in its package."""


class _Outgoing(io.BytesIO):
    """A file that is handed over piece by piece: what was taken cannot be gone back to."""

    gone = 0

    def tell(self) -> int:
        return self.gone + super().tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self.gone + super().seek(offset - self.gone if whence == io.SEEK_SET else offset, whence)

    def take(self) -> bytes:
        piece = self.getvalue()
        self.gone += len(piece)
        super().seek(0)
        self.truncate()
        return piece


def packages_together(rows: Sequence[ArchiveRow], name: str) -> Response:
    """Return the packages of all rows in one ZIP, read one by one; that each was downloaded is recorded.

    A document whose package is still being made is in the register alone.
    """
    apart = _named_apart(rows)
    register = register_file([register_line(row) for row in apart])
    pieces = _pieces(tools(), actor(), apart, (f"{_('реестр')}.csv", register))
    return named(Response(pieces, mimetype="application/zip"), name)


def _named_apart(rows: Sequence[ArchiveRow]) -> list[ArchiveRow]:
    """Give a number to what is called as something before it: numbers repeat between companies."""
    known: dict[str, int] = {}
    apart = []
    for row in rows:
        known[row.file_name] = count = known.get(row.file_name, 0) + 1
        path = PurePath(row.file_name)
        again = f"{path.stem} ({count}){path.suffix}" if count > 1 and row.file_name else row.file_name
        apart.append(replace(row, file_name=again))
    return apart


def _pieces(
    parts: Tools, person: Actor, rows: Sequence[ArchiveRow], register: tuple[str, bytes]
) -> Iterator[bytes]:
    """Give the ZIP entry by entry: it is never whole in memory."""
    outgoing = _Outgoing()
    with ZipFile(outgoing, "w", ZIP_STORED) as together:
        _put(together, *register)
        for row in rows:
            if row.archived_at is None:
                continue
            with parts.read() as session:
                found = document_file(session, person, row.id, what=File.PACKAGE)
            _put(together, row.file_name, parts.blobs.get(found.blob))
            with parts.work() as work:
                record_view(work, row.id, actor=person, what=found.what.value, download=True)
            yield outgoing.take()
    yield outgoing.take()


def _put(together: ZipFile, name: str, content: bytes) -> None:
    together.writestr(ZipInfo(name, NOWHEN), content)
