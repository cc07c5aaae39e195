"""A file to put inside a PDF."""

from dataclasses import dataclass
from datetime import UTC, datetime

_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF; `relationship` is a word of PDF/A-3: Data, Source, Alternative, Supplement."""

    name: str
    data: bytes
    description: str = ""
    relationship: str = "Data"
    made: datetime = _LONG_AGO
