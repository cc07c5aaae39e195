"""Where the files of a request are kept while it is read."""

from io import BytesIO
from typing import IO, Final

from flask import Request

UNKEPT: Final = frozenset({"/verify"})
"""Paths whose files never touch the disk: what people bring there is not ours to keep for a moment."""


class InMemoryRequest(Request):
    """A request that holds the files of some paths in memory; elsewhere large ones are spooled as usual."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.path in UNKEPT:
            return BytesIO()
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)
